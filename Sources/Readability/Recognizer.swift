import CTesseract
public import Imaging
import Synchronization

/// One Tesseract, for one thread at a time: it has a single owner and cannot be copied. Only the LSTM models are used,
/// everything runs in the calling thread, and what was read before has no influence on what is read next.
public struct Recognizer: ~Copyable {
    /// Tesseract's names of the languages, the main one first.
    public let languages: [String]
    /// Where their models are.
    public let folder: ModelFolder
    /// What a picture is taken for unless `read` is told otherwise.
    public let layout: PageLayout

    private let tesseract: FoxingTesseract
    private let engine: OpaquePointer
    /// Whether the models put blanks only where they saw some; the others put one between all words.
    private let seesBlanks: Bool

    /// Loads the models of the languages, the main one first. Throws `libraryMissing`, `languagesMissing` or
    /// `modelsUnusable`.
    public init(languages: [String], folder: ModelFolder, layout: PageLayout = .block) throws(RecognizerProblem) {
        try folder.require(languages)
        let tesseract = try Tesseract.functions()
        Tesseract.stayInThisThread(tesseract)
        let engine = Tesseract.lock.withLock { _ in
            Self.start(tesseract, languages: languages.joined(separator: "+"), folder: folder.path)
        }
        guard let engine else { throw .modelsUnusable(languages, folder: folder.path) }
        self.tesseract = tesseract
        self.engine = engine
        var value: Int32 = 0
        seesBlanks = tesseract.BaseAPIGetBoolVariable(engine, "preserve_interword_spaces", &value) != 0 && value != 0
        self.languages = languages
        self.folder = folder
        self.layout = layout
    }

    deinit {
        Tesseract.lock.withLock { _ in
            tesseract.BaseAPIEnd(engine)
            tesseract.BaseAPIDelete(engine)
        }
    }

    private static func start(_ tesseract: FoxingTesseract, languages: String, folder: String) -> OpaquePointer? {
        guard let engine = tesseract.BaseAPICreate() else { return nil }
        // What Tesseract has to say goes to the standard error of the whole process, so it is not let speak.
        _ = tesseract.BaseAPISetVariable(engine, "debug_file", "/dev/null")
        guard tesseract.BaseAPIInit4(engine, folder, languages, OEM_LSTM_ONLY, nil, 0, nil, nil, 0, 0) == 0 else {
            tesseract.BaseAPIDelete(engine)
            return nil
        }
        _ = tesseract.BaseAPISetVariable(engine, "debug_file", "/dev/null")
        // Pages are dark on light; trying each doubtful line the other way round would double its cost.
        _ = tesseract.BaseAPISetVariable(engine, "tessedit_do_invert", "0")
        return engine
    }

    /// Sets a variable of Tesseract, to measure what it does.
    package mutating func set(_ name: String, _ value: String) {
        _ = tesseract.BaseAPISetVariable(engine, name, value)
    }

    /// Reads a picture with `dpi` pixels per inch. A crop of one line that is blank is not shown to Tesseract, which
    /// would invent text. The time limit, in seconds, is looked at between words. Throws `timeLimit` or `pageRefused`.
    public mutating func read(
        _ raster: Raster, dpi: Double, layout: PageLayout? = nil, timeLimit: Double? = nil
    ) throws(RecognizerProblem) -> Reading {
        let layout = layout ?? self.layout
        if layout.isCrop, raster.isBlank() { return Reading(words: []) }
        Tesseract.stayInThisThread(tesseract)
        // Sixteen bits hold its coordinates.
        guard max(raster.width, raster.height) <= Int(Int16.max) else {
            throw .pageRefused(width: raster.width, height: raster.height)
        }
        defer { tesseract.BaseAPIClear(engine) }
        tesseract.BaseAPISetPageSegMode(engine, TessPageSegMode(rawValue: UInt32(layout.rawValue)))
        raster.inGray().withPlane { plane in
            tesseract.BaseAPISetImage(
                engine, plane.base, Int32(plane.width), Int32(plane.height), 1, Int32(plane.stride))
        }
        // Outside these it would guess from the letters. In this order what is no number counts as the least.
        tesseract.BaseAPISetSourceResolution(engine, Int32(min(2400, max(70, dpi.rounded()))))
        try recognize(raster.size, within: timeLimit)
        return words()
    }

    private func recognize(_ size: Size, within timeLimit: Double?) throws(RecognizerProblem) {
        guard let timeLimit else {
            if tesseract.BaseAPIRecognize(engine, nil) != 0 {
                throw .pageRefused(width: size.width, height: size.height)
            }
            return
        }
        let monitor = tesseract.MonitorCreate()
        defer { tesseract.MonitorDelete(monitor) }
        // A deadline of 0 would stand for none.
        let milliseconds = min(1e9, max(1, timeLimit * 1000))
        tesseract.MonitorSetDeadlineMSecs(monitor, Int32(milliseconds))
        let start = ContinuousClock.now
        guard tesseract.BaseAPIRecognize(engine, monitor) != 0 else { return }
        // The same number stands for a failure and for a page that ran out of time.
        if start.duration(to: .now) >= .milliseconds(Int64(milliseconds)) { throw .timeLimit(seconds: timeLimit) }
        throw .pageRefused(width: size.width, height: size.height)
    }

    /// What the page that was recognized last holds, in reading order.
    private func words() -> Reading {
        guard let results = tesseract.BaseAPIGetIterator(engine) else { return Reading(words: []) }
        defer { tesseract.ResultIteratorDelete(results) }
        var words: [RecognizedWord] = []
        var (block, line) = (-1, -1)
        var rest: Substring = ""
        var before: Baseline?
        repeat {
            let place = tesseract.ResultIteratorGetPageIteratorConst(results)
            // Asking for each word whether it begins a line walks the whole line each time.
            let baseline = baseline(of: place)
            if baseline != before {
                if tesseract.PageIteratorIsAtBeginningOf(place, RIL_BLOCK) != 0 { block += 1 }
                line += 1
                if seesBlanks { rest = text(of: results, RIL_TEXTLINE)[...] }
                before = baseline
            }
            let text = text(of: results, RIL_WORD)
            guard !text.allSatisfy(\.isWhitespace), let outline = outline(of: place) else { continue }
            // Only the line's text tells whether a blank stands between two words: Chinese words have none.
            let blanks = rest.prefix(while: \.isWhitespace)
            let isGlued = seesBlanks && words.last?.line == line && blanks.isEmpty && rest.hasPrefix(text)
            rest = rest.dropFirst(blanks.count).dropFirst(text.count)
            words.append(
                RecognizedWord(
                    text: text, outline: outline,
                    confidence: Double(tesseract.ResultIteratorConfidence(results, RIL_WORD)),
                    block: max(block, 0), line: max(line, 0), glued: isGlued))
        } while tesseract.ResultIteratorNext(results, RIL_WORD) != 0
        return Reading(words: words)
    }

    private func text(of results: OpaquePointer, _ level: TessPageIteratorLevel) -> String {
        guard let bytes = tesseract.ResultIteratorGetUTF8Text(results, level) else { return "" }
        defer { tesseract.DeleteText(bytes) }
        return String(cString: bytes)
    }

    /// Where a line begins and ends; no two lines of a page share it.
    private struct Baseline: Equatable {
        var (x1, y1, x2, y2): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    }

    private func baseline(of place: OpaquePointer?) -> Baseline {
        var line = Baseline()
        _ = tesseract.PageIteratorBaseline(place, RIL_TEXTLINE, &line.x1, &line.y1, &line.x2, &line.y2)
        return line
    }

    private func outline(of place: OpaquePointer?) -> Outline? {
        var (left, top, right, bottom): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard tesseract.PageIteratorBoundingBox(place, RIL_WORD, &left, &top, &right, &bottom) != 0 else { return nil }
        return Outline(x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top))
    }
}
