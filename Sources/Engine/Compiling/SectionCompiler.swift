import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax

/// Reads the sections beside `stages`.
struct SectionCompiler {
    let stages: [StagePlan]
    let sections: Sections
    let formats: FormatCatalog
    let surroundings: Surroundings
    private let order: [String: Int]
    var findings: [Diagnostic] = []

    init(stages: [StagePlan], sections: Sections, formats: FormatCatalog, surroundings: Surroundings) {
        self.stages = stages
        self.sections = sections
        self.formats = formats
        self.surroundings = surroundings
        order = Dictionary(stages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: input

    mutating func input(_ node: Node?) -> InputPlan {
        var plan = InputPlan()
        guard let node else { return plan }
        var reader = SectionReader(node, sections.input)
        plan.images = reader.texts("images")
        if let images = reader.node("images") { reader.findings += fruitless(images) }
        plan.truth = truth(&reader)
        plan.edge = edge(reader.node("edge"))
        plan.dpi = reader.number("dpi")
        plan.idsFromFile = reader.text("ids") == "file"
        findings += reader.findings
        return plan
    }

    private mutating func edge(_ node: Node?) -> EdgeLimits {
        var limits = EdgeLimits.standard
        guard let node else { return limits }
        var reader = SectionReader(node, Sections.edge)
        limits.share = reader.number("share") ?? limits.share
        limits.end = reader.number("end") ?? limits.end
        findings += reader.findings
        return limits
    }

    /// Takes up what a part of a section found.
    mutating func add(_ more: [Diagnostic]) { findings += more }

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
            entry.value, Sections.output, owner: "output '\(entry.key)'",
            example: "\(entry.key): {from: post, format: jpeg, quality: 90}")
        let format = reader.choice("format") ?? OutputPlan.Format.png
        let quality = reader.count("quality")
        if let node = reader.node("quality"), format == .png || format == .tiff {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'quality' says nothing about \(format.rawValue), which loses nothing", at: node.span,
                    help: "choose  format: jpeg  or leave 'quality' out"))
        }
        findings += reader.findings
        let index = reader.node("from").map { stage($0, for: "output '\(entry.key)'") } ?? max(0, stages.count - 1)
        return index.map { OutputPlan(name: entry.key, stage: $0, format: format, quality: quality ?? 90) }
    }

    /// The index of the stage that a node names.
    mutating func stage(_ node: Node, for owner: String) -> Int? {
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
}
