internal import JSON
internal import Jobs

/// What each step of the pipeline, and each of its drawn parameters, does to the readability of variants.
struct StepEffects {
    /// A step of the pipeline as rows of the manifest name it.
    struct Step: Hashable {
        let stage: String
        let place: String
        let operation: String

        var name: String { "\(stage) › \(operation)" }
    }

    /// One line of the comparison.
    struct Effect {
        let step: Step
        /// The parameter and the two ranges of its values that are compared; nil for the step as a whole.
        var parameter: (name: String, more: String, less: String)?
        /// Of the CER; nil when there is too little to compare.
        let contrast: Contrast?
        /// The mean CER on both sides; nil without variants.
        let mean: (with: Double?, without: Double?)
        /// The share that is not dropped on both sides; nil without variants.
        let kept: (with: Double?, without: Double?)
        let count: (with: Int, without: Int)
    }

    /// Every step, what costs most first; those that cannot be compared stand at the end.
    let steps: [Effect]
    /// Every parameter that was drawn, what costs most first; only those that can be compared.
    let parameters: [Effect]
    /// Whether variants are compared with others of the same page, and not across pages.
    let isWithinPages: Bool
    /// How many variants were measured.
    let measured: Int

    init(_ rows: [ManifestRow]) {
        let measured = rows.filter { ($0.readability?.cer.last ?? 0) > 0 }
        self.measured = measured.count
        let pages = Dictionary(grouping: measured, by: \.source)
        // With one variant of a page there is nothing to compare it with on that page.
        isWithinPages = measured.count >= 2 * pages.count
        let table = Table(measured, isWithinPages: isWithinPages)
        var order: [Step] = []
        var sides: [Step: [(row: Int, applied: Int)]] = [:]
        for (index, row) in measured.enumerated() {
            var seen: Set<Step> = []
            for (number, applied) in row.applied.enumerated() {
                let step = Step(stage: applied.stage, place: applied.step, operation: applied.operation)
                guard seen.insert(step).inserted else { continue }
                if sides[step] == nil { order.append(step) }
                sides[step, default: []].append((index, number))
            }
        }
        steps = Self.sorted(order.map { table.effect(of: $0, with: (sides[$0] ?? []).map(\.row)) })
        parameters = Self.sorted(order.flatMap { step in table.effects(ofParametersOf: step, at: sides[step] ?? []) })
            .filter { $0.contrast != nil }
    }

    private static func sorted(_ effects: [Effect]) -> [Effect] {
        effects.enumerated().sorted { a, b in
            let (x, y) = (a.element.contrast?.difference, b.element.contrast?.difference)
            if let x, let y, x != y { return x > y }
            return (x == nil) == (y == nil) ? a.offset < b.offset : x != nil
        }.map(\.element)
    }
}

/// The measured variants, as comparisons want them.
private struct Table {
    let rows: [ManifestRow]
    /// 0…1; more errors than characters count as all wrong.
    let cer: [Double]
    let strata: [Int]

    init(_ rows: [ManifestRow], isWithinPages: Bool) {
        self.rows = rows
        cer = rows.map { row in
            guard let cer = row.readability?.cer, cer.count == 2, cer[1] > 0 else { return 0 }
            return min(1, Double(cer[0]) / Double(cer[1]))
        }
        var numbers: [String: Int] = [:]
        strata = rows.map { row in
            if !isWithinPages { return 0 }
            let number = numbers[row.source] ?? numbers.count
            numbers[row.source] = number
            return number
        }
    }

    func effect(of step: StepEffects.Step, with indices: [Int]) -> StepEffects.Effect {
        let with = Set(indices)
        return effect(step, nil, with: indices, without: rows.indices.filter { !with.contains($0) })
    }

    private func effect(
        _ step: StepEffects.Step, _ parameter: (String, String, String)?, with: [Int], without: [Int]
    ) -> StepEffects.Effect {
        let all = with + without
        let contrast = Contrast(
            all.map { cer[$0] }, isWith: Array(repeating: true, count: with.count) + without.map { _ in false },
            strata: all.map { strata[$0] })
        func mean(_ indices: [Int], _ value: (Int) -> Double) -> Double? {
            indices.isEmpty ? nil : indices.reduce(0) { $0 + value($1) } / Double(indices.count)
        }
        func kept(_ index: Int) -> Double { rows[index].status == .dropped ? 0 : 1 }
        return StepEffects.Effect(
            step: step, parameter: parameter.map { (name: $0.0, more: $0.1, less: $0.2) }, contrast: contrast,
            mean: (mean(with) { cer[$0] }, mean(without) { cer[$0] }), kept: (mean(with, kept), mean(without, kept)),
            count: (with.count, without.count))
    }

    // MARK: Parameters

    func effects(
        ofParametersOf step: StepEffects.Step, at places: [(row: Int, applied: Int)]
    ) -> [StepEffects.Effect] {
        var values: [(name: String, drawn: [(index: Int, value: JSONValue)])] = []
        for (row, applied) in places {
            for (number, parameter) in rows[row].applied[applied].parameters.enumerated() {
                // A step names its parameters in the same order in nearly all rows, and a comparison is quicker than a hash.
                if number < values.count, values[number].name == parameter.name {
                    values[number].drawn.append((row, parameter.value))
                } else if let place = values.firstIndex(where: { $0.name == parameter.name }) {
                    values[place].drawn.append((row, parameter.value))
                } else {
                    values.append((parameter.name, [(row, parameter.value)]))
                }
            }
        }
        return values.flatMap { effects(of: $0.name, of: step, $0.drawn) }
    }

    private func effects(
        of name: String, of step: StepEffects.Step, _ values: [(index: Int, value: JSONValue)]
    ) -> [StepEffects.Effect] {
        let numbers = values.compactMap { one in one.value.double.map { (index: one.index, value: $0) } }
        if numbers.count == values.count { return thirds(of: name, step, numbers) }
        let words = values.compactMap { one -> (index: Int, value: String)? in
            if let flag = one.value.flag { return (one.index, flag ? "true" : "false") }
            // Colors are as good as never drawn twice.
            return one.value.text.flatMap { $0.hasPrefix("#") ? nil : (one.index, $0) }
        }
        guard words.count == values.count else { return [] }
        let levels = Set(words.map(\.value)).sorted()
        guard (2...12).contains(levels.count) else { return [] }
        // Of two levels the one says what the other says.
        return (levels.count == 2 ? [levels[1]] : levels).map { level in
            let other = levels.count == 2 ? levels[0] : "others"
            return effect(
                step, (name, level, other), with: words.filter { $0.value == level }.map(\.index),
                without: words.filter { $0.value != level }.map(\.index))
        }
    }

    /// The highest third of the values against the lowest, or the ends where few values occur.
    private func thirds(
        of name: String, _ step: StepEffects.Step, _ values: [(index: Int, value: Double)]
    ) -> [StepEffects.Effect] {
        let sorted = values.map(\.value).sorted()
        guard let least = sorted.first, let most = sorted.last, least < most else { return [] }
        var (low, high) = (sorted[(sorted.count - 1) / 3], sorted[sorted.count - 1 - (sorted.count - 1) / 3])
        if low == high { (low, high) = (least, most) }
        let upper = values.filter { $0.value >= high }
        let lower = values.filter { $0.value <= low }
        func shown(_ a: Double, _ b: Double) -> String {
            a == b ? Shown.short(a) : "\(Shown.short(a)) … \(Shown.short(b))"
        }
        return [
            effect(
                step, (name, shown(high, most), shown(least, low)), with: upper.map(\.index),
                without: lower.map(\.index))
        ]
    }
}
