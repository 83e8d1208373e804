/// Takes what a job makes: a folder, memory, or whatever else. Files are kept on the thread that made them, in any order;
/// entries then come one after the other in the order of the manifest.
public protocol Sink: AnyObject, Sendable {
    /// What was kept before for a variant, by this or an earlier run of the same job.
    func entry(_ key: LedgerEntry.Key) -> LedgerEntry?

    /// Whether all files of an entry are there as they were kept.
    func isWhole(_ entry: LedgerEntry) -> Bool

    /// Keeps the files of a product.
    func keep(_ product: Product) throws(JobProblem)

    /// Enters what was kept, or why nothing was, in order.
    func enter(_ entry: LedgerEntry) throws(JobProblem)

    /// What a kept file can be taken from again.
    func content(of path: String) -> PictureContent?
}

/// Where the bytes of a picture are.
public enum PictureContent: Sendable {
    /// A file that can be linked to, or copied.
    case file(String)
    /// In memory.
    case bytes([UInt8])
}
