import Glibc

/// Files of a run beside its pictures and labels.
enum RunFile {
    static let manifest = "manifest.jsonl"
    static let failures = "failures.jsonl"
    static let record = "run.json"
    static let pipeline = "pipeline.yaml"
    static let sets = "sets"

    static let all = [record, pipeline] + [manifest, failures].flatMap(RowFile.names)
}

extension OutputFolder {
    /// What was found where a set shall be written.
    enum Contents {
        case nothing
        case noFolder
        /// A run, and what it was if that can be read.
        case run(RunRecord.Identity?)
        case other([String])
    }

    static func contents(of root: String) -> Contents {
        switch FileTree.kind(of: root) {
        case nil: return .nothing
        case .file, .other: return .noFolder
        case .folder: break
        }
        let names = FileTree.names(in: root)
        if let bytes = try? WholeFile.read(RelativePath.join(root, RunFile.record)) {
            let json = try? JSONReader.read(bytes)
            if let json, let identity = RunRecord.Identity(json) { return .run(identity) }
        }
        if names.contains(where: RowFile.names(of: RunFile.manifest).contains) { return .run(nil) }
        // Hidden files, such as those of file managers and version control, are nobody's data.
        let visible = names.filter { !$0.hasPrefix(".") }
        return visible.isEmpty ? .nothing : .other(visible)
    }

    static func shown(_ names: [String]) -> String {
        let first = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(first) and \(names.count - 3) more" : first
    }

    /// Removes all that runs leave: their own files, and in the folders of their outputs what is named like a variant.
    func removeRun(_ outputs: [String]) {
        let earlier = RowFile.rows(of: path(RunFile.manifest)).compactMap(ManifestRow.init)
        let folders = earlier.flatMap(\.files).compactMap { RelativePath.components($0.path).first }
        removeVariants(except: [], in: outputs + folders)
        for name in RunFile.all { unlink(path(name)) }
        SetFolder.removeAll(in: path(RunFile.sets))
    }

    /// Removes pictures and labels of variants that are not among `kept` (paths below the folder), so that an interrupted
    /// run leaves none that no row speaks of.
    public func removeVariants(except kept: Set<String>, in outputs: [String]) {
        for folder in Self.runFolders(outputs) where isOwn(folder) {
            visit(folder) { path in
                if Self.isVariant(RelativePath.name(of: path)), !kept.contains(path) { unlink(self.path(path)) }
            }
        }
    }

    /// Removes the temporary files of processes that were killed.
    func removeLeftovers(in outputs: [String]) {
        for name in FileTree.names(in: root) where AtomicFile.isTemporary(name) { unlink(path(name)) }
        for folder in Self.runFolders(outputs) where isOwn(folder) {
            visit(folder) { path in
                if AtomicFile.isTemporary(RelativePath.name(of: path)) { unlink(self.path(path)) }
            }
        }
    }

    private static func runFolders(_ outputs: [String]) -> Set<String> {
        Set((outputs + ["image"]).flatMap { [$0, "labels.\($0)"] } + ["images", "labels"])
    }

    /// Whether it is a folder here and not a link to one elsewhere.
    private func isOwn(_ folder: String) -> Bool {
        var status = stat()
        return lstat(path(folder), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Calls for every file below a folder, then removes the folder if nothing is left in it.
    private func visit(_ folder: String, _ body: (String) -> Void) {
        for name in FileTree.names(in: path(folder)) {
            let path = RelativePath.join(folder, name)
            if isOwn(path) { visit(path, body) } else { body(path) }
        }
        rmdir(path(folder))
    }

    /// Whether a name is one that `VariantNames` makes.
    private static func isVariant(_ name: String) -> Bool {
        guard let stem = RelativePath.stem(of: name).split(separator: "_").last, !stem.isEmpty else { return false }
        return stem.allSatisfy { $0.isASCII && $0.isNumber } && RelativePath.stem(of: name).hasSuffix("_aug_" + stem)
    }
}
