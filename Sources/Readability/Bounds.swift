/// Which scores a variant must have to be kept; all that are given must hold, their ends included.
public struct Bounds: Hashable, Sendable {
    /// The character error rate, 0 or more.
    public var cer: ClosedRange<Double>?
    /// The word error rate, 0 or more.
    public var wer: ClosedRange<Double>?
    /// Found / all.
    public var words: ClosedRange<Double>?
    /// 0…100.
    public var confidence: ClosedRange<Double>?

    /// A score without a range is not looked at.
    public init(
        cer: ClosedRange<Double>? = nil, wer: ClosedRange<Double>? = nil, words: ClosedRange<Double>? = nil,
        confidence: ClosedRange<Double>? = nil
    ) {
        self.cer = cer
        self.wer = wer
        self.words = words
        self.confidence = confidence
    }

    /// What follows for a variant.
    public enum Verdict: Hashable, Sendable {
        /// All ranges hold.
        case kept
        /// One does not; with the rule that decided, like `cer 0.52 not in 0..0.4`.
        case refused(String)
    }

    /// An empty reference passes everything.
    public func verdict(_ scores: Scores) -> Verdict {
        if scores.hasEmptyReference { return .kept }
        let prefix = scores.reference.prefix
        let rules: [(String, Double?, ClosedRange<Double>?)] = [
            (prefix + "cer", scores.cer.value, cer),
            (prefix + "wer", scores.wer.value, wer),
            (prefix + "words", scores.words.value, words),
            ("confidence", scores.confidence, confidence),
        ]
        for case (let name, let value?, let range?) in rules where !range.contains(value) {
            return .refused("\(name) \(Self.shown(value, outside: range)) not in \(Self.shown(range))")
        }
        return .kept
    }

    /// The value with two digits, or as many as it takes to be seen outside.
    static func shown(_ value: Double, outside range: ClosedRange<Double>) -> String {
        var scale = 100.0
        while scale < 1e12 {
            let rounded = (value * scale).rounded() / scale
            if !range.contains(rounded) { return shown(rounded) }
            scale *= 10
        }
        return shown(value)
    }

    static func shown(_ range: ClosedRange<Double>) -> String {
        "\(shown(range.lowerBound))..\(shown(range.upperBound))"
    }

    static func shown(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : value.description
    }
}
