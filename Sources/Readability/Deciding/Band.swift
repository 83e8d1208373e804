/// How hard a page is to read, by a range of its character error rate.
public struct Band: Hashable, Sendable {
    /// As the user called it.
    public let name: String
    /// Ends included; where two bands meet, the earlier one has the end.
    public let range: ClosedRange<Double>

    /// A band of that name.
    public init(name: String, range: ClosedRange<Double>) {
        self.name = name
        self.range = range
    }
}
