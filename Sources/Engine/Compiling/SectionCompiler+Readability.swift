import Diagnostics
import OperationKit
import PipelineSyntax

extension SectionCompiler {
    /// `readability`; nil without that section.
    mutating func readability(_ node: Node?) -> ReadabilityPlan? {
        guard let node, !node.isNull else { return nil }
        var reader = SectionReader(node, Sections.readability)
        var plan = ReadabilityPlan()
        let stage = reader.node("on").map { self.stage($0, for: "'on'") } ?? max(0, stages.count - 1)
        plan.command = command(reader.node("engine"))
        plan.judge = judge(&reader)
        let languages = reader.texts("languages").filter { $0 != Sections.automaticLanguages }
        plan.languages = languages
        // Another reader knows other languages.
        if plan.command.isEmpty, plan.judge == nil { checkLanguages(languages, reader.node("languages")) }
        plan.layout = reader.count("layout") ?? plan.layout
        plan.keep = keep(reader.node("keep"))
        (plan.otherwise, plan.retries) = otherwise(&reader)
        if let node = reader.node("otherwise"), reader.node("keep") == nil, reader.findings.isEmpty {
            reader.findings.append(
                Diagnostic(
                    .noEffect, "'otherwise' says what happens to pages outside 'keep', and there is no 'keep'",
                    at: node.span, help: "add for example  keep: {cer: 0..0.4}"))
        }
        effort(&reader, &plan)
        plan.metric = reader.text("metric") ?? plan.metric
        plan.bands = bands(&reader)
        let attempts = reader.count("attempts") ?? 8
        plan.attempts = plan.bands.contains { $0.share != nil } ? attempts : 1
        plan.marksUnread = reader.text("words") == "mark"
        plan.unmeasured = reader.choice("unmeasured") ?? plan.unmeasured
        plan.timeout = reader.number("item-timeout") ?? plan.timeout
        checkEffort(&reader, plan)
        findings += reader.findings
        guard let stage else { return nil }
        plan.stage = stage
        return plan
    }

    private mutating func command(_ node: Node?) -> [String] {
        guard let node else { return [] }
        var reader = SectionReader(node, Sections.engine)
        let command = reader.texts("command")
        if command.isEmpty, reader.findings.isEmpty {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'engine' needs 'command', the program that reads", at: node.span,
                    help: "write for example  \(Sections.engine.example)"))
        }
        findings += reader.findings
        return command
    }

    /// The judge that the section names, when the calling program has it.
    private func judge(_ section: inout SectionReader) -> String? {
        guard let node = section.node("judge"), let name = section.text("judge") else { return nil }
        if let engine = section.node("engine") {
            section.findings.append(
                Diagnostic(
                    .conflictingKeys, "'judge' and 'engine' both read in place of Tesseract", at: node.span,
                    help: "leave one of them out", related: [Diagnostic.Related(engine.span, "the other reader")]))
        }
        if let judges = surroundings.judges?(), !judges.contains(name) {
            section.findings.append(
                Diagnostic(
                    .unknownJudge, "there is no judge '\(name)' in this program", at: node.span,
                    label: nearestName(to: name, among: judges).map { "did you mean '\($0)'?" },
                    help: judges.isEmpty
                        ? "judges are functions of a program that uses the library; the program foxing starts one with  "
                            + "engine: {command: [python3, judge.py]}"
                        : "its judges are \(judges.joined(separator: ", "))"))
        }
        return name
    }

    private mutating func keep(_ node: Node?) -> KeepBounds {
        var bounds = KeepBounds()
        guard let node else { return bounds }
        var reader = SectionReader(node, Sections.keep)
        bounds.cer = reader.range("cer")
        bounds.wer = reader.range("wer")
        bounds.words = reader.range("words")
        bounds.confidence = reader.range("confidence")
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

    /// `otherwise` as a word, or as a mapping with the number of tries.
    private mutating func otherwise(_ section: inout SectionReader) -> (ReadabilityPlan.Otherwise, retries: Int) {
        let isMapping = if case .mapping? = section.node("otherwise")?.content { true } else { false }
        let word = isMapping ? "retry" : section.text("otherwise") ?? ""
        if let verdict = ReadabilityPlan.Otherwise(rawValue: word) { return (verdict, 0) }
        // The word alone is a mapping that leaves everything out.
        let node = section.node("otherwise").flatMap { isMapping ? $0 : nil }
        var reader = SectionReader(node ?? Node(.mapping([]), at: section.span), Sections.otherwise)
        let retries = reader.count("retry") ?? 1
        let then: ReadabilityPlan.Otherwise? = reader.choice("then")
        findings += reader.findings
        return (then ?? .drop, retries)
    }

    // MARK: Effort

    /// `effort` as a word or in numbers; `sample` is its older spelling.
    private mutating func effort(_ section: inout SectionReader, _ plan: inout ReadabilityPlan) {
        let (effort, sample) = (section.node("effort"), section.node("sample"))
        if let effort, let sample {
            section.findings.append(
                Diagnostic(
                    .conflictingKeys, "'sample' is an older spelling of 'effort'", at: sample.span,
                    help: "leave one of them out", related: [Diagnostic.Related(effort.span, "both say what is read")]))
        }
        if let effort, case .mapping = effort.content {
            amounts(effort, Sections.effort, &plan)
        } else if let effort {
            plan.effort = section.text("effort") == "decided" && !effort.isNull ? .decided : .full
        } else if let sample {
            amounts(sample, Sections.sample, &plan)
        }
    }

    private mutating func amounts(_ node: Node, _ section: SectionDeclaration, _ plan: inout ReadabilityPlan) {
        var reader = SectionReader(node, section)
        plan.sampledPages = reader.number("pages") ?? 1
        if let lines = reader.count("lines") { plan.effort = .lines(lines) }
        findings += reader.findings
    }

    /// Says so where `decided` has to read everything.
    private func checkEffort(_ reader: inout SectionReader, _ plan: ReadabilityPlan) {
        guard plan.effort == .decided, plan.needsAll, let node = reader.node("effort") else { return }
        let reason =
            if plan.marksUnread { "'words: mark' needs every word" } else if plan.keep.confidence != nil {
                "the confidence of a page is known when all of it is read"
            } else if plan.metric != ReadabilityPlan.metrics[0] {
                "the metric '\(plan.metric)' compares whole pages"
            } else { "without 'keep' or 'bands' there is nothing to decide" }
        reader.findings.append(
            Diagnostic(
                .noEffect, "\(reason), so 'effort: decided' reads every line", at: node.span,
                help: "write  effort: full, or leave the other key out"))
    }

    // MARK: Bands

    private mutating func bands(_ section: inout SectionReader) -> [BandPlan] {
        var bands: [BandPlan] = []
        for entry in entries(of: "bands", &section) {
            guard let range = section.range(of: entry, in: "bands") else { continue }
            if let other = bands.first(where: {
                $0.cer.lowerBound < range.upperBound && range.lowerBound < $0.cer.upperBound
            }) {
                section.findings.append(
                    Diagnostic(
                        .conflictingKeys, "the bands '\(other.name)' and '\(entry.key)' overlap", at: entry.value.span,
                        help: "a page belongs to one band; where one ends the next may begin"))
            }
            bands.append(BandPlan(name: entry.key, cer: range))
        }
        quota(&section, &bands)
        return bands
    }

    private mutating func quota(_ section: inout SectionReader, _ bands: inout [BandPlan]) {
        var sum = 0.0
        let quota = entries(of: "quota", &section)
        for entry in quota {
            guard let share = section.share(of: entry, in: "quota"), !bands.isEmpty else { continue }
            guard let index = bands.firstIndex(where: { $0.name == entry.key }) else {
                let names = bands.map(\.name)
                section.findings.append(
                    Diagnostic(
                        .unknownKey, "there is no band '\(entry.key)'", at: entry.keySpan,
                        label: KeyFaults.suggestion(for: entry.key, among: names, after: section.findings.count),
                        help: "the bands are \(names.joined(separator: ", "))"))
                continue
            }
            bands[index].share = share
            sum += share
        }
        if let node = section.node("quota"), !quota.isEmpty, bands.isEmpty {
            section.findings.append(
                Diagnostic(
                    .noEffect, "'quota' shares out bands, and there are no 'bands'", at: node.span,
                    help: "add for example  bands: \(Sections.readability["bands"]?.example ?? "")"))
        }
        guard let node = section.node("quota"), !quota.isEmpty, !bands.isEmpty, section.findings.isEmpty,
            abs(sum - 1) > 0.001
        else {
            return
        }
        section.findings.append(
            Diagnostic(
                .outOfRange, "the shares of 'quota' add up to \((sum * 1000).rounded() / 10)%", at: node.span,
                label: "100% is expected"))
    }

    private func entries(of key: String, _ section: inout SectionReader) -> [Node.Entry] {
        guard let node = section.node(key), !node.isNull else { return [] }
        if case .mapping(let entries) = node.content { return entries }
        section.findings.append(
            Diagnostic(
                .wrongShape, "'\(key)' maps names of bands to numbers", at: node.span,
                help: "write for example  \(key): \(Sections.readability[key]?.example ?? "")"))
        return []
    }
}
