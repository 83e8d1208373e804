import Foundation

/// The folder that holds Tesseract's language models.
public struct ModelFolder: Hashable, Sendable {
    /// Its path, without a slash at the end.
    public let path: String

    private static let usual = [
        "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
        "/usr/share/tesseract/tessdata", "/usr/local/share/tessdata",
    ]

    /// The folder given, else the one that the environment names in `TESSDATA_PREFIX`, else the platform's own.
    /// Throws `modelFolderMissing`.
    public init(
        given: String? = nil, environment: [String: String]? = nil
    ) throws(RecognizerProblem) {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let named = given ?? environment["TESSDATA_PREFIX"].flatMap { $0.isEmpty ? nil : $0 }
        let tried = named.map { [$0, $0 + "/tessdata"] } ?? Self.usual
        guard let found = tried.map(Self.trimmed).first(where: { !Self.models(in: $0).isEmpty }) else {
            throw .modelFolderMissing(tried: tried)
        }
        path = found
    }

    /// The languages that have a model here, sorted; models in a subfolder are named like `script/Hangul`.
    public var languages: [String] {
        let direct = Self.models(in: path)
        let scripts = Self.models(in: path + "/script").map { "script/" + $0 }
        return direct + scripts
    }

    /// The path of a language's model file.
    public func file(of language: String) -> String { "\(path)/\(language).traineddata" }

    /// Throws `languagesMissing` unless each of the languages has a model here.
    public func require(_ wanted: [String]) throws(RecognizerProblem) {
        let installed = languages
        let missing = wanted.filter { !installed.contains($0) }
        if !missing.isEmpty { throw .languagesMissing(missing, installed: installed, folder: path) }
    }

    /// The Debian package that brings a language's model.
    public static func package(for language: String) -> String {
        // The script packages are named by four letters that do not follow from the model's name.
        if language.hasPrefix("script/") { return "tesseract-ocr-all" }
        return "tesseract-ocr-" + language.lowercased().replacing("_", with: "-")
    }

    private static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? trimmed(String(path.dropLast())) : path
    }

    private static func models(in folder: String) -> [String] {
        let suffix = ".traineddata"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }
}
