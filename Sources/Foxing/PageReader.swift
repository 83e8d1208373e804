public import Imaging
internal import Readability

/// Reads single pictures with Tesseract and compares them with what should stand there.
public final class PageReader {
    private var recognizer: Recognizer
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
    }

    /// The page segmentation modes of Tesseract that find text.
    public static let layouts = PageLayout.allCases.map(\.rawValue)

    /// `layout` is Tesseract's page segmentation mode, `timeout` in seconds. Throws `MissingOnMachine`.
    public init(languages: [String], layout: Int = 6, tessdata: String? = nil, timeout: Double = 60) throws {
        do {
            recognizer = try Recognizer(
                languages: languages, folder: ModelFolder(given: tessdata),
                layout: PageLayout(rawValue: layout) ?? .block)
        } catch {
            throw MissingOnMachine(message: error.message, help: error.hint)
        }
        self.timeout = timeout
    }

    /// Reads a page and compares the reading with its truth, where it has one.
    public func read(_ page: Page) throws -> Result {
        let reading: Reading
        do {
            reading = try recognizer.read(page.pixels, dpi: page.dpi, timeLimit: timeout)
        } catch {
            throw UnreadPage(description: error.message)
        }
        let scores = page.truth.level == .none ? nil : Scores(reading, against: page.truth, as: .truth)
        return Result(
            text: reading.text, confidence: reading.confidence, cer: scores?.cer.pair,
            wer: scores?.wer.pair, words: scores?.words.pair)
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
