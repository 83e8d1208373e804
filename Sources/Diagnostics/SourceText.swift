/// Names one text among those a run reads: the pipeline file, or an option of the command line.
public struct SourceID: Hashable, Sendable {
    /// The position in the list of texts given to the renderer.
    public let index: Int

    /// The pipeline file itself.
    public static let main = SourceID(0)

    /// The text at that position of the list.
    public init(_ index: Int) {
        self.index = index
    }
}

/// A text that diagnostics point into, with the name a reader knows it by.
public struct SourceText: Sendable {
    /// Which of the run's texts this is.
    public let id: SourceID
    /// What stands behind `-->`: a path as the user gave it, or an option such as `--set`.
    public let name: String
    /// The text as UTF-8, without a byte order mark.
    public let bytes: [UInt8]
    /// Offset of the first byte of every line.
    let lineStarts: [Int]

    /// A text that is known to be sound.
    public init(_ text: String, name: String, id: SourceID = .main) {
        self.init(bytes: Array(text.utf8), name: name, id: id)
    }

    /// `bytes` need not be valid UTF-8; whoever reads them says where they are not. A byte order mark is dropped.
    public init(bytes: [UInt8], name: String, id: SourceID = .main) {
        self.id = id
        self.name = name
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var starts = [0]
        for (offset, byte) in self.bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }
}

/// A place in a text as people count it: both numbers begin at 1, and a column is one character as it is seen.
public struct TextPosition: Hashable, Sendable {
    /// Counts from 1.
    public let line: Int
    /// Counts grapheme clusters from 1.
    public let column: Int

    /// Both count from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension SourceText {
    /// How many lines there are; a text that ends in a line break has an empty last line.
    public var lineCount: Int { lineStarts.count }

    /// The line that holds the byte at `offset`, counted from 0, by binary search.
    func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, counted from 0, without its line break.
    func lineRange(_ index: Int) -> Range<Int> {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<max(start, end)
    }

    /// Where the byte at `offset` stands; offsets beyond the text are taken for its end.
    public func position(at offset: Int) -> TextPosition {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(at: offset)
        let layout = LineLayout(bytes, lineRange(line))
        return TextPosition(line: line + 1, column: layout.character(at: offset) + 1)
    }
}

/// A piece of a text, as a half-open range of byte offsets. An empty span points between two characters.
public struct Span: Hashable, Sendable {
    /// The text it is a piece of.
    public let source: SourceID
    /// Offset of the first byte.
    public let lower: Int
    /// Offset behind the last byte.
    public let upper: Int

    /// Bytes `lower` up to but not including `upper`.
    public init(_ lower: Int, _ upper: Int, in source: SourceID = .main) {
        self.source = source
        self.lower = lower
        self.upper = upper
    }

    /// The smallest span that covers both; both must lie in one text.
    public func union(_ other: Span) -> Span {
        Span(min(lower, other.lower), max(upper, other.upper), in: source)
    }
}
