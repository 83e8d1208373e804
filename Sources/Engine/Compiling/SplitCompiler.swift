import Diagnostics
import OperationKit
import PipelineSyntax

/// Reads `split` of a dataset.
struct SplitCompiler {
    let surroundings: Surroundings
    private(set) var findings: [Diagnostic] = []

    private static let example = Sections.split.example

    init(surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    mutating func split(_ node: Node) -> SplitPlan {
        var plan = SplitPlan()
        var reader = SectionReader(node, Sections.split)
        if SplitPlan.names.contains(where: { reader.node($0) != nil }) {
            plan.parts = SplitPlan.names.map { name in reader.node(name).flatMap { part(name, $0, &reader) } }
            if reader.findings.isEmpty { checkParts(plan.parts, &reader) }
        }
        plan.group = group(&reader)
        if let salt = reader.text("salt") { plan.salt = salt }
        plan.isExact = reader.flag("exact")
        plan.augmentsTrainingOnly = reader.text("augment") == "train"
        plan.clean = clean(&reader)
        let usesLists = plan.parts.contains { if case .list? = $0 { true } else { false } }
        if usesLists {
            for entry in reader.entries where ["salt", "exact", "by"].contains(entry.key) {
                reader.findings.append(
                    Diagnostic(
                        .noEffect, "'\(entry.key)' has no effect beside lists", at: entry.keySpan,
                        label: "lists name every source"))
            }
        }
        findings += reader.findings
        return plan
    }

    private func part(_ name: String, _ node: Node, _ reader: inout SectionReader) -> SplitPlan.Part? {
        guard let word = node.word else {
            reader.findings.append(
                Diagnostic(
                    .wrongKind, "'\(name)' takes a share, the path of a list, or 'rest'", at: node.span,
                    help: "write for example  \(Self.example)"))
            return nil
        }
        if word == "rest" { return .rest }
        let first = word.unicodeScalars.first ?? " "
        let looksLikeNumber = ("0"..."9").contains(first) || first == "." || first == "-"
        if looksLikeNumber, !word.contains("/"), !word.hasSuffix(".txt") {
            return reader.number(name).map(SplitPlan.Part.share)
        }
        if let exists = surroundings.fileExists, !exists(word) {
            reader.findings.append(
                Diagnostic(
                    .missingFile, "the list '\(word)' is not there", at: node.span,
                    help: "paths are relative to the pipeline file; a list has one id or path a line"))
        }
        return .list(word)
    }

    private func checkParts(_ parts: [SplitPlan.Part?], _ reader: inout SectionReader) {
        let shares = parts.compactMap { part -> Double? in
            if case .share(let share)? = part { share } else { nil }
        }
        let given = parts.compactMap { $0 }
        let rests = given.count { $0 == .rest }
        if !shares.isEmpty, shares.count < given.count {
            reader.findings.append(
                Diagnostic(
                    .conflictingKeys, "a split is made of shares or of lists, not of both", at: reader.span,
                    help: "write  \(Self.example)  or  split: {val: lists/val.txt, train: rest}"))
        } else if rests > 1 {
            reader.findings.append(
                Diagnostic(.conflictingKeys, "only one part can be 'rest'", at: reader.span))
        } else if shares.isEmpty, given.count == rests, rests == 1 {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'rest' without a list is everything", at: reader.span, label: "no list stands here"))
        } else if !shares.isEmpty {
            let sum = shares.reduce(0, +)
            guard abs(sum - 1) > 0.001 else { return }
            let percent = Int((sum * 1000).rounded())
            reader.findings.append(
                Diagnostic(
                    .outOfRange, "the shares of a split add up to 1", at: reader.span,
                    label: "these add up to \(percent / 1000).\(String(1000 + percent % 1000).dropFirst())",
                    help: "write for example  \(Self.example)"))
        }
    }

    private func group(_ reader: inout SectionReader) -> SplitPlan.Group {
        guard let word = reader.text("by"), let node = reader.node("by") else { return .file }
        if word == "file" { return .file }
        if word == "folder" { return .folder }
        let pattern = try? Regex(word)
        if pattern == nil || !word.contains("(") {
            reader.findings.append(
                Diagnostic(
                    .wrongKind, "'by' takes file, folder, or a regular expression with a group in parentheses",
                    at: node.span,
                    label: pattern == nil ? "this is no regular expression" : "the group is missing",
                    help: "write for example  by: '^([^_]+)_'"))
            return .file
        }
        return .pattern(word)
    }

    private func clean(_ reader: inout SectionReader) -> Set<Int> {
        guard let node = reader.node("clean") else { return [] }
        return Set(
            node.members.compactMap { member in
                let index = member.word.flatMap { SplitPlan.names.firstIndex(of: $0) }
                if index == nil || index == 0 {
                    reader.findings.append(
                        Diagnostic(
                            .unknownChoice, "'clean' takes val and test", at: member.span,
                            help: "write  clean: [val, test]"))
                }
                return index == 0 ? nil : index
            })
    }
}
