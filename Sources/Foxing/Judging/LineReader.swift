internal import Engine
public import Imaging
internal import Jobs
internal import Readability

/// What was read on a picture.
public struct ReadText: Sendable {
    public let text: String
    /// 0…100; 0 where nothing is known of it.
    public let confidence: Double

    /// A text with how sure its reader is, 0…100.
    public init(_ text: String, confidence: Double = 0) {
        self.text = text
        self.confidence = confidence
    }
}

/// Reads in place of Tesseract: a judge of the program that uses this library, which pipelines name in
/// `readability: {judge: …}`. Called on several threads at once. What it throws costs the variant, and the run goes on.
public protocol LineReader: Sendable {
    /// What manifests and messages call it.
    var name: String { get }

    /// What its readings depend on, such as a model's name and version; a run is resumed only with the same.
    var identity: String { get }

    /// The texts of lines, each cut out upright, in the order of the pictures; as many as there are.
    func read(lines pictures: [Raster], dpi: Double) throws -> [ReadText]

    /// The text of a page whose lines are not known.
    func read(page: Raster, dpi: Double) throws -> ReadText
}

/// Has a judge of the calling program read pages.
final class OwnReader: VariantReader {
    private let judge: any LineReader
    private var page: Page?

    init(_ judge: any LineReader) {
        self.judge = judge
    }

    func turn(to page: Page) { self.page = page }

    func readPage() throws -> Reading {
        guard let page else { return Reading(text: "", confidence: 0) }
        let read = try judging { try judge.read(page: page.pixels, dpi: page.dpi) }
        return Reading(text: read.text, confidence: read.confidence)
    }

    func read(_ lines: [Stretch]) throws -> [Reading] {
        guard let page else { return [] }
        let pictures = lines.map { $0.picture(of: page.pixels, fits: false).raster }
        let read = try judging { try judge.read(lines: pictures, dpi: page.dpi) }
        guard read.count == lines.count else {
            throw JudgeFault("the judge '\(judge.name)' gave \(read.count) texts for \(lines.count) lines")
        }
        return read.map { Reading(text: $0.text, confidence: $0.confidence) }
    }

    private func judging<T>(_ body: () throws -> T) throws(JudgeFault) -> T {
        do {
            return try body()
        } catch {
            throw JudgeFault("the judge '\(judge.name)' failed: \(error)")
        }
    }
}
