import Imaging

/// The lines of a page as entries of a form, as FUNSD and XFUND have them: a list of objects with box, text and words.
struct FormText {
    let bytes: [UInt8]

    /// nil, and counted, when nothing can be read on the page.
    init?(_ page: SetPage, _ tally: inout SetTally) {
        var text = ByteText()
        text.add("[")
        var count = 0
        for _ in 0..<page.truth.unplaced { tally.leave(.unplaced) }
        for line in page.truth.placedLines {
            let entry = Entry(line, on: page.size, &tally)
            guard let box = PixelBox(around: entry.words.map(\.box)) else { continue }
            if count > 0 { text.add(",") }
            text.add("{\"id\":\(count),\"box\":")
            Self.add(box, to: &text)
            text.add(",\"text\":")
            text.add(json: entry.text)
            text.add(",\"label\":\"other\",\"words\":")
            text.list(entry.words) { text, word in
                text.add("{\"text\":")
                text.add(json: word.text)
                text.add(",\"box\":")
                Self.add(word.box, to: &text)
                text.add("}")
            }
            text.add(",\"linking\":[]}")
            count += 1
        }
        guard count > 0 else {
            tally.leave(.noLabels)
            return nil
        }
        text.add("]")
        bytes = text.bytes
    }

    /// The legible words of a line and what they make together; a line without words is one.
    private struct Entry {
        var words: [(text: String, box: PixelBox)] = []
        var text: String

        init(_ line: TextLine, on size: Size, _ tally: inout SetTally) {
            guard !line.words.isEmpty else {
                text = line.text
                take(line.text, line.outline, line.isLegible, size, &tally)
                return
            }
            text = ""
            var kept: [Word] = []
            for word in line.words where take(word.text, word.outline, word.isLegible, size, &tally) {
                kept.append(word)
            }
            // A blank stands where the line has one.
            let ids = Set(kept.map(\.id))
            text = TextLine.text(of: line.words) { ids.contains($0.id) }
        }

        @discardableResult
        private mutating func take(
            _ text: String, _ outline: Outline, _ isLegible: Bool, _ size: Size, _ tally: inout SetTally
        ) -> Bool {
            guard isLegible, !text.isEmpty, let box = outline.box(on: size) else {
                tally.leave(!isLegible ? .illegible : text.isEmpty ? .empty : .outside)
                return false
            }
            words.append((text, box))
            tally.take(text)
            return true
        }
    }

    private static func add(_ box: PixelBox, to text: inout ByteText) {
        text.list([box.left, box.top, box.right, box.bottom]) { $0.add($1) }
    }
}

extension PixelBox {
    /// The smallest box around all of these; nil without any.
    init?(around boxes: [PixelBox]) {
        guard let first = boxes.first else { return nil }
        self = boxes.dropFirst().reduce(first) { union, box in
            PixelBox(
                left: min(union.left, box.left), top: min(union.top, box.top), right: max(union.right, box.right),
                bottom: max(union.bottom, box.bottom))
        }
    }
}
