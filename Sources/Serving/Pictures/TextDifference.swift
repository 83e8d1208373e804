internal import Foxing
internal import Readability

/// Where two texts differ, character by character: the fewest insertions, deletions and substitutions (Wagner and Fischer,
/// 1974).
struct TextDifference {
    /// A run of characters of one kind.
    struct Piece: Equatable {
        enum Kind: String { case same, wrong, missing, extra }

        let kind: Kind
        var truth: String
        var read: String
    }

    /// Longer texts are compared as one piece: the table grows with the product of the lengths.
    private static let longest = 4000

    let pieces: [Piece]
    private let distance: Int
    private let length: Int

    /// What stands there against what was read.
    init(_ truth: String, _ read: String) {
        let (a, b) = (Array(truth), Array(read))
        length = a.count
        guard a.count <= Self.longest, b.count <= Self.longest else {
            distance = truth == read ? 0 : max(a.count, b.count)
            pieces = [Piece(kind: truth == read ? .same : .wrong, truth: truth, read: read)]
            return
        }
        let table = Self.table(a, b)
        distance = table[a.count * (b.count + 1) + b.count]
        pieces = Self.path(a, b, table)
    }

    private static func table(_ a: [Character], _ b: [Character]) -> [Int] {
        let width = b.count + 1
        var table = [Int](repeating: 0, count: (a.count + 1) * width)
        for j in 0...b.count { table[j] = j }
        for i in 0..<a.count {
            table[(i + 1) * width] = i + 1
            for j in 0..<b.count {
                let replaced = table[i * width + j] + (a[i] == b[j] ? 0 : 1)
                table[(i + 1) * width + j + 1] = min(
                    replaced, table[i * width + j + 1] + 1, table[(i + 1) * width + j] + 1)
            }
        }
        return table
    }

    /// Back through the table; neighbors of one kind become one piece.
    private static func path(_ a: [Character], _ b: [Character], _ table: [Int]) -> [Piece] {
        let width = b.count + 1
        var (i, j) = (a.count, b.count)
        var steps: [(kind: Piece.Kind, truth: String, read: String)] = []
        while i > 0 || j > 0 {
            let here = table[i * width + j]
            if i > 0, j > 0, here == table[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1) {
                steps.append((a[i - 1] == b[j - 1] ? .same : .wrong, String(a[i - 1]), String(b[j - 1])))
                (i, j) = (i - 1, j - 1)
            } else if i > 0, here == table[(i - 1) * width + j] + 1 {
                steps.append((.missing, String(a[i - 1]), ""))
                i -= 1
            } else {
                steps.append((.extra, "", String(b[j - 1])))
                j -= 1
            }
        }
        var pieces: [Piece] = []
        for step in steps.reversed() {
            if pieces.last?.kind == step.kind {
                pieces[pieces.count - 1].truth += step.truth
                pieces[pieces.count - 1].read += step.read
            } else {
                pieces.append(Piece(kind: step.kind, truth: step.truth, read: step.read))
            }
        }
        return pieces
    }

    /// Errors and characters.
    var errors: JSONValue { .array([.integer(distance), .integer(length)]) }

    var json: JSONValue {
        .array(
            pieces.map {
                .object(("kind", .string($0.kind.rawValue)), ("truth", .string($0.truth)), ("read", .string($0.read)))
            })
    }
}

/// Lines of a text beside the lines of a reading, where nobody knows which belong together: both stay in order, and pairs
/// are those with the fewest errors altogether.
enum LineMatch {
    /// More lines than that are set side by side as they come.
    private static let most = 400

    /// Each line of the text with what was read of it, which may be nothing.
    static func lines(of text: String, in reading: String) -> [(truth: String, read: String)] {
        func split(_ text: String) -> [String] {
            text.split(whereSeparator: \.isNewline).map { String($0.drop(while: \.isWhitespace)) }.filter {
                !$0.isEmpty
            }
        }
        let (a, b) = (split(text), split(reading))
        guard a.count <= most, b.count <= most else {
            return a.enumerated().map { ($1, $0 < b.count ? b[$0] : "") }
        }
        let costs = a.map { line in b.map { levenshtein(Array(line.unicodeScalars), Array($0.unicodeScalars)) } }
        let width = b.count + 1
        var table = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in 0..<a.count {
            let alone = a[i].unicodeScalars.count
            table[(i + 1) * width] = table[i * width] + alone
            for j in 0..<b.count {
                table[(i + 1) * width + j + 1] = min(
                    table[i * width + j] + costs[i][j], table[i * width + j + 1] + alone, table[(i + 1) * width + j])
            }
        }
        var (i, j) = (a.count, b.count)
        var pairs: [(truth: String, read: String)] = []
        while i > 0 {
            let here = table[i * width + j]
            if j > 0, here == table[(i - 1) * width + j - 1] + costs[i - 1][j - 1] {
                pairs.append((a[i - 1], b[j - 1]))
                (i, j) = (i - 1, j - 1)
            } else if j > 0, here == table[i * width + j - 1] {
                j -= 1
            } else {
                pairs.append((a[i - 1], ""))
                i -= 1
            }
        }
        return pairs.reversed()
    }
}
