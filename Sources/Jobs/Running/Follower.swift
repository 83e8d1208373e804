public import JSON

/// Takes up what a job makes, variant by variant, such as training sets: its share of each variant on any thread, the
/// shares then one after the other in the order of the manifest.
public protocol Follower: Sendable {
    /// What one variant adds.
    associatedtype Share: Sendable

    /// What a variant adds. Whatever it throws makes the variant fail.
    func share(of made: MadeVariant) throws -> Share

    /// Begins to write.
    func open() throws(JobProblem) -> any FollowerBook<Share>
}

/// Writes what a follower took up.
public protocol FollowerBook<Share>: AnyObject {
    /// What one variant adds.
    associatedtype Share: Sendable

    /// Adds the share of the next variant.
    func add(_ share: Share) throws(JobProblem)

    /// Completes what was written; called once, after the last share.
    func finish() throws(JobProblem) -> [FollowerSummary]

    /// Removes what was written.
    func abandon()
}

/// What a follower wrote, in numbers.
public struct FollowerSummary: Sendable {
    /// Such as `tesstrain-line`.
    public let name: String
    /// As it stands in `run.json`.
    public let json: JSONValue
    /// Labels in it.
    public let labels: Int
    /// Why labels are not in it, and how many.
    public let reasons: [(reason: String, count: Int)]
    /// How often each note was made, by code.
    public let notes: [String: Int]
    /// What its user should be told at the end, such as files in its folder that it did not write.
    public let remarks: [JobProblem]

    /// A summary by its name.
    public init(
        name: String, json: JSONValue, labels: Int, reasons: [(reason: String, count: Int)], notes: [String: Int],
        remarks: [JobProblem] = []
    ) {
        self.name = name
        self.json = json
        self.labels = labels
        self.reasons = reasons
        self.notes = notes
        self.remarks = remarks
    }
}

/// Takes up nothing.
public struct NoFollower: Follower {
    private final class Book: FollowerBook {
        func add(_ share: NoShare) {}
        func finish() -> [FollowerSummary] { [] }
        func abandon() {}
    }

    /// Nothing.
    public struct NoShare: Sendable {}

    /// Follows nothing.
    public init() {}

    public func share(of made: MadeVariant) -> NoShare { NoShare() }

    public func open() -> any FollowerBook<NoShare> { Book() }
}
