public import Imaging

/// The Tesseracts of one thread, one for each choice of languages. Each is opened when it is first needed: a model takes
/// as long to load as several lines to read, and Tesseract shares none between two of its instances but the dictionaries.
public final class Readers {
    private final class Opened {
        var recognizer: Recognizer
        init(_ languages: [String], _ folder: ModelFolder) throws(RecognizerProblem) {
            recognizer = try Recognizer(languages: languages, folder: folder)
        }
    }

    /// What may be chosen from.
    public let choice: LanguageChoice
    private let folder: ModelFolder
    private var opened: [[String]: Opened] = [:]

    /// Nothing is opened yet.
    public init(_ choice: LanguageChoice, folder: ModelFolder) {
        self.choice = choice
        self.folder = folder
    }

    /// Reads a picture with some of the languages; nil when that took longer than `seconds`.
    public func read(
        _ raster: Raster, dpi: Double, _ languages: [String], layout: PageLayout, within seconds: Double
    ) throws(RecognizerProblem) -> Reading? {
        let reader: Opened
        if let known = opened[languages] {
            reader = known
        } else {
            reader = try Opened(languages, folder)
            opened[languages] = reader
        }
        do throws(RecognizerProblem) {
            return try reader.recognizer.read(raster, dpi: dpi, layout: layout, timeLimit: seconds)
        } catch .timeLimit {
            return nil
        } catch {
            throw error
        }
    }
}
