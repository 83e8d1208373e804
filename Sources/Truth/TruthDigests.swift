internal import Files
internal import Synchronization

extension TruthSource {
    /// Stands for the bytes of all files that the truth of a page can come from; nothing is parsed. Empty where there are
    /// none.
    package func digest(for picture: PictureInfo) -> String {
        switch search {
        case .nowhere: return ""
        case .named(_, let pattern):
            let path = pattern.path(for: picture)
            let found = names.file(path)?.path ?? path
            return (pattern.sharing == .none ? WholeFile.digest(of: found) : shared.digest(of: found)) ?? ""
        // The digest of an archive is one of all that is in it.
        case .beside where picture.carried != nil: return ""
        case .beside(let places, let lists):
            let found = TruthPlaces.candidates(beside: picture.path, places, names)
            let own = found.map { "\(RelativePath.name(of: $0.path)) \(WholeFile.digest(of: $0.path) ?? "")" }
            let listed = lists.files(for: picture.path).map {
                "\(RelativePath.name(of: $0.path)) \(shared.digest(of: $0.path) ?? "")"
            }
            return (own + listed).joined(separator: "\n")
        }
    }
}

/// Digests of files that hold the truth of many pages, each read once.
final class SharedDigests: Sendable {
    private let known = Mutex<[String: String?]>([:])

    func digest(of path: String) -> String? {
        known.withLock { known in
            if let digest = known[path] { return digest }
            let digest = WholeFile.digest(of: path)
            known[path] = .some(digest)
            return digest
        }
    }
}

/// Notes on pictures that lists speak of and that are no pages of the run, each found out once.
final class Strangers: Sendable {
    private let known = Mutex<[String: TruthProblem?]>([:])

    func note(
        on path: String, _ format: any FolderWideFormat, _ run: RunPictures?
    ) throws(TruthProblem) -> TruthProblem? {
        guard let run else { return nil }
        let pictures = try format.pictures(in: path)
        return known.withLock { known in
            if let note = known[path] { return note }
            let note = pictures.strangers(to: run, in: RelativePath.name(of: path))
            known[path] = .some(note)
            return note
        }
    }
}
