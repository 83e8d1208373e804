internal import Engine
internal import Imaging
internal import Readability
internal import Truth

extension SourceReader {
    /// Finds out where the text of a page stands that has no outlines, where the pipeline asks for that. Throws a
    /// `TruthProblem` when nothing of it is found.
    func align(
        _ page: inout Page, _ source: String, _ judge: (any PageJudge)?
    ) throws -> TextAlignment.Report? {
        guard job.plan.input.truth.align, page.truth.level == .page, let judge, let text = page.truth.text,
            !text.allSatisfy(\.isWhitespace)
        else { return nil }
        let clean = page
        let alignment = try TextAlignment(
            text, on: clean, origin: page.truth.origin, job.plan.input.edge
        ) { attempt in
            let scripts = Script.scripts(of: text).map(\.rawValue).sorted().joined(separator: " ")
            let key = ReadingStore.Key([
                source, job.judges?.readingIdentity ?? "", "\(clean.dpi)", "align \(attempt)", scripts,
            ])
            if let known = job.readings?.reading(key) { return known }
            return try judge.reading(of: clean, saying: text, attempt: attempt).map { kept($0, of: clean, key) }
        }
        guard alignment.report.lines.numerator > 0 else {
            throw TruthProblem(
                .nothingAligned,
                "none of the \(alignment.report.lines.denominator) lines of the text was surely found on the page",
                help: "see whether it is the text of this page, and name its languages in 'readability'")
        }
        page.truth = alignment.truth
        return alignment.report
    }
}

extension TextAlignment.Report {
    /// A note where not everything was found.
    var note: TruthProblem? {
        if lines.numerator == lines.denominator { return nil }
        return TruthProblem(
            .partlyAligned,
            "\(lines.numerator) of \(lines.denominator) lines of the text were found on the page; the others are not trained on"
        )
    }
}
