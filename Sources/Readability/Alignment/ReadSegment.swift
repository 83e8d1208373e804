import Imaging

/// Part of a line as Tesseract read it, without a wide gap: in tables and columns what stands side by side need not
/// belong together.
struct ReadSegment {
    /// One grapheme and about where it stands.
    struct Letter {
        let text: Character
        let left: Double
        let right: Double
    }

    /// Without blanks, left to right.
    let letters: [Letter]
    let top: Double
    let bottom: Double
    /// The usual height of its words.
    let height: Double

    var left: Double { letters.first?.left ?? 0 }
    var right: Double { letters.last?.right ?? 0 }

    /// The segments of a reading, in reading order.
    static func all(of reading: GroundTruth) -> [ReadSegment] {
        reading.lines.flatMap { line -> [ReadSegment] in
            let words = line.words.filter { !$0.text.isEmpty }
            let heights = words.map { $0.outline.bounds.high.y - $0.outline.bounds.low.y }.sorted()
            guard !heights.isEmpty else { return [] }
            let height = max(1, heights[heights.count / 2])
            var parts: [[Word]] = []
            var end = -Double.infinity
            for word in words {
                let (low, high) = word.outline.bounds
                if parts.isEmpty || low.x - end > 1.5 * height { parts.append([]) }
                parts[parts.count - 1].append(word)
                end = max(end, high.x)
            }
            return parts.map { ReadSegment($0, height: height) }
        }
    }

    private init(_ words: [Word], height: Double) {
        self.height = height
        // Tesseract's boxes of single letters are now and then far too high.
        let usual = words.map(\.outline.bounds).filter { $0.high.y - $0.low.y <= 1.4 * height }
        let boxes = usual.isEmpty ? words.map(\.outline.bounds) : usual
        top = boxes.map(\.low.y).min() ?? 0
        bottom = boxes.map(\.high.y).max() ?? 0
        letters = words.flatMap { word -> [Letter] in
            let (low, high) = word.outline.bounds
            let width = (high.x - low.x) / Double(max(1, word.text.count))
            return word.text.enumerated().map { index, letter in
                Letter(text: letter, left: low.x + Double(index) * width, right: low.x + Double(index + 1) * width)
            }
        }
    }

    /// Whether both stand on one line of print.
    func isBeside(_ other: ReadSegment) -> Bool {
        min(bottom, other.bottom) - max(top, other.top) > 0.5 * min(height, other.height)
    }
}
