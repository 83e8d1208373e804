internal import Files
internal import Glibc
internal import Imaging
internal import JSON
internal import Truth

/// Keeps what was read on clean pages from one run to the next, for `truth: self`: reading a page takes many times as long
/// as making a variant of it. What cannot be kept or found again is read anew; nothing else changes.
public struct ReadingStore: Sendable {
    /// Where the readings lie; made when the first one is kept.
    public let folder: String

    /// Readings in that folder.
    public init(folder: String) {
        self.folder = folder
    }

    /// Stands for all that a reading depends on.
    struct Key: Sendable {
        let name: String

        /// `parts` are the source's hash, its page, the reader with its models, and how it was asked.
        init(_ parts: [String]) {
            name = SHA256.hex(of: parts.joined(separator: "\u{0}"))
        }
    }

    /// A reading that was kept.
    func reading(_ key: Key) -> GroundTruth? {
        guard let bytes = try? WholeFile.read(path(key), limit: TruthFile.limit) else { return nil }
        return Self.truth(bytes)
    }

    /// Keeps a reading, if that can be done.
    func keep(_ bytes: [UInt8], _ key: Key) {
        let path = path(key)
        guard (try? FolderTree.make(RelativePath.folder(of: path))) != nil else { return }
        try? AtomicFile.write(bytes, to: path)
    }

    /// In folders by the first two digits, so that none grows too large.
    private func path(_ key: Key) -> String {
        RelativePath.join(RelativePath.join(folder, String(key.name.prefix(2))), key.name + ".json")
    }

    /// The labels in a file's bytes. Readings are always taken from there, so that one that was kept is like a new one.
    static func truth(_ bytes: [UInt8]) -> GroundTruth? {
        (try? JSONReader.read(bytes)).flatMap { LabelsFile.read($0)?.truth }
    }
}
