import Diagnostics
import Imaging
import PipelineSyntax

/// Reads the section `dataset`: one set, or a list of them.
struct DatasetCompiler {
    let outputs: [OutputPlan]
    let surroundings: Surroundings
    /// Where labels come from, as far as that is known.
    let truth: TruthPlan?
    private(set) var findings: [Diagnostic] = []
    private var taken: Set<String> = []

    private static let example = "dataset: {unit: line, format: tesstrain}"

    init(outputs: [OutputPlan], surroundings: Surroundings, truth: TruthPlan? = nil) {
        self.outputs = outputs
        self.surroundings = surroundings
        self.truth = truth
    }

    mutating func datasets(_ node: Node?) -> [DatasetPlan] {
        guard let node, !node.isNull else { return [] }
        if case .sequence(let members) = node.content { return members.compactMap { dataset($0) } }
        return [dataset(node)].compactMap { $0 }
    }

    private mutating func dataset(_ node: Node) -> DatasetPlan? {
        var reader = SectionReader(node, owner: "'dataset'", keys: LanguageKeys.dataset, example: Self.example)
        guard case .mapping = node.content else {
            findings += reader.findings
            return nil
        }
        let unit = unit(&reader)
        let formats = formats(&reader, unit)
        var plan = DatasetPlan(unit: unit ?? .line, formats: formats)
        plan.output = output(&reader)
        plan.crops = crops(&reader)
        plan.takesFlagged = reader.text("flagged", .choice(["keep", "leave"])) != "leave"
        plan.boxes = reader.text("box", .choice(DatasetPlan.Boxes.allCases.map(\.rawValue)))
            .flatMap(DatasetPlan.Boxes.init)
        plan.writesPolygons = reader.text("points", .choice(["quad", "polygon"])) == "polygon"
        plan.license = reader.text("license")
        checkUse(of: plan, &reader)
        checkTruth(of: plan, &reader)
        if let split = reader.node("split") {
            var compiler = SplitCompiler(surroundings: surroundings)
            plan.split = compiler.split(split)
            reader.findings += compiler.findings
        }
        findings += reader.findings
        checkNames(of: plan, node)
        return unit == nil || formats.isEmpty ? nil : plan
    }

    private func unit(_ reader: inout SectionReader) -> DatasetPlan.Unit? {
        guard reader.node("unit") != nil else {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'dataset' needs 'unit', what one label speaks of", at: reader.span,
                    help: "add  unit: page, line  or  word"))
            return nil
        }
        return reader.text("unit", .choice(DatasetPlan.Unit.allCases.map(\.rawValue))).flatMap(DatasetPlan.Unit.init)
    }

    private func formats(_ reader: inout SectionReader, _ unit: DatasetPlan.Unit?) -> [DatasetPlan.Format] {
        let all = DatasetPlan.Format.allCases.map(\.rawValue)
        guard let node = reader.node("format") else {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'dataset' needs 'format', one or a list of them", at: reader.span,
                    help: "the formats are \(all.joined(separator: ", "))"))
            return []
        }
        let members: [Node]
        if case .sequence(let nodes) = node.content { members = nodes } else { members = [node] }
        var formats: [DatasetPlan.Format] = []
        for member in members {
            guard let word = member.word, let format = DatasetPlan.Format(rawValue: word) else {
                reader.findings.append(
                    Diagnostic(
                        .unknownChoice, "there is no format '\(member.word ?? "")'", at: member.span,
                        label: member.word.flatMap { nearestName(to: $0, among: all) }.map { "did you mean '\($0)'?" },
                        help: "the formats are \(all.joined(separator: ", "))"))
                continue
            }
            if let unit, !format.units.contains(unit) {
                reader.findings.append(
                    Diagnostic(
                        .conflictingKeys, "'\(word)' cannot hold \(unit.rawValue)s", at: member.span,
                        label: "unit is \(unit.rawValue)",
                        help: "'\(word)' takes  unit: \(format.units.map(\.rawValue).joined(separator: " or "))"))
            }
            formats.append(format)
        }
        return formats
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

    private func crops(_ reader: inout SectionReader) -> CropOptions {
        var crops = CropOptions()
        if let padding = reader.number("padding", .number(0...4)) { crops.padding = padding }
        crops.height = reader.number("height", .count(4...4096)).map { Int($0) }
        if let height = reader.number("min-height", .number(0...4096)) { crops.minHeight = height }
        crops.maxLength = reader.number("max-length", .count(1...1_000_000)).map { Int($0) }
        if let contrast = reader.number("min-contrast", .count(0...255)) { crops.minContrast = Int(contrast) }
        if let vertical = reader.text("vertical", .choice(CropOptions.Vertical.allCases.map(\.rawValue))) {
            crops.vertical = CropOptions.Vertical(rawValue: vertical) ?? .keep
        }
        return crops
    }

    /// Warns of keys that none of the formats heeds, and of pictures that a reader would not find.
    private func checkUse(of plan: DatasetPlan, _ reader: inout SectionReader) {
        guard !plan.formats.isEmpty else { return }
        let cropKeys = ["padding", "height", "min-height", "max-length", "min-contrast", "vertical"]
        let uses: [(keys: [String], isUsed: Bool, whom: String)] = [
            (cropKeys, plan.formats.contains { $0.holdsCrops(plan.unit) }, "formats that hold lines or words"),
            (["box"], plan.formats.contains(.tesstrain), "tesstrain"),
            (["points"], plan.formats.contains(.paddleDetection), "paddleocr-det"),
            (["license"], plan.formats.contains(.huggingface), "huggingface"),
        ]
        for use in uses where !use.isUsed {
            for entry in reader.entries where use.keys.contains(entry.key) {
                reader.findings.append(
                    Diagnostic(
                        .noEffect, "'\(entry.key)' has no effect here", at: entry.keySpan,
                        label: "heeded only by \(use.whom)"))
            }
        }
        guard plan.output < outputs.count, let node = reader.node("format") else { return }
        let output = outputs[plan.output]
        for format in plan.formats where format.wantsPNG(plan.unit) && output.format != .png {
            reader.findings.append(
                Diagnostic(
                    .conflictingKeys, "'\(format.rawValue)' looks for pages as PNG files", at: node.span,
                    help: "output '\(output.name)' is written as \(output.format.rawValue); choose another output"))
        }
    }

    /// Words cannot be had from lines; no text is cut up by guessing.
    private func checkTruth(of plan: DatasetPlan, _ reader: inout SectionReader) {
        guard let truth, truth.givesLinesOnly, plan.unit == .word, let node = reader.node("unit"),
            !plan.formats.isEmpty, !plan.formats.allSatisfy(\.holdsTrees)
        else { return }
        let isFlat = TruthPlan.flat.contains(truth.name)
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
