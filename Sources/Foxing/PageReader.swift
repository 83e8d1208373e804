public import Imaging
internal import Readability

/// Reads single pictures with Tesseract and compares them with what should stand there.
public final class PageReader {
    private let readers: Readers
    private let languages: [String]
    private let layout: PageLayout
    private let metric: Metric
    private let timeout: Double

    /// What was read on a page.
    public struct Result: Sendable {
        public let text: String
        /// 0…100; 0 when nothing was read.
        public let confidence: Double
        /// Character errors and characters of the truth; nil without truth.
        public let cer: [Int]?
        /// Word errors and words of the truth; nil without truth.
        public let wer: [Int]?
        /// Words found and words of the truth; nil without truth.
        public let words: [Int]?
        /// By line of the truth, where it has outlines.
        public let lines: [Line]
        /// The truth with the words that were not found marked as unread.
        public let marked: GroundTruth
    }

    /// One line of the truth and what was read there.
    public struct Line: Sendable {
        public let text: String
        public let read: String
        public let outline: Outline
        /// Character errors and characters.
        public let cer: [Int]
        /// Word errors and words.
        public let wer: [Int]
        /// The words that were not found.
        public let misread: [String]
    }

    /// The page segmentation modes of Tesseract that find text.
    public static let layouts = PageLayout.allCases.map(\.rawValue)
    /// The names of the recipes by which texts are compared, the usual one first.
    public static let metrics = Metric.allCases.map(\.rawValue)

    /// `layout` is Tesseract's page segmentation mode, `metric` one of `metrics`, `timeout` in seconds. Throws
    /// `MissingOnMachine`.
    public init(
        languages: [String], layout: Int = 6, metric: String = PageReader.metrics[0], tessdata: String? = nil,
        timeout: Double = 60
    ) throws {
        do {
            let folder = try ModelFolder(given: tessdata)
            try folder.require(languages)
            _ = try Tesseract.version()
            readers = Readers(LanguageChoice(languages), folder: folder)
        } catch {
            throw MissingOnMachine(message: error.message, help: error.hint)
        }
        self.languages = languages
        self.layout = PageLayout(rawValue: layout) ?? .block
        self.metric = Metric(rawValue: metric) ?? .usual
        self.timeout = timeout
    }

    /// Reads a page and compares the reading with its truth, where it has one.
    public func read(_ page: Page) throws -> Result {
        let reading = try read(page, languages, layout)
        let scores = page.truth.level == .none ? nil : Scores(reading, against: page.truth, as: .truth, by: metric)
        let lines = LineFinding.all(of: reading, on: page.truth, by: metric).map { line in
            Line(
                text: line.text, read: line.read, outline: line.outline, cer: line.characters.pair,
                wer: line.words.pair,
                misread: line.misread)
        }
        return Result(
            text: reading.text, confidence: reading.confidence, cer: scores?.cer.pair,
            wer: scores?.wer.pair, words: scores?.words.pair, lines: lines,
            marked: scores.map { page.truth.marking(unread: $0.unread) } ?? page.truth)
    }

    /// Finds where the text of a page stands that has no outlines; the page as it is where that is known, or nothing of it
    /// is found. How many of how many lines were found is given beside it.
    public func aligned(_ page: Page) throws -> (page: Page, found: [Int]) {
        guard page.truth.level == .page, let text = page.truth.text, !text.allSatisfy(\.isWhitespace) else {
            return (page, [0, 0])
        }
        let layouts: [PageLayout] = [.column, .block]
        let chosen = readers.choice.languages(for: text)
        let alignment = try TextAlignment(text, on: page, origin: page.truth.origin) { attempt in
            guard attempt < layouts.count else { return nil }
            return try read(page, chosen.isEmpty ? languages : chosen, layouts[attempt]).labels()
        }
        var aligned = page
        if alignment.report.lines.numerator > 0 { aligned.truth = alignment.truth }
        return (aligned, alignment.report.lines.pair)
    }

    private func read(_ page: Page, _ languages: [String], _ layout: PageLayout) throws -> Reading {
        do {
            let reading = try readers.read(page.pixels, dpi: page.dpi, languages, layout: layout, within: timeout)
            guard let reading else { throw RecognizerProblem.timeLimit(seconds: timeout) }
            return reading
        } catch let problem as RecognizerProblem {
            throw UnreadPage(description: problem.message)
        }
    }

    /// The languages that can be read on this machine.
    public static func languages(tessdata: String? = nil) -> [String] {
        (try? ModelFolder(given: tessdata))?.languages ?? []
    }
}

/// A page that Tesseract gave up on.
public struct UnreadPage: Error, CustomStringConvertible {
    public let description: String
}
