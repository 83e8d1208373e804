import Imaging

extension TruthDraft {
    /// The labels of a picture after every common rule: fit, edge, text, agreement. Says what it changed.
    func finished(
        as format: String, from name: String, on picture: PictureInfo, edge: EdgeLimits
    ) throws(TruthProblem) -> (truth: GroundTruth, notes: [TruthProblem]) {
        var notes = notes
        let origin = origin ?? format
        let fit = try fit(name, picture, &notes)
        func note(_ code: TruthCode, _ message: String) { notes.append(TruthProblem(code, "'\(name)' \(message)")) }
        if let pageText {
            if pageText.isEmpty { note(.noText, "holds no text for page \(picture.page)") }
            return (GroundTruth.page(pageText, origin: origin), notes)
        }
        let words = regions.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.words.count } }
        if words > TruthFile.wordLimit {
            throw TruthProblem(.truthTooLarge, "'\(name)' has more than \(TruthFile.wordLimit) words for one page")
        }
        let (truth, report) = GroundTruth.checked(
            regions.map { fit?($0.enclosed) ?? $0.enclosed }, origin: origin, size: picture.size, edge,
            keepsGlue: keepsGlue)
        if var settled, settled.level == .page || (settled.hasCleanText && report.isClean) {
            if let fit { settled.regions = settled.regions.map { fit($0) } }
            if settled.text?.isEmpty ?? true { note(.noText, "holds no text for page \(picture.page)") }
            return (settled, notes)
        }
        if report.outside * 2 > report.pieces {
            throw TruthProblem(
                .mostlyOutside,
                "\(report.outside) of \(report.pieces) labels in '\(name)' lie outside the picture of "
                    + "\(picture.size.width) × \(picture.size.height)",
                help: "it may belong to another picture")
        }
        if report.controlCharacters > 0 {
            note(.controlCharacters, "has \(report.controlCharacters) control characters, which are left out")
        }
        if report.outside > 0 { note(.outside, "has \(report.outside) labels outside the picture, which are left out") }
        if report.degenerate > 0 {
            note(.degenerate, "has \(report.degenerate) outlines that cross themselves or enclose nothing")
        }
        if report.disagreements > 0 {
            note(
                .disagreement,
                "has \(report.disagreements) lines whose words do not make up their text; the lines' text is taken")
        }
        if truth.text?.isEmpty ?? true { note(.noText, "holds no text for page \(picture.page)") }
        return (truth, notes)
    }

    /// How the file's page lies on the picture; nil when nothing has to be moved.
    private func fit(
        _ name: String, _ picture: PictureInfo, _ notes: inout [TruthProblem]
    ) throws(TruthProblem) -> TruthFit? {
        guard let size else { return nil }
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
    fileprivate var isClean: Bool { controlCharacters + degenerate + disagreements + outside == 0 }
}

extension Region {
    /// The region with outlines made up where there are none: around the words, around the lines.
    fileprivate var enclosed: Region {
        var region = self
        region.lines = lines.compactMap { line in
            guard line.outline.points.isEmpty else { return line }
            guard let outline = Outline(enclosing: line.words.map(\.outline).filter { !$0.points.isEmpty }) else {
                return nil
            }
            var line = line
            line.outline = outline
            return line
        }
        if region.outline.points.isEmpty {
            region.outline = Outline(enclosing: region.lines.map(\.outline)) ?? region.outline
        }
        return region
    }
}

extension Outline {
    /// Of a piece whose place the file does not say.
    static let missing = Outline([])
}
