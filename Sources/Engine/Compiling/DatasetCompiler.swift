import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax

/// Reads the section `dataset`: one set, or a list of them.
struct DatasetCompiler {
    let outputs: [OutputPlan]
    let formats: FormatCatalog
    let surroundings: Surroundings
    /// Where labels come from, as far as that is known.
    let truth: TruthPlan?
    private(set) var findings: [Diagnostic] = []
    private var taken: Set<String> = []

    private let declaration: SectionDeclaration

    init(outputs: [OutputPlan], formats: FormatCatalog, surroundings: Surroundings, truth: TruthPlan? = nil) {
        self.outputs = outputs
        self.formats = formats
        declaration = Sections(formats).dataset
        self.surroundings = surroundings
        self.truth = truth
    }

    mutating func datasets(_ node: Node?) -> [DatasetPlan] {
        guard let node, !node.isNull else { return [] }
        if case .sequence(let members) = node.content { return members.compactMap { dataset($0) } }
        return [dataset(node)].compactMap { $0 }
    }

    private mutating func dataset(_ node: Node) -> DatasetPlan? {
        var reader = SectionReader(node, declaration)
        guard case .mapping = node.content else {
            findings += reader.findings
            return nil
        }
        let unit = unit(&reader)
        let chosen = chosenFormats(&reader, unit)
        var plan = DatasetPlan(unit: unit ?? .line, formats: chosen)
        plan.output = output(&reader)
        plan.crops = crops(&reader)
        plan.takesFlagged = reader.text("flagged") != "skip"
        plan.form = reader.choice("normal") ?? plan.form
        plan.options = reader.options(formats.setOptions)
        checkUse(of: plan, &reader)
        checkTruth(of: plan, &reader)
        if let split = reader.node("split") {
            var compiler = SplitCompiler(surroundings: surroundings)
            plan.split = compiler.split(split)
            reader.findings += compiler.findings
        }
        findings += reader.findings
        checkNames(of: plan, node)
        return unit == nil || chosen.isEmpty ? nil : plan
    }

    private func unit(_ reader: inout SectionReader) -> LabelUnit? {
        guard reader.node("unit") != nil else {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'dataset' needs 'unit', what one label speaks of", at: reader.span,
                    help: "add  unit: page, line  or  word"))
            return nil
        }
        return reader.choice("unit")
    }

    private func chosenFormats(_ reader: inout SectionReader, _ unit: LabelUnit?) -> [SetFormatDeclaration] {
        let all = formats.sets.map(\.name)
        guard let node = reader.node("format") else {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'dataset' needs 'format', one or a list of them", at: reader.span,
                    help: "the formats are \(all.joined(separator: ", "))"))
            return []
        }
        return node.members.compactMap { member in
            guard let word = member.word, let format = formats.set(named: word) else {
                reader.findings.append(
                    Diagnostic(
                        .unknownChoice, "there is no format '\(member.word ?? "")'", at: member.span,
                        label: member.word.flatMap { nearestName(to: $0, among: all) }.map { "did you mean '\($0)'?" },
                        help: "the formats are \(all.joined(separator: ", "))"))
                return nil
            }
            if let unit, !format.units.contains(unit) {
                reader.findings.append(
                    Diagnostic(
                        .conflictingKeys, "'\(word)' cannot hold \(unit.rawValue)s", at: member.span,
                        label: "unit is \(unit.rawValue)",
                        help: "'\(word)' takes  unit: \(format.units.map(\.rawValue).joined(separator: " or "))"))
            }
            return format
        }
    }

    private func output(_ reader: inout SectionReader) -> Int {
        guard let node = reader.node("output") else { return 0 }
        if let name = node.word, let index = outputs.firstIndex(where: { $0.name == name }) { return index }
        let names = outputs.map(\.name)
        reader.findings.append(
            Diagnostic(
                .unknownChoice, "'output' needs the name of an output" + (node.word.map { ", '\($0)' is none" } ?? ""),
                at: node.span,
                label: node.word.flatMap { nearestName(to: $0, among: names) }.map { "did you mean '\($0)'?" },
                help: "the outputs are \(names.joined(separator: ", "))"))
        return 0
    }

    private func crops(_ reader: inout SectionReader) -> CropPlan {
        var crops = CropPlan()
        crops.padding = reader.range("padding") ?? crops.padding
        crops.straighten = reader.number("straighten")
        crops.options.height = reader.count("height")
        crops.options.minHeight = reader.number("min-height") ?? crops.options.minHeight
        crops.options.maxLength = reader.count("max-length")
        crops.options.minContrast = reader.count("min-contrast") ?? crops.options.minContrast
        crops.options.vertical = reader.choice("vertical") ?? crops.options.vertical
        return crops
    }

    /// Warns of keys that none of the formats uses, and of pictures that a reader would not find.
    private func checkUse(of plan: DatasetPlan, _ reader: inout SectionReader) {
        guard !plan.formats.isEmpty else { return }
        func warn(_ entry: Node.Entry, _ users: String) {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'\(entry.key)' has no effect here", at: entry.keySpan, label: "used only by \(users)"))
        }
        if !plan.formats.contains(where: { $0.holdsCrops(plan.unit) }) {
            for entry in reader.given(Sections.crops) { warn(entry, "formats that hold lines or words") }
        }
        let used = Set(plan.formats.flatMap { $0.options.map(\.name) })
        for option in formats.setOptions where !used.contains(option.name) {
            let users = formats.sets.filter { $0.options.contains { $0.name == option.name } }.map(\.name)
            for entry in reader.given([option]) { warn(entry, users.joined(separator: ", ")) }
        }
        guard plan.output < outputs.count, let node = reader.node("format") else { return }
        let output = outputs[plan.output]
        for format in plan.formats where format.pngUnits.contains(plan.unit) && output.format != .png {
            reader.findings.append(
                Diagnostic(
                    .conflictingKeys, "'\(format.name)' looks for pages as PNG files", at: node.span,
                    help: "output '\(output.name)' is written as \(output.format.rawValue); choose another output"))
        }
    }

    /// Words cannot be had from lines; no text is cut up by guessing.
    private func checkTruth(of plan: DatasetPlan, _ reader: inout SectionReader) {
        guard let truth, let source = formats.truth(named: truth.name), source.givesLinesOnly(truth.options),
            plan.unit == .word, let node = reader.node("unit"), !plan.formats.isEmpty,
            !plan.formats.allSatisfy(\.holdsTrees)
        else { return }
        let isFlat = if case .entries = source.outlines { true } else { false }
        reader.findings.append(
            Diagnostic(
                .conflictingKeys, "the set is to hold words, and '\(truth.name)' gives lines", at: node.span,
                label: "write  line",
                help: isFlat
                    ? "where its entries are words, say so:  truth: {from: \(truth.name), …, level: word}"
                    : "or give truth with an outline for each word, such as hocr, alto or page"))
    }

    /// Two sets may not meet in one folder.
    private mutating func checkNames(of plan: DatasetPlan, _ node: Node) {
        let output = plan.output > 0 && plan.output < outputs.count ? outputs[plan.output].name : nil
        for format in plan.formats {
            let name = plan.name(format, outputName: output)
            guard !taken.insert(name).inserted else { continue }
            findings.append(
                Diagnostic(
                    .conflictingKeys, "two sets would be written to 'sets/\(name)'", at: node.span,
                    help: "leave one of them out, or take another output or unit"))
        }
    }
}
