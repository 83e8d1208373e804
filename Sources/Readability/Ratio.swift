/// A number of cases out of all, kept as both so that it can be pooled.
public struct Ratio: Hashable, Sendable {
    /// The cases.
    public var numerator: Int
    /// All of them.
    public var denominator: Int

    /// Nothing out of nothing, where pooling begins.
    public static let zero = Ratio(0, 0)

    /// So many cases out of so many.
    public init(_ numerator: Int, _ denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// nil when there is nothing to divide by; error rates may exceed 1.
    public var value: Double? { denominator == 0 ? nil : Double(numerator) / Double(denominator) }

    /// Both pooled.
    public static func + (a: Ratio, b: Ratio) -> Ratio {
        Ratio(a.numerator + b.numerator, a.denominator + b.denominator)
    }

    /// Pools the other one in.
    public static func += (a: inout Ratio, b: Ratio) { a = a + b }
}
