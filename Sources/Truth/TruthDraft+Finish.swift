import Imaging

extension TruthDraft {
    /// The labels of a picture after every common rule: fit, edge, text, agreement. Says what it changed, and counts what is
    /// not used.
    func finished(
        as format: String, from name: String, on picture: PictureInfo, edge: EdgeLimits,
        _ rules: LineRules = LineRules()
    ) throws(TruthProblem) -> Finished {
        var draft = self
        let origin = origin ?? format
        let fit = try fit(name, picture, rules, &draft.notes)
        if let pageText {
            let truth = GroundTruth.page(pageText, origin: origin)
            return draft.finished(truth, name, picture)
        }
        let words = regions.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.words.count } }
        if words > TruthFile.wordLimit {
            throw TruthProblem(.truthTooLarge, "'\(name)' has more than \(TruthFile.wordLimit) words for one page")
        }
        if let fit { draft.regions = regions.map { fit($0) } }
        if settled == nil {
            draft.settleBaselines(rules)
            draft.forgetStrayPlaces(on: picture.size)
        }
        draft.notes += draft.hints.map { TruthProblem($0.code, "'\(name)' \($0.message)", help: $0.help) }
        let (truth, report) = GroundTruth.checked(
            draft.regions, origin: origin, size: picture.size, edge, keepsGlue: keepsGlue,
            keepsForm: rules.keepsForm)
        if var settled, settled.level == .page || (settled.hasCleanText && report.isClean) {
            if let fit { settled.regions = settled.regions.map { fit($0) } }
            return draft.finished(settled, name, picture)
        }
        if report.outside * 2 > report.pieces {
            throw TruthProblem(
                .mostlyOutside,
                "\(report.outside) of \(report.pieces) labels in '\(name)' lie outside the picture of "
                    + "\(picture.size.width) × \(picture.size.height)",
                help: "it may belong to another picture")
        }
        draft.take(report, name)
        return draft.finished(truth, name, picture)
    }

    /// Takes the place of a word that is mostly off the picture while its line lies wholly on it as one that is not known, so that
    /// the line keeps its text.
    private mutating func forgetStrayPlaces(on size: Size) {
        for r in regions.indices {
            for l in regions[r].lines.indices {
                let line = regions[r].lines[l]
                guard !line.words.isEmpty, let outline = line.outline.sound(), outline.share(within: size) > 0.999
                else {
                    continue
                }
                for w in line.words.indices {
                    guard let place = line.words[w].outline.sound(), place.share(within: size) < 0.5 else { continue }
                    regions[r].lines[l].words[w].outline = .missing
                }
            }
        }
    }

    /// What has become of a draft.
    typealias Finished = (truth: GroundTruth, notes: [TruthProblem], unused: UnusedTruth)

    /// Notes and counts what the rules of labels changed.
    private mutating func take(_ report: TruthReport, _ name: String) {
        func note(_ code: TruthCode, _ count: Int, _ message: String) {
            if count > 0 { notes.append(TruthProblem(code, "'\(name)' has \(count) \(message)")) }
        }
        note(.controlCharacters, report.controlCharacters, "control characters, which are left out")
        note(.outside, report.outside, "labels outside the picture, which are left out")
        note(.degenerate, report.degenerate, "outlines that cross themselves or enclose nothing")
        note(
            .disagreement, report.disagreements,
            "lines whose words do not make up their text; the lines' text is taken")
        note(
            .disagreement, report.placelessWords,
            "lines with words that have no place; the lines' text is taken")
        note(
            .disagreement, disagreeingRegions,
            "regions whose lines do not make up their text; the lines' text is taken")
        note(.reordered, report.reordered, "lines whose words stand out of order, and are put in the order of the text")
        unused[.controls] += report.controlCharacters
        unused[.outside] += report.outside
        unused[.outlines] += report.lostOutlines
        unused[.words] += report.lostWords
        unused[.lines] += report.lostLines
    }

    /// With the notes on what is missing.
    private func finished(_ truth: GroundTruth, _ name: String, _ picture: PictureInfo) -> Finished {
        var notes = notes
        func note(_ code: TruthCode, _ message: String) { notes.append(TruthProblem(code, "'\(name)' \(message)")) }
        if let sentence = unused.sentence { note(.unused, "holds \(sentence), which are not used") }
        let unplaced = truth.unplaced
        if unplaced > 0 {
            note(.unplaced, "has \(unplaced) lines of text without a place, which belong to the page's text only")
        }
        if truth.text?.isEmpty ?? true {
            let lines = truth.lines.count
            note(
                .noText,
                lines == 0 && truth.illegible == nil
                    ? "holds no text for page \(picture.page)"
                    : "holds \(lines) lines for page \(picture.page) and no text that can be read")
        }
        return (truth, notes, unused)
    }

    /// How the file's page lies on the picture; nil when nothing has to be moved.
    private func fit(
        _ name: String, _ picture: PictureInfo, _ rules: LineRules, _ notes: inout [TruthProblem]
    ) throws(TruthProblem) -> TruthFit? {
        guard let size else {
            if lacksSize {
                notes.append(
                    TruthProblem(
                        .unknownSize,
                        "'\(name)' does not say the size of its page; its numbers are taken as pixels of the picture"))
            }
            return rules.areStored && picture.orientation != 1 ? TruthFit(storedOn: picture) : nil
        }
        let said = "\(TruthDraft.short(size.width)) × \(TruthDraft.short(size.height))"
        let real = "\(picture.size.width) × \(picture.size.height)"
        guard let fit = TruthFit(size, on: picture) else {
            throw TruthProblem(
                .truthOfOtherSize, "'\(name)' is of a page of \(said), which is not the shape of the picture's \(real)",
                help: "it may belong to another picture")
        }
        if fit.isScaled {
            notes.append(
                TruthProblem(.scaled, "'\(name)' is of a page of \(said) and scaled to the picture's \(real)"))
        }
        return fit.isIdentity ? nil : fit
    }

    private static func short(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}

extension TruthReport {
    /// Whether no rule changed anything.
    fileprivate var isClean: Bool {
        controlCharacters + degenerate + disagreements + outside + placelessWords + reordered + lostLines == 0
    }
}
