internal import Files
public import Imaging

/// What one task came to, in memory: nothing has been written.
public struct Product: Sendable {
    /// The task that it is of.
    public let task: JobTask
    /// The digest of what it was made from: the page's bytes and its truth.
    public let inputs: String
    /// What the manifest says of it; nil when it failed.
    public var row: ManifestRow?
    /// Every output in the order of the pipeline, the training picture first; none when the variant is dropped.
    public var pictures: [ProductPicture] = []
    /// Files of labels.
    public var labels: [ProductFile] = []
    /// What went wrong on the way: attempts that were drawn again, or why there is no row.
    public var failures: [FailureRow] = []
    /// What it took to make it.
    var times = WorkTimes()
    /// The clean page that it was made of; what is asked of it is computed only then.
    let source: PreparedSource

    /// All files, with what is in them.
    public var files: [ProductFile] { pictures.map(\.file) + labels }
}

/// A file before it is written.
public struct ProductFile: Sendable {
    /// Below the folder of a run.
    public let path: String
    /// All of it.
    public let bytes: [UInt8]
    /// Of the bytes, in hexadecimal digits.
    public let sha256: String

    /// A file to be written at `path` below the folder of a run.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        sha256 = SHA256.hex(of: bytes)
    }
}

/// One output of a variant.
public struct ProductPicture: Sendable {
    /// The name of the output.
    public let name: String
    /// What it shows, with its labels.
    public let page: Page
    /// The encoded picture.
    public let file: ProductFile
    /// Whether a reader of the file sees the very samples of `page`.
    let losesNothing: Bool
}
