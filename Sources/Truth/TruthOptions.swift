package import OperationKit

/// What a pipeline says of a format beyond its name, in the options that several formats share.
struct TruthOptions: Sendable {
    /// What an entry of a flat format is.
    let entry: LabelUnit
    /// Whether bad rows are passed over.
    let skipsBadRows: Bool
    /// The folder that paths in folder-wide files start from; nil for the file's own.
    let root: String?
    /// The encoding of its text; nil for Unicode's.
    let encoding: String?
    /// Whether places are those of the picture as it is stored.
    let areStored: Bool

    init(_ options: FormatOptions, of format: TruthFormatDeclaration) {
        entry = format.entry(options)
        skipsBadRows = options.word(.badRows) == "skip"
        root = options.word(.root)
        encoding = options.word(.encoding)
        areStored = options.word(.coordinates) == "stored"
    }
}

extension KeyDeclaration {
    /// What is done with rows that cannot be read, in formats of rows.
    static let badRows = KeyDeclaration.words(
        "bad-rows", ["fail", "skip"], "a row that cannot be read fails its page (fail) or is passed over (skip)",
        olderWords: ["leave": "skip"])

    /// How files of text are written.
    static let encoding = KeyDeclaration.text(
        "encoding",
        "how files of text are written where that is not UTF-8 or UTF-16: cp949, euc-kr, shift_jis, gb18030, big5, "
            + "windows-1252, and whatever 'iconv -l' lists",
        example: "cp949")

    /// Where paths in a file for many pictures start.
    package static let root = KeyDeclaration.text(
        "root",
        "the folder that paths in the file start from, itself from the pipeline file's folder; left out, the file's own",
        example: "scans")

    /// Which member of a label is its text.
    static let textIn = KeyDeclaration.text(
        "text-in", "the column, attribute or member that holds a label's text; left out, the usual one of the format",
        example: "transcription")
}
