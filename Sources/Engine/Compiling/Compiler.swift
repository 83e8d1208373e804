public import Diagnostics
public import OperationKit
public import PipelineSyntax

/// What the checker may ask about the machine it runs on. Without an answer (nil) it does not judge.
public struct Surroundings: Sendable {
    /// Whether a file that the pipeline names is there; the path is as written.
    public var fileExists: (@Sendable (String) -> Bool)?
    /// The pictures in a folder that a step names, each as a step would name it, in order; nil where that is no folder.
    public var picturesIn: (@Sendable (String) -> [String]?)?
    /// The languages that Tesseract can read here. Asked only when a pipeline has a readability check.
    public var installedLanguages: (@Sendable () -> [String])?
    /// What is wrong with printing that text, such as a character that no font has.
    public var fontProblem: (@Sendable (String) -> String?)?
    /// Whether a pattern of `input.images` finds a picture; the pattern is as written.
    public var findsImages: (@Sendable (String) -> Bool)?
    /// The judges that the calling program has.
    public var judges: (@Sendable () -> [String])?

    public init(
        fileExists: (@Sendable (String) -> Bool)? = nil, picturesIn: (@Sendable (String) -> [String]?)? = nil,
        installedLanguages: (@Sendable () -> [String])? = nil, fontProblem: (@Sendable (String) -> String?)? = nil,
        findsImages: (@Sendable (String) -> Bool)? = nil, judges: (@Sendable () -> [String])? = nil
    ) {
        self.fileExists = fileExists
        self.picturesIn = picturesIn
        self.installedLanguages = installedLanguages
        self.fontProblem = fontProblem
        self.findsImages = findsImages
        self.judges = judges
    }
}

/// Turns the tree of a pipeline file into a plan: names are resolved, values checked, the graph proven to be one.
public struct Compiler: Sendable {
    private let catalog: Catalog
    private let formats: FormatCatalog
    private let sections: Sections
    private let surroundings: Surroundings

    /// `catalog` and `formats` are what a pipeline may name.
    public init(catalog: Catalog, formats: FormatCatalog = .empty, surroundings: Surroundings = Surroundings()) {
        self.catalog = catalog
        self.formats = formats
        sections = Sections(formats)
        self.surroundings = surroundings
    }

    /// The plan, and all findings at once, one for each place. There is a plan only when no finding is an error.
    /// `defaultName` is the pipeline's name where the file gives none.
    public func compile(_ tree: Node, defaultName: String) -> (plan: Plan?, findings: [Diagnostic]) {
        var top = SectionReader(tree, sections.pipeline, sections: sections)
        checkVersion(&top)
        let name = top.text("pipeline") ?? defaultName
        let seed = top.number("seed") ?? 0
        let variants = top.count("variants") ?? 1

        var stageCompiler = StageCompiler(catalog: catalog, surroundings: surroundings)
        guard let stagesNode = top.node("stages") else {
            return (nil, top.findings + (missingStages(tree, top).map { [$0] } ?? []))
        }
        stageCompiler.compile(stagesNode)
        let stages = stageCompiler.stages
        var sections = SectionCompiler(
            stages: stages, sections: sections, formats: formats, surroundings: surroundings)
        let input = sections.input(top.node("input"))
        let found = sections.findings.count
        let outputs = sections.outputs(top.node("outputs"))
        let knowsOutputs = !sections.findings[found...].contains { $0.severity == .error }
        let readability = sections.readability(top.node("readability"))
        sections.checkTruth(input, readability, top)
        sections.checkTruth(input, ofSets: top)
        sections.checkOwnTruth(input, top.node("input"), isRead: top.node("readability") != nil)
        var sets = DatasetCompiler(
            outputs: outputs, formats: formats, surroundings: surroundings, truth: input.truth)
        let datasets = sets.datasets(top.node("dataset"))
        var findings = top.findings + stageCompiler.findings + sections.findings + sets.findings

        let plan = Plan(
            name: name, seed: UInt64(bitPattern: Int64(seed)), variants: variants, input: input, stages: stages,
            outputs: outputs, readability: readability, datasets: datasets)
        if !stages.isEmpty {
            var checker = GraphChecker(plan: plan, doubts: stageCompiler.doubts)
            checker.knowsUses =
                knowsOutputs && !findings.contains { [.unknownStage, .cycle, .upwardReference].contains($0.code) }
            findings +=
                checker.findings() + TruthChecker(plan: plan, doubts: stageCompiler.doubts, formats: formats).findings()
        }
        findings += plan.stepsWithoutBand
        let isWrong = findings.contains { $0.severity == .error }
        return (isWrong ? nil : plan, Compiler.onePerPlace(findings))
    }

    /// The findings in file order. Of several about the same text the first error stays, else the first.
    private static func onePerPlace(_ findings: [Diagnostic]) -> [Diagnostic] {
        var places: [Span: Int] = [:]
        var kept: [Diagnostic] = []
        for finding in findings {
            guard let span = finding.span, let place = places[span] else {
                if let span = finding.span { places[span] = kept.count }
                kept.append(finding)
                continue
            }
            if finding.severity > kept[place].severity { kept[place] = finding }
        }
        return DiagnosticRenderer.sorted(withoutSwallowed(kept))
    }

    /// Without the warnings about a part of what an error is about.
    private static func withoutSwallowed(_ findings: [Diagnostic]) -> [Diagnostic] {
        let errors = findings.filter { $0.severity == .error }.compactMap(\.span)
            .sorted { ($0.source.index, $0.lower) < ($1.source.index, $1.lower) }
        var reach: [(start: Span, upper: Int)] = []
        for span in errors {
            let before = reach.last.flatMap { $0.start.source == span.source ? $0.upper : nil } ?? 0
            reach.append((span, max(before, span.upper)))
        }
        return findings.filter { finding in
            guard finding.severity == .warning, let span = finding.span else { return true }
            let behind = reach.partitioned { ($0.start.source.index, $0.start.lower) > (span.source.index, span.lower) }
            guard behind > 0, reach[behind - 1].start.source == span.source else { return true }
            return reach[behind - 1].upper < span.upper
        }
    }

    private func checkVersion(_ top: inout SectionReader) {
        guard let node = top.node("version"), node.word != "1" else { return }
        let what = node.word.map { "this file is written in version \($0) of the language" }
        top.findings.append(
            Diagnostic(
                .unsupportedVersion, what ?? "the version of the language is a number", at: node.span,
                label: "this program reads version 1", help: "write  version: 1  or leave the key out"))
    }

    /// Nil where the file has something else that must be put right first.
    private func missingStages(_ tree: Node, _ top: SectionReader) -> Diagnostic? {
        let isMisspelled = top.entries.contains { nearestName(to: $0.key, among: ["stages", "steps"]) != nil }
        if isMisspelled { return nil }
        let help = "add for example  stages: {scan: [subtle-noise, jpeg]}"
        if tree.isNull {
            return Diagnostic(
                .missingKey, "the pipeline is empty", at: tree.span, help: "a pipeline needs 'stages'; \(help)")
        }
        guard case .mapping = tree.content else { return nil }
        return Diagnostic(
            .missingKey, "a pipeline needs 'stages'", at: Span(tree.span.lower, tree.span.lower, in: tree.span.source),
            help: help)
    }
}

extension Array {
    /// The index of the first element for which `isBehind` holds, in an array where those elements come last.
    fileprivate func partitioned(_ isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
