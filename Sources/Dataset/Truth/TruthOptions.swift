import Engine

/// What a pipeline says of a format beyond its name.
struct TruthOptions: Sendable {
    /// What an entry of a flat format is: a line of text, or a word.
    enum Entry: String, Sendable { case line, word }

    /// nil for what is usual in the format.
    var entry: Entry?
    /// Whether a field for the language stands before the text (ICDAR MLT).
    var hasLanguage = false
    /// Whether bad rows are passed over.
    var leavesBadRows = false
    /// The folder that paths in folder-wide files start from; nil for the file's own.
    var root: String?

    init() {}

    init(_ plan: TruthPlan, folder: String) {
        entry = plan.level.flatMap(Entry.init)
        hasLanguage = plan.hasLanguage
        leavesBadRows = plan.leavesBadRows
        root = plan.root.map { RelativePath.join(folder, $0) }
    }
}
