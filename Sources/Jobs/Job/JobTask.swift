internal import Files

/// One variant of one page: the smallest piece of work of a job. It can be done by any process on any machine that has
/// the job, and comes out the same.
public struct JobTask: Sendable, Hashable {
    /// An index into the pages of the job.
    public let source: Int
    /// From 0.
    public let variant: Int

    /// A variant of a page.
    public init(source: Int, variant: Int) {
        self.source = source
        self.variant = variant
    }
}

/// A part of the pages of a job, chosen by their names alone: whoever has the same job gets the same parts.
public struct Shard: Sendable, Hashable {
    /// From 1.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// Part `index` (from 1) of `count`; nil when there is no such part.
    public init?(_ index: Int, of count: Int) {
        guard count >= 1, (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads `3/16`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        self.init(index, of: count)
    }

    /// Whether the source of that id falls into this part.
    public func holds(_ source: String) -> Bool {
        let number = SHA256.bytes(of: Array("foxing shard\u{0}\(source)".utf8)).prefix(8)
            .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return number % UInt64(count) == UInt64(index - 1)
    }

    /// Such as `3/16`.
    public var text: String { "\(index)/\(count)" }
}
