internal import Engine
internal import Imaging
internal import Jobs
internal import Readability

/// Reads pages with one Tesseract for each choice of languages, and compares what it read.
final class TesseractJudge: PageJudge {
    private let setting: TesseractJudges
    private let layout: PageLayout
    private let readers: Readers

    init(_ setting: TesseractJudges) {
        self.setting = setting
        layout = PageLayout(rawValue: setting.plan.layout) ?? .block
        readers = Readers(setting.choice, folder: setting.folder)
    }

    func reference(for clean: Page) throws -> JudgeReference? {
        let size = clean.pixels.size
        if clean.truth.level != .none {
            // Agreement with a reading of its own does not measure correctness.
            let kind: Reference = clean.truth.origin == "self" ? .own : .truth
            return JudgeReference(kind: kind.rawValue, truth: clean.truth, size: size)
        }
        guard let reading = try readWhole(clean, languagesOfUnknownText), reading.isEnoughForReference else {
            return nil
        }
        return JudgeReference(kind: Reference.own.rawValue, truth: reading.labels(), size: size)
    }

    func labels(of clean: Page, minConfidence: Double) throws -> GroundTruth {
        guard let reading = try readWhole(clean, languagesOfUnknownText) else { return .page("", origin: "self") }
        return reading.labels(on: clean, minConfidence: minConfidence, setting.edge)
    }

    func reading(of clean: Page, saying text: String, attempt: Int) throws -> GroundTruth? {
        // One column of lines of any size keeps the lines whole; columns are told apart by their gaps. What it takes for
        // no text may be some when the page is one block.
        let layouts: [PageLayout] = [.column, .block]
        guard attempt < layouts.count else { return nil }
        let reading = try readers.read(
            clean.pixels, dpi: clean.dpi, try languages(for: text), layout: layouts[attempt],
            within: setting.plan.timeout)
        return reading?.labels(on: clean, minConfidence: 0, setting.edge)
    }

    func judge(
        _ result: StageResult, against reference: JudgeReference, _ chance: RandomStream
    ) throws -> Judged {
        let kind = Reference(rawValue: reference.kind) ?? .truth
        let labels =
            kind == .truth
            ? result.page.truth : reference.truth.moved(by: result.moves, from: reference.size, setting.edge)
        do {
            let finding =
                labels.level == .page || labels.hasUnplacedText || setting.readsWholePages
                ? try findWhole(result.page, labels, kind) : try findLines(result.page, labels, kind, chance)
            guard let finding else { return .unmeasured("not read within \(setting.plan.timeout) s") }
            return .measured(finding.judgement(setting.engine, setting.models, on: setting.stage, labels))
        } catch let unknown as UnknownScript {
            return .unmeasured(unknown.description)
        }
    }

    // MARK: Line by line

    /// nil when that took too long.
    private func findLines(
        _ page: Page, _ labels: GroundTruth, _ kind: Reference, _ chance: RandomStream
    ) throws -> Finding? {
        var course = ReadingCourse(setting.plan, labels, as: kind, columns: Stretch.columns, chance)
        let scripts = Script.scripts(of: labels.text ?? "")
        let start = ContinuousClock.now
        let isDone = try course.run { stretches in
            var readings: [(reading: Reading, size: Size)] = []
            for stretch in stretches {
                let spent = start.duration(to: .now) / .seconds(1)
                guard spent < setting.plan.timeout else { return nil }
                let languages = try languages(for: stretch.label.text, on: scripts)
                let picture = stretch.picture(of: page.pixels)
                let reading = try readers.read(
                    picture.raster, dpi: page.dpi * picture.scale, languages, layout: .line,
                    within: setting.plan.timeout - spent)
                guard let reading else { return nil }
                readings.append((picture.inPlace(reading), picture.size))
            }
            return readings
        }
        return isDone ? course.finding() : nil
    }

    private func languages(for text: String, on page: Set<Script> = []) throws -> [String] {
        let languages = readers.choice.languages(for: text, on: page)
        if languages.isEmpty { throw UnknownScript(scripts: Script.scripts(of: text), known: readers.choice.languages) }
        return languages
    }

    // MARK: The page as a whole

    /// nil when that took too long or the labels know no text.
    private func findWhole(_ page: Page, _ labels: GroundTruth, _ kind: Reference) throws -> Finding? {
        let text = labels.text ?? ""
        let languages = setting.readsWholePages ? readers.choice.languages : try languages(for: text)
        guard let reading = try readWhole(page, languages),
            let scores = Scores(reading, against: labels, as: kind, by: Metric(rawValue: setting.plan.metric) ?? .usual)
        else { return nil }
        var finding = Finding(scores: scores, layout: layout)
        finding.judge(by: Bounds(setting.plan.keep), setting.plan.bands.map { Band(name: $0.name, range: $0.cer) })
        return finding
    }

    /// All that were named; else the one for text without letters, as nothing is known of the page.
    private var languagesOfUnknownText: [String] {
        setting.plan.languages.isEmpty ? readers.choice.languages(for: "") : setting.plan.languages
    }

    private func readWhole(_ page: Page, _ languages: [String]) throws -> Reading? {
        try readers.read(page.pixels, dpi: page.dpi, languages, layout: layout, within: setting.plan.timeout)
    }
}

/// Text that no model at hand is for.
private struct UnknownScript: Error, CustomStringConvertible {
    let scripts: Set<Script>
    let known: [String]

    var description: String {
        let names = scripts.map(\.rawValue).sorted().joined(separator: ", ")
        let packages = scripts.map { ModelFolder.package(for: $0.usualLanguage) }.sorted().joined(separator: " ")
        return
            "none of the languages \(known.joined(separator: ", ")) is written in \(names); install \(packages), or name "
            + "another language in 'readability'"
    }
}

extension Reading {
    /// The reading as truth of its page; words of less than `minConfidence` (0…100) are not to be trained on.
    func labels(on page: Page, minConfidence: Double, _ edge: EdgeLimits) -> GroundTruth {
        var regions = labels().regions
        var words = words.makeIterator()
        for r in regions.indices {
            for l in regions[r].lines.indices {
                for w in regions[r].lines[l].words.indices {
                    guard let word = words.next() else { break }
                    regions[r].lines[l].words[w].confidence = word.confidence
                    regions[r].lines[l].words[w].illegible = word.confidence < minConfidence ? .marked : nil
                }
            }
        }
        return GroundTruth.checked(regions, origin: "self", size: page.pixels.size, edge, keepsGlue: true).truth
    }
}
