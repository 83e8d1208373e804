internal import Files
internal import Jobs

/// Files that appear under their names only when they are whole.
public enum Writing {
    /// Writes a text in UTF-8, replacing a file of that name. Throws a problem with a code and a message.
    public static func write(_ text: String, to path: String) throws {
        do {
            try AtomicFile.write(Array(text.utf8), to: path, flush: .now)
        } catch {
            throw error.whileWriting(path)
        }
    }

    /// Removes the unfinished files of writes that go on, because the process is about to stop.
    public static func abandonAll() { AtomicFile.abandonAll() }
}
