import Diagnostics
import Imaging
import PipelineSyntax

/// Reads the sections beside `stages`.
struct SectionCompiler {
    let stages: [StagePlan]
    let surroundings: Surroundings
    private let order: [String: Int]
    var findings: [Diagnostic] = []

    init(stages: [StagePlan], surroundings: Surroundings) {
        self.stages = stages
        self.surroundings = surroundings
        order = Dictionary(stages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: input

    mutating func input(_ node: Node?) -> InputPlan {
        var plan = InputPlan()
        guard let node else { return plan }
        var reader = SectionReader(
            node, owner: "'input'", keys: LanguageKeys.input, example: "input: {images: pages/*.png}")
        plan.images = reader.texts("images")
        if let images = reader.node("images") { reader.findings += fruitless(images) }
        plan.truth = truth(&reader)
        plan.edge = edge(reader.node("edge"))
        plan.dpi = reader.number("dpi", .number(30...2400))
        plan.idsFromFile = choice("ids", ["stem", "file"], &reader) == "file"
        findings += reader.findings
        return plan
    }

    private mutating func edge(_ node: Node?) -> EdgeLimits {
        var limits = EdgeLimits.standard
        guard let node else { return limits }
        var reader = SectionReader(
            node, owner: "'edge'", keys: LanguageKeys.edge, example: "edge: {share: 0.9, end: 0.2}")
        limits.share = reader.number("share", .share(0...1)) ?? limits.share
        limits.end = reader.number("end", .number(0...100)) ?? limits.end
        findings += reader.findings
        return limits
    }

    /// Takes up what a part of a section found.
    mutating func add(_ more: [Diagnostic]) { findings += more }

    private func choice(_ key: String, _ words: [String], _ reader: inout SectionReader) -> String? {
        reader.text(key, .choice(words))
    }

    // MARK: outputs

    mutating func outputs(_ node: Node?) -> [OutputPlan] {
        let last = max(0, stages.count - 1)
        let standard = [OutputPlan(name: "image", stage: last, format: .png, quality: 90)]
        guard let node else { return standard }
        guard case .mapping(let entries) = node.content, !entries.isEmpty else {
            findings.append(
                Diagnostic(
                    .wrongShape, "'outputs' maps names to stages", at: node.span,
                    help: "write for example  outputs: {image: post}"))
            return standard
        }
        var plans: [OutputPlan] = []
        for (index, entry) in entries.enumerated() {
            if let finding = OutputNames.finding(for: index, of: entries) { findings.append(finding) }
            if let plan = output(entry) { plans.append(plan) }
        }
        return plans.isEmpty ? standard : plans
    }

    private mutating func output(_ entry: Node.Entry) -> OutputPlan? {
        guard case .mapping = entry.value.content else {
            return stage(entry.value, for: "output '\(entry.key)'").map {
                OutputPlan(name: entry.key, stage: $0, format: .png, quality: 90)
            }
        }
        var reader = SectionReader(
            entry.value, owner: "output '\(entry.key)'", keys: LanguageKeys.output,
            example: "\(entry.key): {from: post, format: jpeg, quality: 90}")
        let formats = OutputPlan.Format.allCases.map(\.rawValue)
        let format = choice("format", formats, &reader).flatMap(OutputPlan.Format.init) ?? .png
        let quality = reader.number("quality", .count(1...100))
        if let node = reader.node("quality"), format == .png || format == .tiff {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'quality' says nothing about \(format.rawValue), which loses nothing", at: node.span,
                    help: "choose  format: jpeg  or leave 'quality' out"))
        }
        findings += reader.findings
        let index = reader.node("from").map { stage($0, for: "output '\(entry.key)'") } ?? max(0, stages.count - 1)
        return index.map { OutputPlan(name: entry.key, stage: $0, format: format, quality: Int(quality ?? 90)) }
    }

    /// The index of the stage that a node names.
    private mutating func stage(_ node: Node, for owner: String) -> Int? {
        if let name = node.word, let index = order[name] { return index }
        if let name = node.word, let finding = KeyFaults.finding(for: name, at: node.span) {
            findings.append(finding)
            return nil
        }
        let names = stages.map(\.name)
        let near = node.word.flatMap { KeyFaults.suggestion(for: $0, among: names, after: findings.count) }
        let isInput = node.word.map(LanguageKeys.reservedStages.contains) ?? false
        let shown = names.count > 12 ? names.prefix(12) + ["…"] : names[...]
        let help =
            isInput
            ? "for the page as it came, add a stage without steps:  clean: {from: page}"
            : "the stages are \(shown.joined(separator: ", "))"
        findings.append(
            Diagnostic(
                .unknownStage, "\(owner) needs the name of a stage" + (node.word.map { ", and '\($0)' is none" } ?? ""),
                at: node.span, label: near, help: help))
        return nil
    }

    // MARK: readability

    mutating func readability(_ node: Node?) -> ReadabilityPlan? {
        guard let node, !node.isNull else { return nil }
        var reader = SectionReader(
            node, owner: "'readability'", keys: LanguageKeys.readability,
            example: "readability: {languages: [eng], keep: {cer: 0..0.4}}")
        let stage = reader.node("on").map { self.stage($0, for: "'on'") } ?? max(0, stages.count - 1)
        let languages = reader.texts("languages")
        checkLanguages(languages, reader.node("languages"))
        let layout = reader.number("layout", .size([3, 4, 6, 7, 11])) ?? 6
        let keep = keep(reader.node("keep"))
        let (otherwise, retries) = otherwise(reader.node("otherwise"))
        if let node = reader.node("otherwise"), reader.node("keep") == nil, reader.findings.isEmpty {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'otherwise' says what happens to pages outside 'keep', and there is no 'keep'",
                    at: node.span, help: "add for example  keep: {cer: 0..0.4}"))
        }
        let sampled = sample(reader.node("sample"))
        let marksUnread = choice("words", ["mark"], &reader) == "mark"
        let unmeasured = choice("unmeasured", ReadabilityPlan.Unmeasured.allCases.map(\.rawValue), &reader)
        let timeout = reader.number("item-timeout", .number(1...86_400)) ?? 60
        findings += reader.findings
        guard let stage else { return nil }
        return ReadabilityPlan(
            stage: stage, languages: languages.isEmpty ? ["eng"] : languages, layout: Int(layout), keep: keep,
            otherwise: otherwise, retries: retries, sampledPages: sampled.pages,
            sampledLines: sampled.lines, marksUnread: marksUnread,
            unmeasured: unmeasured.flatMap(ReadabilityPlan.Unmeasured.init) ?? .flag, timeout: timeout)
    }

    private mutating func keep(_ node: Node?) -> KeepBounds {
        var bounds = KeepBounds()
        guard let node else { return bounds }
        var reader = SectionReader(
            node, owner: "'keep'", keys: LanguageKeys.keep, example: "keep: {cer: 0..0.4}")
        bounds.cer = reader.range("cer", .number(0...1000))
        bounds.wer = reader.range("wer", .number(0...1000))
        bounds.words = reader.range("words", .share(0...1))
        bounds.confidence = reader.range("confidence", .number(0...100))
        if let confidence = reader.node("confidence"), reader.entries.count == 1 {
            reader.findings.append(
                Diagnostic(
                    .lonelyConfidence, "confidence alone does not tell whether a page can be read", at: confidence.span,
                    label: "0 on an empty page, high where three words were found",
                    help: "add a measure that compares, for example  keep: {cer: 0..0.4, confidence: 60..100}"))
        }
        findings += reader.findings
        return bounds
    }

    private mutating func otherwise(_ node: Node?) -> (ReadabilityPlan.Otherwise, retries: Int) {
        guard let node else { return (.drop, 0) }
        if case .mapping = node.content {
            var reader = SectionReader(
                node, owner: "'otherwise'", keys: LanguageKeys.otherwise, example: "otherwise: {retry: 3, then: drop}")
            let retries = reader.number("retry", .count(1...100)) ?? 3
            let then = choice("then", ReadabilityPlan.Otherwise.allCases.map(\.rawValue), &reader)
            findings += reader.findings
            return (then.flatMap(ReadabilityPlan.Otherwise.init) ?? .drop, Int(retries))
        }
        let (expression, problems) = ValueExpression.read(node, as: .choice(["drop", "flag", "retry"]))
        findings += problems
        switch expression {
        case .fixed(.word("flag"))?: return (.flag, 0)
        case .fixed(.word("retry"))?: return (.drop, 3)
        default: return (.drop, 0)
        }
    }

    private mutating func sample(_ node: Node?) -> (pages: Double, lines: Int?) {
        guard let node else { return (1, nil) }
        var reader = SectionReader(
            node, owner: "'sample'", keys: LanguageKeys.sample, example: "sample: {pages: 25%, lines: 20}")
        let pages = reader.number("pages", .share(0...1))
        let lines = reader.number("lines", .count(1...100_000))
        findings += reader.findings
        return (pages ?? 1, lines.map { Int($0) })
    }
}
