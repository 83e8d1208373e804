internal import Engine
internal import JSON
internal import Jobs

extension BenchRecord.Run {
    /// The run in one line.
    public var line: String {
        "\(label): \(Shown.count(variants)) variants in \(Shown.seconds(seconds)), \(Shown.short(rate)) a second"
    }

    /// Whether workers that neither waited nor used the disk still had no core of their own.
    var wasDisturbed: Bool {
        guard let processor, !times.isEmpty, seconds > 0 else { return false }
        let whole = seconds * Double(workers)
        let working = times[.rendering] + times[.reading] + times[.packing] + times[.sets]
        return working > 0.75 * whole && processor < 0.7 * working
    }

    /// What the workers spent their time on, most first; `waiting` is what is left of the clock.
    var shares: [(name: String, share: Double)] {
        let whole = seconds * Double(workers)
        guard !times.isEmpty, whole > 0 else { return [] }
        var shares = WorkTimes.Kind.allCases.map { (name: TimeView.name(of: $0), share: times[$0] / whole) }
        let busy = shares.reduce(0) { $0 + $1.share }
        shares.append((name: "waiting", share: max(0, 1 - busy)))
        return shares.filter { $0.share >= 0.0005 }.sorted { $0.share > $1.share }
    }
}

extension BenchRecord {
    /// The figures for a terminal.
    public var text: String {
        let cores = machine.first { $0.name == "cores" }?.value.integer
        var out =
            "\(name), \(pipeline), \(Shown.plural(pages, "page"))"
            + (cores.map { ", \(Shown.plural($0, "core"))" } ?? "") + "\n\n"
        out += Self.columns(
            [["", "variants/s", "efficiency", "memory", "cores busy"]]
                + runs.map { run in
                    [
                        run.label, Shown.short(run.rate), efficiency(of: run).map { Shown.percent($0, 0) } ?? "",
                        run.memory.map { Shown.bytes(Double($0)) } ?? "",
                        run.processor.map { Shown.number($0 / run.seconds, 2) } ?? "",
                    ]
                })
        guard let best else { return out }
        let isFastest = best.rate == fastest?.rate
        out += "\nbest: \(best.label)" + (isFastest ? "" : "; more bring less than 3 %") + "\n"
        guard let bound = best.shares.first else { return out }
        let rest = best.shares.dropFirst().map { "\($0.name) \(Shown.percent($0.share))" }.joined(separator: ", ")
        out += "bound by: \(bound.name), \(Shown.percent(bound.share)) of the workers' time; \(rest)\n"
        if best.wasDisturbed {
            out +=
                "its workers had much less than a core each though they had work: other programs ran beside, or the pipeline starts "
                + "some; such figures say little\n"
        }
        return out + steps(of: best)
    }

    private func steps(of run: Run) -> String {
        let steps = run.times.steps.sorted { $0.seconds > $1.seconds }
        let total = WorkTimes.Kind.allCases.reduce(0) { $0 + run.times[$1] }
        guard let first = steps.first, first.seconds > 0, total > 0 else { return "" }
        let stages = Dictionary(grouping: steps, by: \.stage).mapValues { $0.reduce(0.0) { $0 + $1.seconds } }
        let order = stages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let rows = order.flatMap { stage, seconds -> [[String]] in
            [[stage, "", Shown.percent(seconds / total)]]
                + steps.filter { $0.stage == stage && $0.seconds / total >= 0.001 }.map {
                    ["  " + $0.step, Shown.percent($0.seconds / total), ""]
                }
        }
        return "\nshares of the work, by stage and step:\n" + Self.columns(rows)
    }

    /// How the fastest ways compare, for a terminal.
    public func text(against other: BenchRecord) -> String {
        guard let ours = fastest, let theirs = other.fastest, theirs.rate > 0 else { return "" }
        return "\(name), \(ours.label): \(Shown.short(ours.rate / theirs.rate)) times \(other.name), \(theirs.label)\n"
    }

    /// The first column to the left, the others to the right.
    private static func columns(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blanks : blanks + cell
            }
            var line = cells.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
