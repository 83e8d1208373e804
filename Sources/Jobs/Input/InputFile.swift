/// A file that was named as input or found by a pattern; not opened yet.
public struct InputFile: Sendable, Equatable {
    /// To open it by.
    public let path: String
    /// Relative to the common folder of all input, as it is spelled on disk.
    public let name: String

    /// A file at `path` that is called `name`.
    public init(path: String, name: String) {
        self.path = path
        self.name = name
    }
}
