/// The lines of one text that a finding points to, with carets under them.
struct Snippet {
    private struct Mark {
        let span: Span
        let label: String?
        let isPrimary: Bool
    }

    private let source: SourceText
    private let marks: [Mark]

    /// The finding's own place first, then related places in the same text with it, those in others apart.
    static func all(
        of finding: Diagnostic, at span: Span, in source: SourceText, lookup: (Span) -> SourceText?
    ) -> [Snippet] {
        let near = finding.related.filter { $0.span.source == span.source }
            .map { Mark(span: $0.span, label: $0.label, isPrimary: false) }
        let own = Mark(span: span, label: finding.label, isPrimary: true)
        let far = finding.related.filter { $0.span.source != span.source }.compactMap { place in
            lookup(place.span).map {
                Snippet(source: $0, marks: [Mark(span: place.span, label: place.label, isPrimary: false)])
            }
        }
        return [Snippet(source: source, marks: [own] + near)] + far
    }

    /// Digits of the largest line number shown.
    var gutter: Int { String((pieces.map(\.line).max() ?? 0) + 1).utf8.count }

    /// One marked line: the part of a mark that lies on it.
    private struct Piece {
        let line: Int
        let lower: Int
        let upper: Int
        let label: String?
        let isPrimary: Bool
    }

    /// A mark over several lines is shown at its first and its last line.
    private var pieces: [Piece] {
        marks.flatMap { mark -> [Piece] in
            let lower = min(max(mark.span.lower, 0), source.bytes.count)
            var upper = min(max(mark.span.upper, lower), source.bytes.count)
            let first = source.lineIndex(at: lower)
            var last = source.lineIndex(at: upper)
            if last > first, source.lineRange(last).lowerBound == upper {
                last -= 1
                upper = source.lineRange(last).upperBound
            }
            guard last > first else {
                return [Piece(line: first, lower: lower, upper: upper, label: mark.label, isPrimary: mark.isPrimary)]
            }
            let blank = UInt8(ascii: " ")
            let start = source.lineRange(last).first { source.bytes[$0] != blank } ?? upper
            let end = source.lineRange(first).upperBound
            return [
                Piece(line: first, lower: lower, upper: end, label: nil, isPrimary: mark.isPrimary),
                Piece(line: last, lower: min(start, upper), upper: upper, label: mark.label, isPrimary: mark.isPrimary),
            ]
        }
    }

    func text(arrow: String, gutter: Int, paint: Paint, severity: Paint.Style) -> String {
        let pad = String(repeating: " ", count: gutter)
        let place = source.position(at: marks[0].span.lower)
        var out = paint("\(pad)\(arrow)", .gutter) + " \(source.name.printable):\(place.line):\(place.column)\n"
        out += paint("\(pad) |", .gutter) + "\n"
        let byLine = Dictionary(grouping: pieces, by: \.line)
        var previous: Int?
        for line in byLine.keys.sorted() {
            if let previous, line > previous + 2 {
                out += paint("...", .gutter) + "\n"
            } else if let previous, line == previous + 2 {
                out += row(previous + 1, Excerpt(source, previous + 1, showing: 0), gutter, paint)
            }
            let pieces = byLine[line]!.sorted { $0.isPrimary && !$1.isPrimary }
            let excerpt = Excerpt(source, line, showing: pieces[0].lower)
            out += row(line, excerpt, gutter, paint)
            for piece in pieces {
                let (start, width) = excerpt.cells(piece.lower, piece.upper)
                var carets = String(repeating: piece.isPrimary ? "^" : "-", count: width)
                if let label = piece.label { carets += " " + label.printable }
                let gap = String(repeating: " ", count: start)
                out +=
                    paint("\(pad) |", .gutter) + " \(gap)" + paint(carets, piece.isPrimary ? severity : .gutter) + "\n"
            }
            previous = line
        }
        return out
    }

    private func row(_ line: Int, _ excerpt: Excerpt, _ gutter: Int, _ paint: Paint) -> String {
        let number = String(line + 1)
        let pad = String(repeating: " ", count: max(0, gutter - number.utf8.count))
        return paint("\(pad)\(number) |", .gutter) + (excerpt.text.isEmpty ? "" : " \(excerpt.text)") + "\n"
    }
}

/// A line, or of a very long one the part around the place of interest.
private struct Excerpt {
    let text: String
    private let layout: LineLayout
    private let first: Int
    private let shift: Int
    private let limit: Int

    private static let widest = 200

    init(_ source: SourceText, _ line: Int, showing offset: Int) {
        layout = LineLayout(source.bytes, source.lineRange(line))
        guard layout.width > Self.widest else {
            text = layout.clusters.reduce(into: "") { $0 += $1.shown }
            (first, shift, limit) = (0, 0, layout.width)
            return
        }
        let start = max(0, layout.cell(at: offset) - Self.widest / 3)
        let shown = layout.clusters.filter { $0.cell >= start && $0.cell + $0.width <= start + Self.widest }
        first = shown.first?.cell ?? 0
        shift = start > 0 ? 1 : 0
        limit = (shown.last?.cell ?? 0) + (shown.last?.width ?? 0)
        let isCut = limit < layout.width
        text = (shift > 0 ? "…" : "") + shown.reduce(into: "") { $0 += $1.shown } + (isCut ? "…" : "")
    }

    /// The first cell and the number of cells to mark; at least one.
    func cells(_ lower: Int, _ upper: Int) -> (start: Int, width: Int) {
        let from = min(max(layout.cell(at: lower), first), limit)
        let to = min(max(layout.cell(before: upper), from), limit)
        return (from - first + shift, max(1, to - from))
    }
}
