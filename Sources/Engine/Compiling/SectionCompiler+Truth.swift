import Diagnostics
import PipelineSyntax

extension SectionCompiler {
    /// `truth: NAME` or `truth: {from: NAME, files: PATH, …}`.
    mutating func truth(_ section: inout SectionReader) -> TruthPlan {
        var plan = TruthPlan()
        guard let node = section.node("truth") else { return plan }
        let names = ["auto", "none", "self"] + TruthPlan.formats
        guard case .mapping = node.content else {
            plan.name = section.text("truth", .choice(names)) ?? plan.name
            checkFiles(plan, node)
            return plan
        }
        var reader = SectionReader(
            node, owner: "'truth'",
            keys: LanguageKeys.truth,
            example: "truth: {from: paddleocr, files: labels/train.txt}")
        if reader.node("from") == nil {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'truth' needs 'from', the format", at: node.span,
                    help: "the formats are \(names.joined(separator: ", "))"))
        }
        plan.name = reader.text("from", .choice(names)) ?? plan.name
        plan.files = reader.text("files")
        plan.root = reader.text("root")
        plan.level = reader.text("level", .choice(["line", "word"]))
        plan.hasLanguage = reader.flag("language") ?? false
        plan.leavesBadRows = reader.text("bad-rows", .choice(["fail", "leave"])) == "leave"
        plan.minConfidence = reader.number("min-confidence", .number(0...100)) ?? plan.minConfidence
        plan.minWords = reader.number("min-words", .count(0...1_000_000)).map { Int($0) } ?? plan.minWords
        add(reader.findings)
        checkFiles(plan, node)
        return plan
    }

    private mutating func checkFiles(_ plan: TruthPlan, _ node: Node) {
        guard TruthPlan.folderWide.contains(plan.name), plan.files == nil else { return }
        add([
            Diagnostic(
                .missingKey, "'\(plan.name)' is one file for many pictures, which has to be named", at: node.span,
                help: "write for example  truth: {from: \(plan.name), files: labels/train.txt}")
        ])
    }

    /// `truth: self` reads as `readability` says, so it needs that section.
    mutating func checkOwnTruth(_ input: InputPlan, _ node: Node?, isRead: Bool) {
        guard input.truth.name == "self", !isRead, let node else { return }
        add([
            Diagnostic(
                .missingKey, "'truth: self' reads the clean pages, and no 'readability' says how", at: node.span,
                help: "add for example  readability: {languages: [eng]}")
        ])
    }
}
