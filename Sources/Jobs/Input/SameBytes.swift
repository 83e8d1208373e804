internal import Files

/// Finds files that hold the same bytes.
public enum SameBytes {
    /// A note for each file that is as one before it. Only files of one size are read.
    public static func notes(among files: [InputFile]) -> [JobProblem] {
        var sizes: [Int: Int] = [:]
        let known = files.map { FileTree.size(of: $0.path) }
        for case let size? in known { sizes[size, default: 0] += 1 }
        var first: [String: String] = [:]
        var notes: [JobProblem] = []
        for (file, size) in zip(files, known) {
            guard let size, size > 0, sizes[size, default: 0] > 1, let digest = WholeFile.digest(of: file.path) else {
                continue
            }
            if let other = first[digest] {
                notes.append(.sameBytes(file.name, as: other))
            } else {
                first[digest] = file.name
            }
        }
        return notes
    }
}

extension JobProblem {
    /// Two files that hold the same.
    static func sameBytes(_ file: String, as other: String) -> JobProblem {
        JobProblem(.sameBytes, "'\(file)' holds the same bytes as '\(other)'")
    }
}
