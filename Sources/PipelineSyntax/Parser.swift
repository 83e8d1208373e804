public import Diagnostics

/// Reads the text of a pipeline file: a subset of YAML 1.2. What it accepts means the same to any parser of YAML 1.2
/// under the core schema; everything else is refused by name.
public enum Parser {
    /// The most bytes a text may have.
    public static let largestText = 1 << 20
    /// The most collections that may stand inside one another, aliases expanded.
    public static let deepest = 64
    /// The most scalars, keys, mappings and sequences, aliases expanded.
    public static let mostNodes = 100_000
    /// The most bytes of scalars, aliases expanded.
    static let mostScalarBytes = 8 << 20
    /// Reading stops after so many errors.
    static let mostFindings = 50

    /// The tree, and everything that is wrong with the text. With an error the tree is the best that could be made of
    /// it, or nil. An empty text is an empty scalar.
    public static func parse(_ source: SourceText) -> (tree: Node?, findings: [Diagnostic]) {
        let unreadable = encodingFindings(source)
        guard unreadable.isEmpty else { return (nil, unreadable) }
        var reader = TreeReader(source)
        let tree = reader.document()
        return (tree, DiagnosticRenderer.sorted(reader.findings))
    }
}
