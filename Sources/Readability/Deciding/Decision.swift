/// Decides while it is read whether a page is kept, and in which band it falls: all that the verdict asks of it are sides of
/// limits, and each limit has a test of its own. The chance that any of them errs is at most `risk`.
public struct Decision: Sendable {
    /// A measure that can be known from a part of a page.
    public enum Measure: String, Sendable, CaseIterable {
        case cer, wer, words
    }

    /// The errors of one stretch by measure; of `words` what was found.
    public struct Outcome: Sendable {
        let cer: Ratio
        let wer: Ratio
        let words: Ratio

        /// What reading a stretch came to.
        public init(_ scores: Scores) {
            (cer, wer, words) = (scores.cer, scores.wer, scores.words)
        }

        /// The same from numbers.
        public init(cer: Ratio, wer: Ratio, words: Ratio) {
            (self.cer, self.wer, self.words) = (cer, wer, words)
        }

        func ratio(_ measure: Measure) -> Ratio {
            switch measure {
            case .cer: cer
            case .wer: wer
            case .words: words
            }
        }
    }

    /// The least number of stretches that anything is decided by.
    public static let leastStretches = 4
    /// The chance of a wrong verdict that is taken for the sake of speed.
    public static let risk = 0.05

    private let bounds: Bounds
    private let bands: [Band]
    private let units: [Measure: [Double]]
    private let weights: [Double]
    private var tests: [(measure: Measure, test: LimitTest)]
    private var outcomes: [(index: Int, outcome: Outcome)] = []
    private let levels: Double

    /// A decision over stretches, given by their graphemes and words.
    public init(
        _ bounds: Bounds, bands: [Band] = [], graphemes: [Int], words: [Int], risk: Double = Decision.risk
    ) {
        self.bounds = bounds
        self.bands = bands
        let (letters, pieces) = (graphemes.map(Double.init), words.map(Double.init))
        units = [.cer: letters, .wer: pieces, .words: pieces]
        weights = Self.weights(bounds, bands, letters, pieces)
        let limits = Self.limits(bounds, bands)
        levels = risk / Double(max(1, limits.count))
        let (units, weights, level) = (units, weights, levels)
        tests = limits.map { measure, limit in
            (measure, LimitTest(limit: limit, units: units[measure] ?? [], weights: weights, risk: level))
        }
    }

    /// The weights that the stretches must be drawn with: their graphemes, or their words where nothing asks for letters.
    public static func weights(
        _ bounds: Bounds, _ bands: [Band], _ graphemes: [Double], _ words: [Double]
    ) -> [Double] {
        bounds.cer == nil && bands.isEmpty ? words : graphemes
    }

    /// Each limit once: a range of an error rate that begins at 0, or ends at 1, has one limit only.
    private static func limits(_ bounds: Bounds, _ bands: [Band]) -> [(Measure, Double)] {
        let ranges: [(Measure, ClosedRange<Double>?)] =
            [(.cer, bounds.cer), (.wer, bounds.wer), (.words, bounds.words)]
            + bands.map { (.cer, $0.range) }
        var limits: [(Measure, Double)] = []
        for case (let measure, let range?) in ranges {
            for limit in [range.lowerBound, range.upperBound] where limit > 0 && limit < 1 {
                if !limits.contains(where: { $0 == (measure, limit) }) { limits.append((measure, limit)) }
            }
        }
        return limits
    }

    /// Takes up what reading stretch `index` came to; stretches come in the drawn order.
    public mutating func add(_ outcome: Outcome, of index: Int) {
        outcomes.append((index, outcome))
        for place in tests.indices {
            let measure = tests[place].measure
            tests[place].test.add(
                errors: Double(outcome.ratio(measure).numerator), units: units[measure]?[index] ?? 0,
                weight: weights[index])
        }
    }

    /// Whether nothing that is still unread could change the verdict, or is likely to.
    public var isSure: Bool {
        guard outcomes.count >= min(Self.leastStretches, weights.count) else { return false }
        if outcomes.count == weights.count { return true }
        let ranges: [(Measure, ClosedRange<Double>?)] = [
            (.cer, bounds.cer), (.wer, bounds.wer), (.words, bounds.words),
        ]
        let holds = ranges.compactMap { measure, range in range.map { isInside($0, measure) } }
        if holds.contains(false) { return true }
        if holds.contains(nil) { return false }
        return bands.isEmpty || bandIsSure
    }

    private var bandIsSure: Bool {
        for band in bands {
            switch isInside(band.range, .cer) {
            case true?: return true
            case false?: continue
            case nil: return false
            }
        }
        return true
    }

    /// Whether the value lies in a range; nil as long as that is open.
    private func isInside(_ range: ClosedRange<Double>, _ measure: Measure) -> Bool? {
        let low = range.lowerBound <= 0 ? .above : side(range.lowerBound, measure)
        let high = range.upperBound >= 1 ? .below : side(range.upperBound, measure)
        if low == .below || high == .above { return false }
        return low == .above && high == .below ? true : nil
    }

    // MARK: What follows

    /// What follows for a page with these scores of what was read of it.
    public func verdict(_ scores: Scores) -> Bounds.Verdict {
        if isExact { return bounds.verdict(scores) }
        let values: [(Measure, Ratio, ClosedRange<Double>?)] = [
            (.cer, scores.cer, bounds.cer), (.wer, scores.wer, bounds.wer), (.words, scores.words, bounds.words),
        ]
        for case (let measure, let ratio, let range?) in values where isInside(range, measure) != true {
            let name = scores.reference.prefix + measure.rawValue
            let interval = interval(of: measure).map { " (\(Self.shown($0.lowerBound))..\(Self.shown($0.upperBound)))" }
            return .refused(
                "\(name) \(Bounds.shown(ratio.value ?? 0, outside: range))\(interval ?? "") not in "
                    + "\(Bounds.shown(range))")
        }
        return .kept
    }

    /// The name of the band that the page falls in; nil when it is none of them.
    public func band(_ scores: Scores) -> String? {
        if isExact { return bands.first { $0.range.contains(scores.cer.value ?? 0) }?.name }
        return bands.first { isInside($0.range, .cer) == true }?.name
    }

    /// Whether all has been read, so that the value is no estimate.
    public var isExact: Bool { outcomes.count == weights.count }

    /// The measures that something depends on.
    public var measures: [Measure] { Measure.allCases.filter { measure in tests.contains { $0.measure == measure } } }

    /// Where the value of all stretches lies, each end with the confidence that decides; nil when all was read, as the
    /// value is known then. In steps of half a percent, and wider rather than narrower.
    public func interval(of measure: Measure) -> ClosedRange<Double>? {
        guard !isExact else { return nil }
        let own = tests.filter { $0.measure == measure }.map(\.test.limit)
        let grid = (own + (1..<200).map { Double($0) / 200 }).sorted()
        let sides = grid.map { side(of: $0, measure) }
        let low = grid.indices.prefix { sides[$0] == .above }.last.map { grid[$0] } ?? 0
        let high = grid.indices.reversed().prefix { sides[$0] == .below }.last.map { grid[$0] } ?? 1
        return min(low, high)...max(low, high)
    }

    /// What the outcomes so far say of another limit.
    private func side(of limit: Double, _ measure: Measure) -> LimitTest.Side {
        var test = LimitTest(limit: limit, units: units[measure] ?? [], weights: weights, risk: levels)
        for (index, outcome) in outcomes {
            test.add(
                errors: Double(outcome.ratio(measure).numerator), units: units[measure]?[index] ?? 0,
                weight: weights[index])
        }
        return test.side
    }

    private static func shown(_ value: Double) -> String { Bounds.shown((value * 1000).rounded() / 1000) }

    private func side(_ limit: Double, _ measure: Measure) -> LimitTest.Side {
        tests.first { $0.measure == measure && $0.test.limit == limit }?.test.side ?? .open
    }
}
