public import Diagnostics
public import Imaging
public import OperationKit
public import PipelineSyntax

/// A pipeline file after every check: what to do with a page, complete and without names left to look up.
public struct Plan: Sendable {
    public let name: String
    public let seed: UInt64
    /// Variants per page, at least 1.
    public let variants: Int
    public let input: InputPlan
    /// In the order of the file; an input always stands above.
    public let stages: [StagePlan]
    /// The first is the training image.
    public let outputs: [OutputPlan]
    public let readability: ReadabilityPlan?
    /// Training sets to write beside the pictures.
    public var datasets: [DatasetPlan] = []

    /// The stages that an output or the readability check depends on, by index into `stages`.
    public var neededStages: Set<Int> {
        stages(above: outputs.map(\.stage) + (readability.map { [$0.stage] } ?? []))
    }

    /// These stages and all that they depend on.
    package func stages(above roots: [Int]) -> Set<Int> {
        var needed: Set<Int> = []
        var waiting = roots
        while let index = waiting.popLast() {
            guard needed.insert(index).inserted else { continue }
            for case .stage(let above) in stages[index].inputs { waiting.append(above) }
        }
        return needed
    }

    /// The same plan with another seed or number of variants.
    public func with(seed: UInt64?, variants: Int?) -> Plan {
        Plan(
            name: name, seed: seed ?? self.seed, variants: variants ?? self.variants, input: input, stages: stages,
            outputs: outputs, readability: readability, datasets: datasets)
    }

    /// The same plan with its pages from elsewhere.
    package func with(input: InputPlan) -> Plan {
        Plan(
            name: name, seed: seed, variants: variants, input: input, stages: stages, outputs: outputs,
            readability: readability, datasets: datasets)
    }

    /// The same plan without one step, such as `2.1` of a stage; all others draw what they drew with it. nil when there is
    /// no such step.
    package func without(step place: String, of stage: String) -> Plan? {
        guard let index = stages.firstIndex(where: { $0.name == stage }) else { return nil }
        let old = stages[index]
        guard let steps = old.steps.without(place) else { return nil }
        var stages = stages
        stages[index] = StagePlan(
            name: old.name, span: old.span, inputs: old.inputs, merge: old.merge, chance: old.chance, steps: steps)
        return Plan(
            name: name, seed: seed, variants: variants, input: input, stages: stages, outputs: outputs,
            readability: readability, datasets: datasets)
    }

    /// Every text that a step may print.
    public var printedTexts: Set<String> {
        var texts: Set<String> = []
        for stage in stages {
            stage.steps.forEachOperation { step in texts.formUnion(step.printedTexts) }
        }
        return texts
    }

    /// Every program that it starts, with its arguments: to read in place of Tesseract, and to carry out steps.
    public var commands: [[String]] {
        let reader = readability?.command ?? []
        return (reader.isEmpty ? [] : [reader]) + stepCommands.filter { $0 != reader }
    }

    /// Those of them that carry out steps, each once.
    public var stepCommands: [[String]] {
        var commands: [[String]] = []
        forEachEntry { entry in
            if !entry.program.isEmpty, !commands.contains(entry.program) { commands.append(entry.program) }
        }
        return commands
    }

    /// The steps that were declared while the program ran, each once: names, and what their results depend on.
    public var stepsFromElsewhere: [(name: String, identity: String)] {
        var steps: [(name: String, identity: String)] = []
        forEachEntry { entry in
            guard !entry.identity.isEmpty, entry.program.isEmpty,
                !steps.contains(where: { $0.name == entry.manual.name })
            else { return }
            steps.append((entry.manual.name, entry.identity))
        }
        return steps
    }

    private func forEachEntry(_ body: (CatalogEntry) -> Void) {
        for stage in stages {
            stage.steps.forEachOperation { step in
                if case .operation(let entry, _) = step.kind { body(entry) }
            }
        }
    }

    /// Every file that a step names, as written.
    public var pictureNames: Set<String> {
        var names: Set<String> = []
        for stage in stages {
            stage.steps.forEachOperation { step in names.formUnion(step.pictureNames) }
        }
        return names
    }
}

/// Where the pages come from.
public struct InputPlan: Sendable {
    /// Patterns relative to the pipeline file; empty when the file names none.
    public var images: [String] = []
    public var truth = TruthPlan()
    /// How much of a text must stay on the page for it to be trained on.
    public var edge = EdgeLimits.standard
    /// The resolution of pages whose files do not say it, in pixels per inch.
    public var dpi: Double?
    /// Whether a source's name takes up the file's extension, so that `a.png` and `a.tif` can stand side by side.
    public var idsFromFile = false
}

/// Where the text of the pages comes from.
public struct TruthPlan: Sendable, Hashable {
    /// `auto`, `none`, `self` or the name of a format.
    public var name = "auto"
    /// A path relative to the pipeline file, with `{dir}`, `{stem}` and `{name}` for the picture's folder, its name
    /// without extension and its name, `{path}` and `{page}`; nil for the usual names beside the picture.
    public var files: String?
    /// What is given for the options of the format.
    public var options = FormatOptions()
    /// Whether text without outlines is looked for on the page.
    public var align = false
    /// With `self`: words read with less than this confidence, 0…100, are not trained on.
    public var minConfidence = 80.0
    /// With `self`: pages with fewer legible words fail.
    public var minWords = 1

    /// The richest format beside each picture.
    public init(name: String = "auto", files: String? = nil) {
        self.name = name
        self.files = files
    }
}

/// What a stage starts from.
public enum StageInput: Sendable, Hashable {
    case page
    case blank
    /// An index into `Plan.stages`.
    case stage(Int)
}

/// How several inputs of a stage become one.
public enum Merge: String, Sendable, CaseIterable {
    case multiply, darken, lighten, screen, overlay, average, over
}

/// One stage of the graph.
public struct StagePlan: Sendable {
    public let name: String
    public let span: Span
    public let inputs: [StageInput]
    public let merge: Merge
    /// The chance that the stage runs at all.
    public let chance: Double
    public let steps: [StepPlan]
}

/// One step of a stage: an operation, or a combinator of steps.
public struct StepPlan: Sendable {
    public let kind: Kind
    /// The chance that the step runs.
    public let chance: Double
    /// Its weight among the members of a `one-of` or `some-of`.
    public let weight: Double
    /// Names the step's streams: its name and how many of that name stand before it in the same list.
    public let key: String
    /// Its place for people: `3`, or `2.1` inside a combinator.
    public let place: String
    public let span: Span

    public indirect enum Kind: Sendable {
        case operation(CatalogEntry, ParameterSet)
        case oneOf([StepPlan])
        case someOf(count: ValueExpression, [StepPlan])
        case shuffle([StepPlan])
        case sequence([StepPlan])
        case `repeat`(times: ValueExpression, [StepPlan])
    }

    /// What it prints on the page.
    fileprivate var printedTexts: [String] {
        guard case .operation(let entry, _) = kind, entry.printsTexts else { return [] }
        return words { $0 == .text }
    }

    /// The files that its parameters name.
    var pictureNames: [String] { words { $0 == .path || $0 == .optional(.path) } }

    /// What the parameters of some kinds may be.
    fileprivate func words(_ isWanted: (ValueKind) -> Bool) -> [String] {
        guard case .operation(let entry, let values) = kind else { return [] }
        return entry.parameters.flatMap { parameter -> [String] in
            isWanted(parameter.kind) ? values[parameter.name]?.words ?? [] : []
        }
    }
}

extension StepPlan {
    /// The same step with another way of doing it.
    fileprivate func doing(_ kind: Kind) -> StepPlan {
        StepPlan(kind: kind, chance: chance, weight: weight, key: key, place: place, span: span)
    }

    /// A step that draws its place among its neighbors and does nothing.
    fileprivate var emptied: StepPlan { doing(.sequence([])) }
}

extension [StepPlan] {
    /// The steps with that at `place`, inside combinators too, doing nothing; nil when there is none.
    fileprivate func without(_ place: String) -> [StepPlan]? {
        for (index, step) in enumerated() {
            guard let changed = step.place == place ? step.emptied : step.kind.without(place).map(step.doing) else {
                continue
            }
            var steps = self
            steps[index] = changed
            return steps
        }
        return nil
    }

    /// Visits every operation, inside combinators too, in order.
    public func forEachOperation(_ body: (StepPlan) -> Void) {
        for step in self {
            switch step.kind {
            case .operation: body(step)
            case .oneOf(let steps), .shuffle(let steps), .sequence(let steps): steps.forEachOperation(body)
            case .someOf(_, let steps), .repeat(_, let steps): steps.forEachOperation(body)
            }
        }
    }
}

extension StepPlan.Kind {
    /// A combinator with one of its members doing nothing; nil when that is none of them.
    fileprivate func without(_ place: String) -> StepPlan.Kind? {
        switch self {
        case .operation: nil
        case .oneOf(let steps): steps.without(place).map { .oneOf($0) }
        case .someOf(let count, let steps): steps.without(place).map { .someOf(count: count, $0) }
        case .shuffle(let steps): steps.without(place).map { .shuffle($0) }
        case .sequence(let steps): steps.without(place).map { .sequence($0) }
        case .repeat(let times, let steps): steps.without(place).map { .repeat(times: times, $0) }
        }
    }
}

extension ValueExpression {
    /// All words that the expression can give.
    var words: [String] {
        switch self {
        case .fixed(.word(let word)): [word]
        case .choice(let members): members.flatMap(\.value.words)
        default: []
        }
    }

    /// The same with each word for which `members` has several drawn evenly from those.
    func spread(_ members: (String) -> [String]?) -> ValueExpression {
        switch self {
        case .fixed(.word(let word)):
            guard let all = members(word), let first = all.first else { return self }
            return all.count == 1 ? .fixed(.word(first)) : .choice(all.map { Weighted(.fixed(.word($0))) })
        case .choice(let weighted):
            return .choice(
                weighted.flatMap { member -> [Weighted] in
                    let spread = member.value.spread(members)
                    guard case .choice(let inner) = spread else { return [Weighted(spread, weight: member.weight)] }
                    return inner.map { Weighted($0.value, weight: member.weight * $0.weight / Double(inner.count)) }
                })
        default: return self
        }
    }
}

/// One picture that a variant leaves on disk.
public struct OutputPlan: Sendable {
    public enum Format: String, Sendable, CaseIterable { case png, jpeg, webp, tiff }

    public let name: String
    /// An index into `Plan.stages`.
    public let stage: Int
    public let format: Format
    /// 1…100, for JPEG and WebP.
    public let quality: Int
}
