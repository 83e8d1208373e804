internal import Engine
internal import Jobs

/// What workers spent their time on, as drawings and tables.
struct TimeView {
    let times: WorkTimes

    init(_ times: WorkTimes) {
        self.times = times
    }

    /// What the kinds of work are called.
    static func name(of kind: WorkTimes.Kind) -> String {
        switch kind {
        case .loading: "loading pages"
        case .rendering: "rendering"
        case .reading: "reading back"
        case .packing: "packing"
        case .writing: "writing files"
        case .sets: "training sets"
        }
    }

    /// All kinds together.
    var total: Double { WorkTimes.Kind.allCases.reduce(0) { $0 + times[$1] } }

    var markup: Markup {
        let used = WorkTimes.Kind.allCases.filter { times[$0] > 0 }
        let bars = used.map { kind in
            Chart.Bar(name: Self.name(of: kind), value: times[kind], shown: shown(times[kind]))
        }
        var out = Chart.bars(bars, title: "Time by kind of work").element
        let kinds = used.map { [Markup(words: Self.name(of: $0))] + cells(times[$0]) }
        out += .folded("The numbers", .table(["Work", "Time", "Share"], kinds, numbers: [1, 2]))
        let stages = Dictionary(grouping: times.steps, by: \.stage).map { name, steps in
            (name: name, seconds: steps.reduce(0) { $0 + $1.seconds })
        }.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
        if stages.isEmpty { return out }
        out += "<h3>Rendering by stage</h3>"
        out +=
            Chart.bars(
                stages.map { Chart.Bar(name: $0.name, value: $0.seconds, shown: shown($0.seconds), style: "f3") },
                title: "Rendering by stage"
            ).element
        let steps = times.steps.sorted { $0.seconds > $1.seconds }.map { step in
            [Markup(words: step.stage), Markup(words: step.step)] + cells(step.seconds)
        }
        return out + .folded("Each step", .table(["Stage", "Step", "Time", "Share"], steps, numbers: [2, 3]))
            + .note(
                "'resampling' moves the pixels for a run of geometric steps, 'merging' joins the inputs of a stage.")
    }

    private func shown(_ seconds: Double) -> String {
        "\(Shown.seconds(seconds)), \(Shown.percent(total > 0 ? seconds / total : 0))"
    }

    private func cells(_ seconds: Double) -> [Markup] {
        [Markup(words: Shown.seconds(seconds)), Markup(words: Shown.percent(total > 0 ? seconds / total : 0))]
    }
}
