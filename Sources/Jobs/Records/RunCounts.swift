internal import Files
package import JSON

/// What a run came to so far, in numbers that are pooled by adding.
public struct RunCounts: Sendable, Equatable {
    /// Pages of input.
    public var sources = 0
    /// Rows of the manifest.
    public private(set) var variants = 0
    /// Part of the set.
    public private(set) var kept = 0
    /// Not part of the set, by the readability check.
    public private(set) var dropped = 0
    /// Part of the set, with a mark.
    public private(set) var flagged = 0
    /// Pages and variants that failed.
    public private(set) var failed = 0
    /// Times that a variant was drawn again.
    public private(set) var retried = 0

    private var cer = [0, 0]
    private var wer = [0, 0]
    private var words = [0, 0]
    private var alignedLines = [0, 0]
    private var alignedLetters = [0, 0]
    private var bands: [String: Int] = [:]
    private var ownReference = false
    private var notesByCode: [String: Int] = [:]

    /// Nothing yet.
    public init() {}

    /// Counts a row.
    public mutating func add(_ row: ManifestRow) {
        variants += 1
        retried += row.attempt
        switch row.status {
        case .kept: kept += 1
        case .dropped: dropped += 1
        case .flagged: flagged += 1
        }
        guard let readability = row.readability else { return }
        ownReference = readability.reference == "self"
        // Pages without text have nothing to be wrong about; their errors would pool without a denominator.
        cer = Self.pooled(cer, readability.cer)
        wer = Self.pooled(wer, readability.wer)
        words = Self.pooled(words, readability.words)
        if let band = readability.band, row.status != .dropped { bands[band, default: 0] += 1 }
    }

    /// Counts what was found of a page's text: lines and letters, each with all there are.
    mutating func addAligned(lines: [Int], letters: [Int]) {
        alignedLines = Self.pooled(alignedLines, lines)
        alignedLetters = Self.pooled(alignedLetters, letters)
    }

    /// Counts a failure; the rows of drawn-again variants are counted with the variant itself.
    public mutating func add(_ row: FailureRow) {
        if row.action == .skipped { failed += 1 }
    }

    /// Counts a note such as `IW13`.
    public mutating func addNote(_ code: String, times: Int = 1) { notesByCode[code, default: 0] += times }

    private static func pooled(_ a: [Int], _ b: [Int]) -> [Int] {
        b.count == 2 && b[1] > 0 ? [a[0] + b[0], a[1] + b[1]] : a
    }

    /// As in `run.json`.
    package var json: JSONValue {
        .object(
            ("sources", .integer(sources)), ("variants", .integer(variants)), ("kept", .integer(kept)),
            ("dropped", .integer(dropped)), ("flagged", .integer(flagged)), ("failed", .integer(failed)),
            ("retried", .integer(retried)))
    }

    /// What was found of texts without outlines; nil where none was looked for.
    package var aligned: JSONValue? {
        guard alignedLines[1] > 0 else { return nil }
        return .object(
            ("lines", .array(alignedLines.map(JSONValue.integer))),
            ("letters", .array(alignedLetters.map(JSONValue.integer))))
    }

    /// How many variants of each band are in the set; nil without bands.
    package var byBand: JSONValue? {
        if bands.isEmpty { return nil }
        let names = bands.keys.sorted { $0.precedesInBytes($1) }
        return .object(names.map { JSONValue.Member($0, .integer(bands[$0, default: 0])) })
    }

    /// Pooled over all measured variants, as two whole numbers each.
    package var metrics: JSONValue {
        let prefix = ownReference ? "self-" : ""
        let measures = [("cer", cer), ("wer", wer), ("words", words)]
        return .object(
            measures.filter { $0.1[1] > 0 }.map {
                JSONValue.Member(prefix + $0.0, .array($0.1.map(JSONValue.integer)))
            })
    }

    var notes: JSONValue {
        let codes = notesByCode.keys.sorted { $0.precedesInBytes($1) }
        return .object(codes.map { JSONValue.Member($0, .integer(notesByCode[$0, default: 0])) })
    }
}
