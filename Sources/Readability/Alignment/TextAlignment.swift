public import Imaging

/// Finds where the lines of a transcript stand on a page: the text stays the transcript's, the outlines come from the page.
///
/// What Tesseract read there is cut at wide gaps and each piece looked up in the transcript; a line of the transcript is
/// found when at least 70 % of its letters were read as they are, and some at both its ends. Its words are then parted at
/// the gaps of the ink. Other lines are `unaligned`: nobody trains on a guess.
public struct TextAlignment: Sendable {
    /// How much was found.
    public struct Report: Hashable, Sendable {
        /// Lines found and lines of the transcript.
        public var lines = Ratio.zero
        /// Letters of lines that were found, and all.
        public var letters = Ratio.zero
    }

    /// The labels: regions are the transcript's paragraphs.
    public let truth: GroundTruth
    /// How much was found.
    public let report: Report

    /// From this share of unaligned letters on it is worth reading the page another way.
    public static let tolerated = 0.02

    /// Looks for a transcript on a clean page, reading it another way as long as too much is missing: `read` gives the
    /// reading of that number, from 0, nil when there is no further way.
    public init(
        _ transcript: String, on page: Page, origin: String, _ edge: EdgeLimits = .standard,
        _ read: (Int) throws -> GroundTruth?
    ) rethrows {
        var readings: [GroundTruth] = []
        var best: TextAlignment?
        while let reading = try read(readings.count) {
            readings.append(reading)
            let next = TextAlignment(
                transcript, in: readings, on: page.pixels, dpi: page.dpi, origin: origin, edge)
            best = next
            let letters = next.report.letters
            if Double(letters.denominator - letters.numerator) <= Self.tolerated * Double(letters.denominator) { break }
        }
        self = best ?? TextAlignment(transcript, in: [], on: page.pixels, dpi: page.dpi, origin: origin, edge)
    }

    /// Looks for a transcript (lines by LF, paragraphs by an empty line) on a clean page, with readings of it: a line is
    /// taken from the first in which it is found. `origin` is what the labels say of where they came from.
    public init(
        _ transcript: String, in readings: [GroundTruth], on page: Raster, dpi: Double, origin: String,
        _ edge: EdgeLimits = .standard
    ) {
        let letters = transcript.precomposed.filter { !$0.isWhitespace }
        let paragraphs = Self.lines(of: transcript.precomposed)
        let ink = InkPieces(of: page, dpi: dpi)
        let matches = readings.map { TranscriptMatch(Array(letters), ReadSegment.all(of: $0)) }
        var report = Report()
        var regions: [Region] = []
        for paragraph in paragraphs {
            var lines: [TextLine] = []
            for line in paragraph {
                report.lines.denominator += 1
                report.letters.denominator += line.letters.count
                let found = Self.labels(of: line, matches, ink)
                lines += found.labels
                report.letters.numerator += found.letters
                if found.letters == line.letters.count { report.lines.numerator += 1 }
            }
            if let outline = Outline(enclosing: lines.map(\.outline)) {
                regions.append(Region(id: "", outline: outline, lines: lines))
            }
        }
        self.report = report
        var truth = GroundTruth.checked(regions, origin: origin, size: page.size, edge).truth
        // Nothing found is no page without text.
        if regions.isEmpty { truth = GroundTruth(text: nil, level: .none, origin: origin) }
        self.truth = truth
    }

    /// The labels of a line, and how many of its letters they hold: those of the reading in which most was found.
    private static func labels(
        of line: TranscriptLine, _ matches: [TranscriptMatch], _ ink: InkPieces
    ) -> (labels: [TextLine], letters: Int) {
        var best: (labels: [TextLine], letters: Int) = ([], 0)
        for match in matches {
            var (labels, letters): ([TextLine], Int) = ([], 0)
            for run in line.runs(match) {
                if let label = run.label(match, ink) {
                    labels.append(label)
                    letters += run.letters.count
                } else if let place = run.place(match) {
                    let text = run.words.map(\.text).joined(separator: " ")
                    labels.append(TextLine(id: "", outline: place, text: text, illegible: .unaligned))
                }
            }
            if letters > best.letters || best.labels.isEmpty { best = (labels, letters) }
            if letters == line.letters.count { break }
        }
        return best
    }

    private static func lines(of transcript: String) -> [[TranscriptLine]] {
        var next = 0
        var paragraphs: [[TranscriptLine]] = [[]]
        for line in transcript.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(whereSeparator: \.isWhitespace).map { word -> TranscriptLine.Piece in
                defer { next += word.count }
                return TranscriptLine.Piece(text: String(word), letters: next..<(next + word.count))
            }
            if words.isEmpty {
                paragraphs.append([])
            } else {
                paragraphs[paragraphs.count - 1].append(TranscriptLine(words: words))
            }
        }
        return paragraphs.filter { !$0.isEmpty }
    }
}
