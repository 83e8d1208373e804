internal import Files
internal import Glibc

/// Folders with all that is in them.
package enum FolderTree {
    /// Makes a folder and those above it.
    package static func make(_ path: String) throws(JobProblem) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for component in RelativePath.components(path) {
            partial = RelativePath.join(partial, component)
            if mkdir(partial, 0o777) != 0, errno != EEXIST {
                let problem = SystemProblem(errno)
                guard case .folder? = FileTree.kind(of: partial) else { throw problem.whileWriting(partial) }
            }
        }
    }

    /// Removes a file or a folder; links are not followed.
    package static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in FileTree.names(in: path) { remove(RelativePath.join(path, name)) }
        rmdir(path)
    }
}
