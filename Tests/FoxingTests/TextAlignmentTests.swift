import Foundation
import Foxing
import Readability
import Testing

/// The pages of `fixtures/pages` with their transcripts, their exact boxes, and what Tesseract reads on them.
private struct AlignedPage {
    let name: String
    let page: Page
    let transcript: String
    /// Withheld from what is tested.
    let exact: GroundTruth

    static let names = [
        "article-en", "essay-ko", "form-en", "form-ko", "invoice-en", "letter-en", "letter-ko", "newspaper-ko",
        "notice-ko", "novel-en", "prices-ko-en", "receipt-en", "receipt-ko", "report-en", "timetable-en",
    ]

    init(_ name: String) throws {
        self.name = name
        let folder = Project.path("fixtures/pages")
        let file = try #require(
            ["png", "jpg", "tif"].map { "\(folder)/\(name).\($0)" }.first(where: FileManager.default.fileExists))
        let boxes = TruthSource(
            TruthPlan(name: "tesseract-tsv", files: Project.path("fixtures/truth/tsv/\(name).tsv")), isRequired: true)
        page = try Page(contentsOf: file, truth: boxes)
        exact = page.truth
        transcript = try String(contentsOfFile: "\(folder)/\(name).gt.txt", encoding: .utf8)
    }

    /// What Tesseract reads on the page, as it was recorded: a word a row, with its attempt, line and box. With
    /// FOXING_ACCEPT it is read anew.
    func readings() throws -> [GroundTruth] {
        let path = Project.path("fixtures/readback/\(name).tsv")
        if ProcessInfo.processInfo.environment["FOXING_ACCEPT"] != nil { try record(to: path) }
        let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t")
        }
        return Set(rows.map { $0[0] }).sorted().map { attempt in
            var lines: [TextLine] = []
            var last: Substring?
            for row in rows where row[0] == attempt {
                let numbers = row[2..<6].compactMap { Double($0) }
                let outline = Outline(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
                if row[1] != last { lines.append(TextLine(id: "", outline: outline, text: "")) }
                last = row[1]
                lines[lines.count - 1].words.append(Word(id: "", outline: outline, text: String(row[6])))
            }
            return GroundTruth(
                text: nil, level: .word, origin: "self",
                regions: [Region(id: "", outline: lines[0].outline, lines: lines)])
        }
    }

    private func record(to path: String) throws {
        let folder = try ModelFolder()
        let choice = LanguageChoice(installed: folder.languages)
        let readers = Readers(choice, folder: folder)
        var rows = ""
        for (attempt, layout) in [PageLayout.column, .block].enumerated() {
            let reading = try readers.read(
                page.pixels, dpi: page.dpi, choice.languages(for: transcript), layout: layout, within: 60)
            for word in reading?.words ?? [] {
                let (low, high) = word.outline.bounds
                let box = [low.x, low.y, high.x - low.x, high.y - low.y].map { String(Int($0)) }
                rows += ([String(attempt), String(word.line)] + box + [word.text]).joined(separator: "\t") + "\n"
            }
        }
        try rows.write(toFile: path, atomically: true, encoding: .utf8)
    }
}

extension Outline {
    /// Area of both over area of either, of upright boxes.
    fileprivate func overlap(_ other: Outline) -> Double {
        let (a, b) = (bounds, other.bounds)
        let width = min(a.high.x, b.high.x) - max(a.low.x, b.low.x)
        let height = min(a.high.y, b.high.y) - max(a.low.y, b.low.y)
        guard width > 0, height > 0 else { return 0 }
        return width * height / (area + other.area - width * height)
    }
}

@Suite("Truth that finds its lines")
struct TextAlignmentTests {
    @Test("98 % of the words get their own place on the page with exactly their text, and none gets another's")
    func fixtures() throws {
        var (found, all, wrong) = (0, 0, [String]())
        for name in AlignedPage.names {
            let page = try AlignedPage(name)
            let readings = try page.readings()
            let alignment = TextAlignment(page.transcript, on: page.page, origin: "gt-txt") { attempt in
                attempt < readings.count ? readings[attempt] : nil
            }
            let words = alignment.truth.lines.filter(\.isLegible).flatMap(\.words)
            let exact = page.exact.lines.flatMap(\.words)
            all += exact.count
            found += exact.count { word in
                words.contains { $0.text == word.text && $0.outline.overlap(word.outline) >= 0.6 }
            }
            for word in words {
                let best = exact.max { $0.outline.overlap(word.outline) < $1.outline.overlap(word.outline) }
                if let best, best.text != word.text, best.outline.overlap(word.outline) > 0.3 {
                    wrong.append("\(name): \(word.text) stands on \(best.text)")
                }
            }
        }
        #expect(wrong == [])
        #expect(Double(found) >= 0.98 * Double(all), "\(found) of \(all)")
    }

    @Test("paragraphs may stand in another order than in the transcript, and lines may be written as one")
    func order() throws {
        let page = try AlignedPage("novel-en")
        let readings = try page.readings()
        let lines = page.transcript.split(separator: "\n").map(String.init)
        let turned = lines[10...].joined(separator: " ") + "\n\n" + lines[..<10].joined(separator: "\n")
        let alignment = TextAlignment(turned, in: readings, on: page.page.pixels, dpi: page.page.dpi, origin: "gt-txt")
        let found = alignment.report.letters
        #expect(Double(found.numerator) >= 0.97 * Double(found.denominator))
        #expect(alignment.truth.regions.count == 2)
        // The paragraph is cut where the lines of print end.
        #expect(alignment.truth.regions[0].lines.map(\.text).first == lines[10])
        #expect(alignment.truth.regions[0].lines.count >= lines.count - 11)
    }

    @Test("the text of another page finds nothing, and a wrong line is no label")
    func strange() throws {
        let page = try AlignedPage("letter-en")
        let readings = try page.readings()
        let other = try AlignedPage("novel-en").transcript
        let strange = TextAlignment(other, in: readings, on: page.page.pixels, dpi: page.page.dpi, origin: "gt-txt")
        #expect(strange.report.lines.numerator == 0)
        #expect(strange.truth.lines.allSatisfy { !$0.isLegible })
        var lines = page.transcript.split(separator: "\n").map(String.init)
        lines[8] = "Nothing of this line is printed anywhere on that page"
        let one = TextAlignment(
            lines.joined(separator: "\n"), in: readings, on: page.page.pixels, dpi: page.page.dpi, origin: "gt-txt")
        #expect(one.report.lines == Ratio(lines.count - 1, lines.count))
        #expect(!one.truth.lines.contains { $0.isLegible && $0.text == lines[8] })
    }

    @Test("a page without a reading has no labels")
    func nothing() throws {
        let page = Page(pixels: Raster(.gray, width: 100, height: 100, filledWith: 255), dpi: 100)
        let alignment = TextAlignment("some text", in: [], on: page.pixels, dpi: 100, origin: "gt-txt")
        #expect(alignment.truth.lines.isEmpty && alignment.report.lines == Ratio(0, 1))
    }
}
