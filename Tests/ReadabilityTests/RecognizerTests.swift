import Foundation
import Imaging
import Readability
import Testing

/// A page with the built-in line pasted `rows` times below each other, twice as large.
private func page(rows: Int, kind: PixelKind = .gray, skipping blank: Int? = nil) -> Raster {
    let line = TestPicture.line
    var page = Raster(.gray, width: line.width * 2, height: line.height * 2 * rows, filledWith: 255)
    let samples = line.samples
    page.withMutablePlane { plane in
        for y in 0..<plane.height {
            let row = y / (2 * line.height)
            if row == blank { continue }
            let from = (y / 2 % line.height) * line.width
            for x in 0..<plane.width { plane.row(y)[x] = samples[from + x / 2] }
        }
    }
    if kind == .gray { return page }
    if kind == .bilevel {
        page.kind = .bilevel
        return page
    }
    return Raster(.color, width: page.width, height: page.height, samples: page.samples.flatMap { [$0, $0, $0] })
}

private enum TestPicture {
    static let line = Recognizer.testPicture
}

private func recognizer(_ languages: [String] = ["eng"], layout: PageLayout = .block) throws -> Recognizer {
    try Recognizer(languages: languages, folder: ModelFolder(), layout: layout)
}

/// How many threads of the process bear a name. A thread has its name from the one that started it.
private func threads(named name: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { task in
        let comm = try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
        return comm == name + "\n"
    }
}

@Suite("Reading with Tesseract", .serialized)
struct RecognizerTests {
    @Test("every installed model for text reads the built-in line", arguments: ["eng", "kor"])
    func selfTest(language: String) throws {
        var recognizer = try recognizer([language])
        try recognizer.selfTest()
    }

    @Test("bilevel, gray and color pages read the same", arguments: PixelKind.allCases)
    func kinds(kind: PixelKind) throws {
        var recognizer = try recognizer()
        let reading = try recognizer.read(page(rows: 3, kind: kind), dpi: 150)
        #expect(reading.text == "1905 2748\n1905 2748\n1905 2748")
    }

    @Test("words come with their line, their place and a confidence")
    func words() throws {
        var recognizer = try recognizer()
        let words = try recognizer.read(page(rows: 2), dpi: 150).words
        #expect(words.map(\.text) == ["1905", "2748", "1905", "2748"])
        #expect(words.map(\.line) == [0, 0, 1, 1])
        #expect(words.allSatisfy { $0.confidence > 50 && $0.confidence <= 100 && !$0.glued })
        // The first digit begins 20 pixels from the edges of the line, which is drawn twice as large.
        let first = words[0].outline.bounds
        #expect(abs(first.low.x - 40) <= 4 && abs(first.low.y - 40) <= 4)
        #expect(abs(first.high.y - 72) <= 4)
    }

    @Test("a reading is not changed by what was read before")
    func independence() throws {
        var fresh = try recognizer()
        let alone = try fresh.read(page(rows: 2), dpi: 150)
        var used = try recognizer()
        _ = try used.read(page(rows: 5, skipping: 1), dpi: 300, layout: .columns)
        _ = try used.read(TestPicture.line, dpi: 110, layout: .line)
        #expect(try used.read(page(rows: 2), dpi: 150) == alone)
    }

    @Test("reading a page starts no further thread")
    func singleThread() async throws {
        let count = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int, any Error>) in
            Thread.detachNewThread {
                done.resume(
                    with: Result {
                        // Named by the system itself: Foundation may not know its thread yet when this begins.
                        try Data("reader".utf8).write(to: URL(fileURLWithPath: "/proc/thread-self/comm"))
                        var recognizer = try recognizer()
                        _ = try recognizer.read(page(rows: 4), dpi: 150)
                        return try threads(named: "reader")
                    })
            }
        }
        #expect(count == 1)
    }

    @Test("two recognizers on two threads read what one reads")
    func twoThreads() async throws {
        var one = try recognizer()
        let expected = try (1...3).map { try one.read(page(rows: $0), dpi: 150) }
        let readings = try await withThrowingTaskGroup(of: [Reading].self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var own = try recognizer()
                    return try (1...3).map { try own.read(page(rows: $0), dpi: 150) }
                }
            }
            return try await group.reduce(into: [[Reading]]()) { $0.append($1) }
        }
        #expect(readings == [expected, expected])
    }

    @Test("a blank page gives no words, and a blank crop is not asked")
    func blank() throws {
        var recognizer = try recognizer()
        let paper = Raster(.gray, width: 300, height: 80, filledWith: 240)
        #expect(try recognizer.read(paper, dpi: 150).words.isEmpty)
        #expect(try recognizer.read(paper, dpi: 150, layout: .line).words.isEmpty)
        #expect(try recognizer.read(paper, dpi: 150).text == "")
    }

    @Test(
        "pages down to one pixel give no words and do no harm", arguments: [(1, 1), (1, 50), (50, 1), (3, 3), (13, 7)])
    func tiny(width: Int, height: Int) throws {
        var recognizer = try recognizer()
        for layout in PageLayout.allCases {
            let paper = Raster(.gray, width: width, height: height, filledWith: 255)
            #expect(try recognizer.read(paper, dpi: 150, layout: layout).words.isEmpty)
        }
    }

    @Test("a page wider than Tesseract's coordinates reach is refused")
    func tooWide() throws {
        var recognizer = try recognizer()
        let strip = Raster(.gray, width: 40_000, height: 1, filledWith: 255)
        #expect(throws: RecognizerProblem.pageRefused(width: 40_000, height: 1)) {
            try recognizer.read(strip, dpi: 150)
        }
    }

    @Test("a time limit of a millisecond is exceeded, and the next page is read as ever")
    func timeLimit() throws {
        var recognizer = try recognizer()
        let text = page(rows: 2)
        #expect(throws: RecognizerProblem.timeLimit(seconds: 0.001)) {
            try recognizer.read(text, dpi: 150, timeLimit: 0.001)
        }
        #expect(try recognizer.read(text, dpi: 150, timeLimit: 60).text == "1905 2748\n1905 2748")
    }

    @Test("several languages are read together")
    func languages() throws {
        var recognizer = try recognizer(["kor", "eng"])
        #expect(try recognizer.read(page(rows: 1), dpi: 150).text == "1905 2748")
    }
}

@Suite("Language models")
struct ModelFolderTests {
    @Test("the platform's folder has English and Korean, each in a file")
    func installed() throws {
        let folder = try ModelFolder()
        #expect(folder.languages.contains("eng") && folder.languages.contains("kor"))
        #expect(folder.languages == folder.languages.sorted())
        #expect(FileManager.default.fileExists(atPath: folder.file(of: "eng")))
    }

    @Test("a language that is missing is named with the installed ones and its package")
    func missing() throws {
        let folder = try ModelFolder()
        let problem = RecognizerProblem.languagesMissing(
            ["tlh_Latn"], installed: folder.languages, folder: folder.path)
        #expect(throws: problem) { _ = try Recognizer(languages: ["eng", "tlh_Latn"], folder: folder) }
        #expect(problem.message.contains("tlh_Latn") && problem.message.contains("eng, kor"))
        #expect(problem.hint == "install tesseract-ocr-tlh-latn")
    }

    @Test("the folder given counts before the environment, which counts before the platform")
    func precedence() throws {
        let own = try temporaryFolder(models: ["xyz", "script/Latin"])
        defer { try? FileManager.default.removeItem(atPath: own) }
        #expect(try ModelFolder(given: own + "/", environment: ["TESSDATA_PREFIX": "/nowhere"]).path == own)
        #expect(try ModelFolder(environment: ["TESSDATA_PREFIX": own]).languages == ["xyz", "script/Latin"])
        #expect(throws: RecognizerProblem.modelFolderMissing(tried: ["/nowhere", "/nowhere/tessdata"])) {
            try ModelFolder(environment: ["TESSDATA_PREFIX": "/nowhere"])
        }
    }

    @Test("a damaged model is a problem of its own")
    func damaged() throws {
        let own = try temporaryFolder(models: ["xyz"])
        defer { try? FileManager.default.removeItem(atPath: own) }
        let folder = try ModelFolder(given: own)
        #expect(throws: RecognizerProblem.modelsUnusable(["xyz"], folder: own)) {
            _ = try Recognizer(languages: ["xyz"], folder: folder)
        }
    }

    @Test("Tesseract says its version")
    func version() throws {
        #expect(try Tesseract.version().hasPrefix("5."))
    }

    private func temporaryFolder(models: [String]) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/models-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path + "/script", withIntermediateDirectories: true)
        for model in models {
            try Data("not a model".utf8).write(to: URL(fileURLWithPath: "\(path)/\(model).traineddata"))
        }
        return path
    }
}
