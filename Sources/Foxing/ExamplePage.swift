internal import Codecs
internal import Imaging
internal import Lettering
internal import Truth

/// A letter that the program draws itself, with the exact places of its words: a page for those who have none at hand.
package enum ExamplePage {
    /// What it is called.
    package static let name = "example"
    /// A4 at 150 dpi.
    private static let size = Size(width: 1240, height: 1754)
    private static let dpi = 150.0
    private static let left = 150

    /// One line of the letter: where its baseline is, in pixels from the top, and how it is set.
    private struct Row {
        let text: String
        let y: Int
        var family = "Serif"
        var bold = false
        var capHeight = 16.0
        var x = ExamplePage.left
    }

    /// Lines that belong together.
    private static let blocks: [[Row]] = [
        [
            Row(text: "Harbor Lane Printing Works", y: 190, family: "Sans", bold: true, capHeight: 26),
            Row(text: "12 Harbor Lane, Eastport 04631", y: 232, family: "Sans", capHeight: 13),
        ],
        [Row(text: "March 3, 1987", y: 330, x: 880)],
        [
            Row(text: "Mr. Paul Whitfield", y: 400), Row(text: "48 Orchard Street", y: 436),
            Row(text: "Millbridge 04658", y: 472),
        ],
        [Row(text: "Dear Mr. Whitfield,", y: 570)],
        rows(
            [
                "thank you for your order of 250 calendars. The paper that you chose, the",
                "heavy cream stock, arrived on Monday, and our press is free from Thursday",
                "on. If you return the enclosed proof by then, we can print at once and send",
                "the parcels with the morning train on March 9.",
            ], from: 630),
        rows(
            [
                "Two points need your word. On page 7 the picture of the lighthouse is darker",
                "than the others; we can lighten it, at no cost to you. On the last page the",
                "telephone number reads 555-0142, while your letter says 555-0124. Which of", "the two is right?",
            ], from: 810),
        [
            Row(text: "250 calendars, 14 leaves", y: 1010, family: "Monospace", capHeight: 14, x: 190),
            Row(text: "$1,312.50", y: 1010, family: "Monospace", capHeight: 14, x: 900),
            Row(text: "Packing and freight", y: 1046, family: "Monospace", capHeight: 14, x: 190),
            Row(text: "$48.20", y: 1046, family: "Monospace", capHeight: 14, x: 936),
            Row(text: "Total", y: 1096, family: "Monospace", bold: true, capHeight: 14, x: 190),
            Row(text: "$1,360.70", y: 1096, family: "Monospace", bold: true, capHeight: 14, x: 900),
        ],
        rows(
            [
                "We hope that the calendars will hang in many kitchens, and that next year",
                "finds us printing for you again.",
            ],
            from: 1200),
        [Row(text: "Yours sincerely,", y: 1320), Row(text: "Eleanor Marsh", y: 1440)],
        [Row(text: "Enclosed: proof of 14 leaves, color chart No. 3", y: 1580, family: "Sans", capHeight: 11)],
    ]

    private static func rows(_ texts: [String], from y: Int) -> [Row] {
        texts.enumerated().map { Row(text: $1, y: y + 36 * $0) }
    }

    /// The picture as a PNG and its labels as a labels file. Throws where no font can set it.
    package static func draw() throws -> (picture: [UInt8], labels: [UInt8]) {
        var pixels = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
        var regions: [Region] = []
        for (number, block) in blocks.enumerated() {
            var lines: [TextLine] = []
            for row in block {
                let words = try set(row, on: &pixels, named: "w\(number)-\(lines.count)")
                guard let outline = Outline(enclosing: words.map(\.outline)) else { continue }
                let baseline = [Point(outline.points[0].x, Double(row.y)), Point(outline.points[1].x, Double(row.y))]
                lines.append(
                    TextLine(
                        id: "l\(number)-\(lines.count)", outline: outline, baseline: baseline, text: row.text,
                        words: words))
            }
            guard let outline = Outline(enclosing: lines.map(\.outline)) else { continue }
            regions.append(Region(id: "r\(number)", outline: outline, lines: lines))
        }
        let text = blocks.map { $0.map(\.text).joined(separator: "\n") }.joined(separator: "\n\n")
        let truth = GroundTruth(text: text, level: .word, origin: "foxing", regions: regions)
        return (
            try PictureFormat.png.encode(pixels, dpi: dpi),
            LabelsFile.bytes(truth, image: "\(name).png", size: pixels.size)
        )
    }

    /// Sets the words of a row one by one, so that it is known where each stands.
    private static func set(_ row: Row, on pixels: inout Raster, named name: String) throws -> [Word] {
        let letters = Letters(family: row.family, bold: row.bold, capHeight: row.capHeight)
        let ruler = try Ruler(letters)
        var x = row.x
        var words: [Word] = []
        for (number, text) in row.text.split(separator: " ").enumerated() {
            guard let word = try ruler.word(String(text)) else { continue }
            let top = row.y - ruler.ascent
            pixels.press(word.coverage, x: x, y: top)
            let outline = Outline(
                x: Double(x + word.columns.lowerBound), y: Double(top + word.rows.lowerBound),
                width: Double(word.columns.count), height: Double(word.rows.count))
            words.append(Word(id: "\(name)-\(number)", outline: outline, text: String(text)))
            x += word.coverage.width + Int((row.capHeight * 0.55).rounded())
        }
        return words
    }
}

/// Finds out where the baseline of words is. Masks are cut to what is seen of the letters; with a bar before them, which is
/// as high as a line, all have the same height.
private struct Ruler {
    private let letters: Letters
    /// Rows above the baseline.
    let ascent: Int

    init(_ letters: Letters) throws {
        let capital = try Ruler(letters, ascent: 0).word("H")
        self.init(letters, ascent: capital?.rows.upperBound ?? Int(letters.capHeight))
    }

    private init(_ letters: Letters, ascent: Int) {
        self.letters = letters
        self.ascent = ascent
    }

    /// A word without its bar, and the rows and columns of it that hold ink; nil when nothing is to be seen.
    func word(_ text: String) throws -> (coverage: Raster, rows: Range<Int>, columns: Range<Int>)? {
        guard let mask = try letters.mask("| " + text) else { return nil }
        let (width, height) = (mask.coverage.width, mask.coverage.height)
        return mask.coverage.withPlane { plane in
            func isEmpty(_ x: Int) -> Bool { (0..<height).allSatisfy { plane.row($0)[x] == 0 } }
            guard let bar = (0..<width).first(where: { !isEmpty($0) }),
                let gap = (bar..<width).first(where: isEmpty), let start = (gap..<width).first(where: { !isEmpty($0) })
            else { return nil }
            var word = Raster(.gray, width: width - start, height: height, filledWith: 0)
            word.withMutablePlane { target in
                for y in 0..<height { target.row(y).update(from: plane.row(y) + start, count: width - start) }
            }
            // What is hardly seen is no part of an outline.
            func isInk(_ x: Int, _ y: Int) -> Bool { plane.row(y)[x] > 40 }
            let rows = (0..<height).filter { y in (start..<width).contains { isInk($0, y) } }
            let columns = (start..<width).filter { x in (0..<height).contains { isInk(x, $0) } }
            guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last
            else {
                return nil
            }
            return (word, top..<(bottom + 1), (left - start)..<(right - start + 1))
        }
    }
}

extension Raster {
    /// Prints a mask in black; what would lie outside is left out.
    fileprivate mutating func press(_ mask: Raster, x: Int, y: Int) {
        let (width, height) = (self.width, self.height)
        mask.withPlane { source in
            withMutablePlane { target in
                for row in 0..<source.height where (0..<height).contains(y + row) {
                    for column in 0..<source.width where (0..<width).contains(x + column) {
                        let level = 255 - Int(source.row(row)[column]) * 230 / 255
                        let place = target.row(y + row) + x + column
                        place.pointee = UInt8(Int(place.pointee) * level / 255)
                    }
                }
            }
        }
    }
}
