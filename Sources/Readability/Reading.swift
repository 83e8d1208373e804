import Foundation
public import Imaging

/// What Tesseract takes a picture for; the numbers are its own page segmentation modes.
public enum PageLayout: Int, Sendable, CaseIterable {
    /// Columns, headings and pictures are told apart.
    case columns = 3
    /// One column of text of different sizes.
    case column = 4
    /// One block of text written from top to bottom.
    case verticalBlock = 5
    /// One block of text of one size.
    case block = 6
    /// A single line.
    case line = 7
    /// A single word.
    case word = 8
    /// A single word in a circle.
    case circledWord = 9
    /// A single character.
    case character = 10
    /// As much text as can be found, in no order.
    case sparse = 11
    /// A line that is read as it stands, without looking for its letters first.
    case rawLine = 13

    /// Whether the picture is a single line or less, where Tesseract invents text on blank paper.
    var isCrop: Bool {
        switch self {
        case .line, .word, .circledWord, .character, .rawLine: true
        case .columns, .column, .verticalBlock, .block, .sparse: false
        }
    }
}

/// A word as it was read.
public struct RecognizedWord: Hashable, Sendable {
    /// As Tesseract gave it, without blanks.
    public var text: String
    /// An upright rectangle in pixels of the picture.
    public var outline: Outline
    /// 0…100.
    public var confidence: Double
    /// The block it stands in, counted from 0 in reading order.
    public var block: Int
    /// The line it stands on, counted from 0 over the whole reading.
    public var line: Int
    /// No blank stands before it.
    public var glued: Bool

    /// A word that stands somewhere in the first block unless told otherwise.
    public init(
        text: String, outline: Outline, confidence: Double, block: Int = 0, line: Int = 0, glued: Bool = false
    ) {
        self.text = text
        self.outline = outline
        self.confidence = confidence
        self.block = block
        self.line = line
        self.glued = glued
    }
}

/// What was read on a picture.
public struct Reading: Hashable, Sendable {
    /// In reading order.
    public var words: [RecognizedWord]

    /// The words in reading order, those of one line and of one block side by side.
    public init(words: [RecognizedWord]) { self.words = words }

    /// A text of which is not known where it stands.
    public init(text: String, confidence: Double) {
        var words: [RecognizedWord] = []
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            words += line.split(whereSeparator: \.isWhitespace).map {
                RecognizedWord(
                    text: String($0), outline: Outline(x: 0, y: 0, width: 1, height: 1), confidence: confidence,
                    line: index)
            }
        }
        self.words = words
    }

    /// Lines by LF, blocks by an empty line.
    public var text: String {
        var result = ""
        for (index, word) in words.enumerated() {
            if index > 0 {
                let before = words[index - 1]
                if before.block != word.block {
                    result += "\n\n"
                } else if before.line != word.line {
                    result += "\n"
                } else if !word.glued {
                    result += " "
                }
            }
            result += word.text
        }
        return result
    }

    /// The mean of the words' confidences weighted by their graphemes, 0…100; 0 when nothing was read.
    public var confidence: Double {
        var weighted = 0.0
        var graphemes = 0
        for word in words {
            let count = word.text.count
            weighted += word.confidence * Double(count)
            graphemes += count
        }
        return graphemes == 0 ? 0 : weighted / Double(graphemes)
    }

    /// Whether enough was read on a clean page for it to stand in for the truth: ten graphemes.
    public var isEnoughForReference: Bool { Normalization.normalized(text).count >= 10 }

    /// The reading as labels of the page, so that it can stand in for a truth that is not known.
    public func labels(origin: String = "self") -> GroundTruth {
        var regions: [Region] = []
        var block: Int?
        var line: Int?
        for word in words {
            let text = word.text.precomposedStringWithCanonicalMapping
            if regions.isEmpty || block != word.block {
                regions.append(Region(id: "r\(regions.count)", outline: word.outline, lines: []))
                line = nil
            }
            let r = regions.count - 1
            if line != word.line {
                let id = "r\(r)l\(regions[r].lines.count)"
                regions[r].lines.append(TextLine(id: id, outline: word.outline, text: ""))
            }
            (block, line) = (word.block, word.line)
            let l = regions[r].lines.count - 1
            let count = regions[r].lines[l].words.count
            regions[r].lines[l].text += count == 0 || word.glued ? text : " " + text
            regions[r].lines[l].words.append(
                Word(id: "r\(r)l\(l)w\(count)", outline: word.outline, text: text, glued: word.glued))
            regions[r].lines[l].outline = regions[r].lines[l].outline.enclosing(word.outline)
            regions[r].outline = regions[r].outline.enclosing(word.outline)
        }
        let text = regions.map { $0.lines.map(\.text).joined(separator: "\n") }.joined(separator: "\n\n")
        return GroundTruth(text: text, level: .word, origin: origin, regions: regions)
    }
}

extension Outline {
    /// The smallest upright rectangle around both.
    func enclosing(_ other: Outline) -> Outline {
        let (a, b) = (bounds, other.bounds)
        let low = Point(min(a.low.x, b.low.x), min(a.low.y, b.low.y))
        let high = Point(max(a.high.x, b.high.x), max(a.high.y, b.high.y))
        return Outline(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    }
}
