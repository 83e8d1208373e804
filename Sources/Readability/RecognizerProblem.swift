/// Why a page could not be read.
public enum RecognizerProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Tesseract itself is not installed, or too old; with the loader's message.
    case libraryMissing(String)
    /// No folder with language models was found at these places.
    case modelFolderMissing(tried: [String])
    /// These languages have no model in the folder, where those of `installed` have one.
    case languagesMissing([String], installed: [String], folder: String)
    /// Tesseract refused models that are there.
    case modelsUnusable([String], folder: String)
    /// The built-in line was read as something else.
    case selfTestFailed(read: String, expected: String)
    /// Reading the page took longer than so many seconds.
    case timeLimit(seconds: Double)
    /// Tesseract gave up on a page of that size.
    case pageRefused(width: Int, height: Int)

    /// One sentence that says what is wrong.
    public var message: String {
        switch self {
        case .libraryMissing(let reason): "Tesseract cannot be loaded: \(reason)"
        case .modelFolderMissing(let tried):
            "no folder with Tesseract's language models; looked at \(tried.joined(separator: ", "))"
        case .languagesMissing(let missing, let installed, let folder):
            "no Tesseract model for \(missing.joined(separator: ", ")) in \(folder); "
                + (installed.isEmpty ? "no language is installed" : "installed: \(installed.joined(separator: ", "))")
        case .modelsUnusable(let languages, let folder):
            "Tesseract cannot use the models for \(languages.joined(separator: ", ")) in \(folder)"
        case .selfTestFailed(let read, let expected):
            "Tesseract reads the built-in line \"\(expected)\" as \"\(read)\""
        case .timeLimit(let seconds): "reading the page took longer than \(seconds) s"
        case .pageRefused(let width, let height): "Tesseract cannot read a page of \(width) × \(height) pixels"
        }
    }

    /// The message and what to do about it.
    public var description: String { hint.map { "\(message); \($0)" } ?? message }

    /// What to do about it, when something can be said.
    public var hint: String? {
        switch self {
        case .libraryMissing: "install the package libtesseract5"
        case .modelFolderMissing: "install the package tesseract-ocr, or name the folder in TESSDATA_PREFIX"
        case .languagesMissing(let missing, _, _):
            "install " + missing.map(ModelFolder.package(for:)).joined(separator: " ")
        case .modelsUnusable(let languages, _):
            "these models may be damaged or without an LSTM part; install "
                + languages.map(ModelFolder.package(for:)).joined(separator: " ") + " again"
        case .pageRefused(let width, let height) where max(width, height) > Int(Int16.max):
            "pages that are read have at most \(Int16.max) pixels on a side; crop or scale them before they are read"
        case .selfTestFailed, .timeLimit, .pageRefused: nil
        }
    }
}
