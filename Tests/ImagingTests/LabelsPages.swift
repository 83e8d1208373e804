import Imaging

/// Pages of labels made in code.
enum LabelsPage {
    /// Lines of words of 6 to 60 pixels on a page of that size; each word 16 high, 8 between words, 30 between lines.
    static func words(on size: Size, count: Int = .max) -> GroundTruth {
        var lines: [TextLine] = []
        var (left, y, n) = (0, 20.0, 0)
        while y + 24 < Double(size.height), n < count {
            var x = 20.0
            var words: [Word] = []
            while n < count {
                let width = Double(6 + (n * 37) % 55)
                if x + width > Double(size.width) - 20 { break }
                words.append(
                    Word(id: "w\(n)", outline: Outline(x: x, y: y, width: width, height: 16), text: "word\(n)"))
                x += width + 8
                n += 1
            }
            if words.isEmpty { break }
            left += 1
            lines.append(line(words))
            y += 30
        }
        let outline = Outline(enclosing: lines.map(\.outline)) ?? Outline(x: 0, y: 0, width: 1, height: 1)
        let text = lines.map(\.text).joined(separator: "\n")
        return GroundTruth(
            text: text, level: .word, origin: "test", regions: [Region(id: "r0", outline: outline, lines: lines)])
    }

    /// A line around its words, with a baseline at four fifths of its height.
    static func line(_ words: [Word], id: String = "l") -> TextLine {
        let outline = Outline(enclosing: words.map(\.outline)) ?? words[0].outline
        let (low, high) = outline.bounds
        let base = low.y + (high.y - low.y) * 0.8
        return TextLine(
            id: id, outline: outline, baseline: [Point(low.x, base), Point(high.x, base)],
            text: TextLine.text(of: words), words: words)
    }

    /// One line of words, `width` wide and 10 high with gaps of 10, from (x, y).
    static func line(_ texts: [String], x: Double, y: Double, width: Double = 40) -> TextLine {
        line(
            texts.enumerated().map { i, text in
                Word(
                    id: "w\(i)", outline: Outline(x: x + Double(i) * (width + 10), y: y, width: width, height: 10),
                    text: text)
            })
    }

    static func page(_ lines: [TextLine], level: GroundTruth.Level = .word) -> GroundTruth {
        let outline = Outline(enclosing: lines.map(\.outline)) ?? Outline(x: 0, y: 0, width: 1, height: 1)
        return GroundTruth(
            text: lines.map(\.text).joined(separator: "\n"), level: level, origin: "test",
            regions: [Region(id: "r0", outline: outline, lines: lines)])
    }

    static func crop(x: Double, y: Double, width: Int, height: Int) -> GeometricMap {
        GeometricMap(.translation(-x, -y), outputSize: Size(width: width, height: height))
    }
}

/// Bends the page up and down along x.
struct Ripple: NonlinearMap {
    var height = 6.0
    var period = 90.0

    private func lift(_ x: Double) -> Double { height * sineAndCosine(degrees: x / period * 360).sine }

    func forward(_ p: Point) -> Point { Point(p.x, p.y + lift(p.x)) }
    func inverse(_ p: Point) -> Point { Point(p.x, p.y - lift(p.x)) }
}
