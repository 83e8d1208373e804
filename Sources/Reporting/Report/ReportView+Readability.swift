internal import Engine
internal import JSON
internal import Jobs

extension ReportView {
    private var measured: [ManifestRow] { rows.filter { $0.errorRate != nil } }

    // MARK: Distributions

    var readability: Markup {
        let measured = measured
        guard !measured.isEmpty else {
            return .paragraph("No variant was read back, so nothing is known of their readability.")
        }
        let estimates = measured.count { !($0.readability?.isWhole ?? true) }
        var out = Markup.paragraph(
            "\(Shown.plural(measured.count, "variant")) of \(Shown.count(rows.count)) \(measured.count == 1 ? "was" : "were") "
                + "measured"
                + (estimates > 0
                    ? "; of \(Shown.count(estimates)) only some lines were read, their values are estimates" : "")
                + ". The height of a column is what there was before the check, the part of the kept what is left after it."
                + (errorName == "CER"
                    ? ""
                    : " There was no truth to compare with: the values tell how far the reading of the variant agrees with that of the clean page.")
        )
        let keep = context.plan?.readability?.keep
        out += distribution(
            of: "Characters read wrong (\(errorName))",
            measured.compactMap { row in row.errorRate.map { (value: $0, status: row.status) } },
            finest: 0.005, marks: marks(keep?.cer))
        let words = measured.compactMap { row in row.foundWords.map { (value: $0, status: row.status) } }
        if !words.isEmpty {
            out += distribution(of: "Words found", words, finest: 0.05, marks: marks(keep?.words))
        }
        return out + summary(measured) + bands
    }

    private func marks(_ range: ClosedRange<Double>?) -> [(value: Double, name: String)] {
        guard let range else { return [] }
        let ends = [(value: range.lowerBound, name: "kept from here"), (value: range.upperBound, name: "kept to here")]
        return ends.filter { $0.value > 0 && $0.value < 1 }
    }

    private func distribution(
        of title: String, _ values: [(value: Double, status: ManifestRow.Status)], finest: Double,
        marks: [(value: Double, name: String)]
    ) -> Markup {
        let histogram = Histogram(values, finest: finest, most: 1)
        let names = ["kept", "flagged", "dropped"]
        let used = (0..<3).filter { part in part == 0 || histogram.counts.contains { $0[part] > 0 } }
        let label = { (value: Double) in Shown.number(value * 100, 1) + " %" }
        let chart = Chart.columns(
            Chart.Columns(
                title: title, across: title, parts: used.map { (style: "f\($0)", name: names[$0]) },
                edges: histogram.edges,
                counts: histogram.counts.map { counts in used.map { Double(counts[$0]) } }, marks: marks, label: label))
        let lines = histogram.counts.enumerated().map { index, counts -> [Markup] in
            let isLast = index == histogram.counts.count - 1
            let range =
                "\(label(histogram.edges[index])) to \(label(histogram.edges[index + 1]))" + (isLast ? " and more" : "")
            return [Markup(words: range), Markup(words: Shown.count(counts.reduce(0, +)))]
                + counts.map { Markup(words: Shown.count($0)) }
        }
        return "<h3>\(title)</h3>" + chart.element
            + .folded(
                "The numbers", .table(["Range", "Before", "Kept", "Flagged", "Dropped"], lines, numbers: [1, 2, 3, 4]))
    }

    private func summary(_ measured: [ManifestRow]) -> Markup {
        let sides: [(String, [ManifestRow])] = [
            ("before the check", measured), ("after it", measured.filter { $0.status != .dropped }),
        ]
        let lines = sides.map { name, rows -> [Markup] in
            let errors = Quantiles(rows.compactMap(\.errorRate))
            let ids = Set(rows.map(\.id))
            let pooled = pooledErrors { ids.contains($0.id) }
            return [
                Markup(words: name), Markup(words: Shown.count(rows.count)),
                Markup(words: pooled.map { Shown.percent($0) } ?? "–"),
            ] + [0.1, 0.5, 0.9].map { Markup(words: errors.isEmpty ? "–" : Shown.percent(errors[$0])) }
        }
        return "<h3>In short</h3>"
            + .table(
                ["", "Variants", "\(errorName), pooled", "a tenth below", "half below", "nine tenths below"], lines,
                numbers: [1, 2, 3, 4, 5])
    }

    private var bands: Markup {
        let named = rows.filter { $0.readability?.band != nil }
        guard !named.isEmpty else { return "" }
        let order = context.plan?.readability?.bands.map(\.name) ?? []
        let groups = Dictionary(grouping: named) { $0.readability?.band ?? "" }
        let names = order + groups.keys.filter { !order.contains($0) }.sorted()
        let lines = names.compactMap { name -> [Markup]? in
            let band = context.plan?.readability?.bands.first { $0.name == name }
            let rows = groups[name] ?? []
            let kept = rows.count { $0.status != .dropped }
            let range = band.map { "\(Shown.percent($0.cer.lowerBound)) to \(Shown.percent($0.cer.upperBound))" } ?? "–"
            return [
                Markup(words: name), Markup(words: range), Markup(words: band?.share.map { Shown.percent($0) } ?? "–"),
                Markup(words: Shown.count(rows.count)), Markup(words: Shown.count(kept)),
                Markup(words: Shown.percent(kept, of: count(.kept) + count(.flagged))),
            ]
        }
        return "<h3>Bands</h3>"
            + .table(["Band", errorName, "Wanted", "Before", "Kept", "Of the kept"], lines, numbers: [2, 3, 4, 5])
    }

    // MARK: Steps

    var steps: Markup {
        let effects = StepEffects(rows)
        guard effects.measured > 0 else {
            return .paragraph(
                "Without a reading nothing is known of what steps cost. Ask for one with 'readability' in the pipeline."
            )
        }
        let within =
            effects.isWithinPages
            ? "Variants are compared with others of the same page, so that pages which are hard by themselves count for no step."
            : "Most pages have one variant, so variants are compared across pages: where steps are drawn for some pages only, the pages themselves may be the reason."
        var out = Markup.paragraph(
            "By how much is the \(errorName) of variants higher that went through a step than of those that did not? \(within) "
                + "A value above zero is a step that costs.")
        let compared = effects.steps.filter { $0.contrast != nil }
        if compared.isEmpty {
            out += .paragraph(
                "No step was there in some variants and not in others, at least \(Contrast.least) on each side; give steps a chance 'p', or make more variants."
            )
        } else {
            out += chart(compared, "What each step costs", most: 24) { $0.step.name }
        }
        out += .folded(
            "All steps, with the numbers",
            table(effects.steps, "Step") { Markup(words: "\($0.step.name) (step \($0.step.place))") })
        if !effects.parameters.isEmpty { out += parameters(effects) }
        return out + method
    }

    private func parameters(_ effects: StepEffects) -> Markup {
        var out: Markup = "<h3>By parameter</h3>"
        out += .paragraph(
            "Among the variants that went through the step: the highest third of the drawn values against the lowest; of words, each against the others."
        )
        let strongest = Array(
            effects.parameters.sorted { abs($0.contrast?.difference ?? 0) > abs($1.contrast?.difference ?? 0) }
                .prefix(16)
        ).sorted { ($0.contrast?.difference ?? 0) > ($1.contrast?.difference ?? 0) }
        out += chart(strongest, "What parameters cost", most: 16) { Self.name($0) }
        out += .folded(
            "All parameters, with the numbers",
            table(Array(effects.parameters.prefix(300)), "Parameter") { Markup(words: Self.name($0)) })
        return out
    }

    private static func name(_ effect: StepEffects.Effect) -> String {
        guard let parameter = effect.parameter else { return effect.step.name }
        return "\(effect.step.operation) \(parameter.name): \(parameter.more) against \(parameter.less)"
    }

    private func chart(
        _ effects: [StepEffects.Effect], _ title: String, most: Int, name: (StepEffects.Effect) -> String
    ) -> Markup {
        let chosen =
            effects.count <= most ? effects : Array(effects.prefix(most - most / 4)) + Array(effects.suffix(most / 4))
        let intervals = chosen.compactMap { effect in
            effect.contrast.map { contrast in
                Chart.Interval(
                    name: name(effect), value: contrast.difference, low: contrast.low, high: contrast.high,
                    tip:
                        "\(Shown.points(contrast.difference)) points, \(Shown.points(contrast.low)) to \(Shown.points(contrast.high))"
                )
            }
        }
        let drawing = Chart.intervals(
            intervals, title: title, across: "change of \(errorName) in percentage points, with intervals of 95 %",
            width: 860, label: Shown.points)
        return drawing.element
            + (chosen.count < effects.count
                ? .note("The strongest \(chosen.count) of \(effects.count) are drawn.") : "")
    }

    private func table(
        _ effects: [StepEffects.Effect], _ what: String, name: (StepEffects.Effect) -> Markup
    ) -> Markup {
        func percent(_ value: Double?) -> Markup { Markup(words: value.map { Shown.percent($0) } ?? "–") }
        let lines = effects.map { effect -> [Markup] in
            let contrast = effect.contrast
            return [
                name(effect), Markup(words: contrast.map { Shown.points($0.difference) } ?? "–"),
                Markup(
                    words: contrast.map { "\(Shown.points($0.low)) to \(Shown.points($0.high))" }
                        ?? "too little to compare"),
                percent(effect.mean.with), percent(effect.mean.without), percent(effect.kept.with),
                percent(effect.kept.without), Markup(words: Shown.count(effect.count.with)),
                Markup(words: Shown.count(effect.count.without)),
            ]
        }
        return .table(
            [
                what, "Change, points", "95 % interval", "\(errorName) with", "without", "Kept with", "without",
                "Variants with", "without",
            ], lines, numbers: [1, 2, 3, 4, 5, 6, 7, 8])
    }

    private var method: Markup {
        var words =
            "The change is the least-squares estimate of one common difference with a level for each page; its interval follows White's "
            + "variance (HC1) and Student's quantile, and takes each variant as drawn by itself. A rate above 100 % counts as 100 %. "
            + "The columns with and without are plain means over all pages. One step in twenty lies outside zero by chance, and "
            + "of members of a 'one-of' each stands against the others."
        if rows.contains(where: { $0.attempt > 0 }) {
            words +=
                " Variants that were drawn again stand with their last draw only, which makes hard steps look easier than they are."
        }
        return .note(words)
    }
}
