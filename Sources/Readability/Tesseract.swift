import CTesseract
import Glibc
import Synchronization

/// The Tesseract library of this machine, loaded when it is first used.
public enum Tesseract {
    /// Guards making and ending recognizers: Tesseract's own globals are written to there.
    static let lock = Mutex(())

    /// Tesseract's own version, like `5.3.0`.
    public static func version() throws(RecognizerProblem) -> String {
        try functions().Version().map { String(cString: $0) } ?? ""
    }

    /// The version of the Leptonica that Tesseract reads its pictures with, like `1.82.0`; nil when it does not tell.
    public static func leptonicaVersion() throws(RecognizerProblem) -> String? {
        guard let text = try functions().leptonicaVersion?() else { return nil }
        defer { free(text) }
        return String(cString: text).split(separator: "-").last.map(String.init)
    }

    /// The functions of the library; the first call loads it.
    static func functions() throws(RecognizerProblem) -> FoxingTesseract {
        try library.get()
    }

    private static let library: Result<FoxingTesseract, RecognizerProblem> = load()

    private static func load() -> Result<FoxingTesseract, RecognizerProblem> {
        guard let handle = dlopen("libtesseract.so.5", RTLD_NOW) ?? dlopen("libtesseract.so", RTLD_NOW) else {
            return .failure(.libraryMissing(dlerror().map { String(cString: $0) } ?? "libtesseract.so.5"))
        }
        return withUnsafeTemporaryAllocation(of: FoxingTesseract.self, capacity: 1) { table in
            if let missing = foxing_tesseract_load(handle, table.baseAddress!) {
                return .failure(.libraryMissing("libtesseract.so.5 has no \(String(cString: missing))"))
            }
            return .success(table[0])
        }
    }

    /// Keeps Tesseract's parallel loops in the calling thread. They ask for four threads by clause, so that no count
    /// set from outside holds them, but they obey the number of levels that may be active, which is the thread's own.
    static func stayInThisThread(_ tesseract: FoxingTesseract) {
        tesseract.setMaxActiveLevels?(0)
    }
}
