/// Says, as soon as that is sure, on which side of a limit the ratio Σ errors / Σ units of a page lies, while its stretches
/// are read in an order drawn by `DrawnOrder.byWeight`.
///
/// It is a pair of betting martingales for sampling without replacement: Waudby-Smith and Ramdas, "Estimating means of
/// bounded random variables by betting" (JRSS B 86, 2024, section 5), with the bets of Stark, "ALPHA: audit that learns from
/// previously hand-audited ballots" (Annals of Applied Statistics 17, 2023), and its sampling of batches in proportion to
/// their size. Were the ratio exactly at the limit, each factor would have the mean 1 given all that was read before; were
/// it beyond, less. So by Ville's inequality the chance that either is ever wrong, at any look, is at most `risk`.
public struct LimitTest: Sendable {
    /// What is known.
    public enum Side: Sendable {
        case open
        /// At the limit or below.
        case below
        /// At the limit or above.
        case above
    }

    /// The limit.
    public let limit: Double
    /// What is sure so far; once it is, it stays.
    public private(set) var side = Side.open

    private let threshold: Double
    /// The most units for one unit of weight.
    private let most: Double
    private var weightLeft: Double
    /// Σ (errors − limit × units) over what was read.
    private var excess = 0.0
    private var read = 0
    private var shares = 0.0
    private var below = 1.0
    private var above = 1.0

    /// As good as no errors, where nothing was read yet; and as good as nothing but errors.
    private static let (fewErrors, manyErrors) = (0.01, 0.9)
    /// How many stretches that first guess counts for.
    private static let guessWeight = 2.0
    /// No bet is so high that a single stretch could end it all.
    private static let leastShare = 0.004

    /// A test of Σ errors / Σ units of a population of stretches against a limit. Errors are 0 to `units` each; every
    /// stretch with units has a weight above 0.
    public init(limit: Double, units: [Double], weights: [Double], risk: Double) {
        self.limit = limit
        threshold = 1 / risk
        most = zip(units, weights).map { $1 > 0 ? $0 / $1 : 0 }.max() ?? 0
        weightLeft = weights.reduce(0, +)
        if limit >= 1 { side = .below }
        if limit <= 0 { side = .above }
        if most <= 0 { side = limit >= 0 ? .below : .above }
    }

    /// Takes up the next stretch.
    public mutating func add(errors: Double, units: Double, weight: Double) {
        guard side == .open else { return }
        let own = errors - limit * units
        let expected = limit - excess / (most * max(weightLeft, 1e-12))
        let share = min(1, max(0, limit + own / (most * weight)))
        bet(share, expected)
        read += 1
        shares += share
        excess += own
        weightLeft -= weight
        settle()
    }

    /// Multiplies what the bets have won. `expected` is the mean of the share if the ratio were the limit.
    private mutating func bet(_ share: Double, _ expected: Double) {
        guard expected > 0, expected < 1 else { return }
        func factor(_ hope: Double) -> Double {
            share * hope / expected + (1 - share) * (1 - hope) / (1 - expected)
        }
        let count = Self.guessWeight + Double(read)
        let low = max(Self.leastShare, (Self.guessWeight * Self.fewErrors + shares) / count)
        let high = min(1 - Self.leastShare, (Self.guessWeight * Self.manyErrors + shares) / count)
        below *= factor(min(low, expected))
        above *= factor(max(high, expected))
    }

    private mutating func settle() {
        if weightLeft < 1e-9 {
            side = excess <= 1e-9 ? .below : .above
            return
        }
        // What is left cannot bring it back, whatever it is.
        let expected = limit - excess / (most * weightLeft)
        if expected >= 1 || below >= threshold {
            side = .below
        } else if expected <= 0 || above >= threshold {
            side = .above
        }
    }
}
