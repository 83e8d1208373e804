import CLinux
import Glibc

/// What Linux does with whole folders at once.
package enum FileSystem {
    /// Waits until what was written to the file system of a folder is on its disk: one wait for a whole set, some tens of
    /// milliseconds instead of some for every file. Other file systems of the machine are left alone.
    package static func flush(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = clinux_syncfs(descriptor)
        close(descriptor)
    }

    /// Gives each of two paths what the other names, so that neither is missing for a moment.
    package static func exchange(_ a: String, _ b: String) throws(SystemProblem) {
        if clinux_exchange(a, b) != 0 { throw SystemProblem(errno) }
    }
}
