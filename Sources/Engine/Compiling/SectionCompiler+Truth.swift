import Diagnostics
import OperationKit
import PipelineSyntax

extension SectionCompiler {
    /// `truth: NAME` or `truth: {from: NAME, files: PATH, …}`.
    mutating func truth(_ section: inout SectionReader) -> TruthPlan {
        var plan = TruthPlan()
        guard let node = section.node("truth") else { return plan }
        guard case .mapping = node.content else {
            plan.name = section.text("truth") ?? plan.name
            checkFiles(plan, node)
            return plan
        }
        var reader = SectionReader(node, sections.truth)
        if reader.node("from") == nil {
            let names = Sections.TruthWord.all + formats.truth.map(\.name)
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'truth' needs 'from', the format", at: node.span,
                    help: "the formats are \(names.joined(separator: ", "))"))
        }
        plan.name = reader.text("from") ?? plan.name
        plan.files = reader.text("files")
        plan.options = reader.options(formats.truthOptions)
        plan.align = reader.flag("align")
        if plan.align, [Sections.TruthWord.none, Sections.TruthWord.own].contains(plan.name),
            let node = reader.node("align")
        {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'align' looks for a text on the page, and 'from: \(plan.name)' gives none",
                    at: node.span,
                    help: "leave 'align' out, or name where the text is:  from: auto"))
        }
        plan.minConfidence = reader.number("min-confidence") ?? plan.minConfidence
        plan.minWords = reader.count("min-words") ?? plan.minWords
        add(reader.findings)
        checkFiles(plan, node)
        return plan
    }

    private mutating func checkFiles(_ plan: TruthPlan, _ node: Node) {
        guard formats.truth(named: plan.name)?.isFolderWide == true, plan.files == nil else { return }
        add([
            Diagnostic(
                .missingKey, "'\(plan.name)' is one file for many pictures, which has to be named", at: node.span,
                help: "write for example  truth: {from: \(plan.name), files: labels/train.txt}")
        ])
    }

    /// `truth: self` reads as `readability` says, so it needs that section.
    mutating func checkOwnTruth(_ input: InputPlan, _ node: Node?, isRead: Bool) {
        guard input.truth.name == Sections.TruthWord.own, !isRead, let node else { return }
        add([
            Diagnostic(
                .missingKey, "'truth: self' reads the clean pages, and no 'readability' says how", at: node.span,
                help: "add for example  readability: {languages: [eng]}")
        ])
    }
}
