/// What a pipeline says of a format beyond its name.
package struct TruthOptions: Sendable {
    /// What an entry of a flat format is: a line of text, or a word.
    package enum Entry: String, Sendable { case line, word }

    /// nil for what is usual in the format.
    package var entry: Entry?
    /// Whether a field for the language stands before the text (ICDAR MLT).
    package var hasLanguage = false
    /// Whether bad rows are passed over.
    package var leavesBadRows = false
    /// The folder that paths in folder-wide files start from; nil for the file's own.
    package var root: String?

    package init() {}
}
