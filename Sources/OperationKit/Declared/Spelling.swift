/// Spellings that the language once had, which are still read and shown nowhere.
public enum Spelling {
    /// British and American, as a key or a word of the language may hold them.
    private static let words = [(british: "centre", american: "center")]

    /// A key or word as the language spells it now.
    public static func american(_ text: String) -> String {
        words.reduce(text) { $0.replacing($1.british, with: $1.american) }
    }

    /// A key or word as it was once spelled; nil where that was the same.
    public static func british(_ text: String) -> String? {
        let older = words.reduce(text) { $0.replacing($1.american, with: $1.british) }
        return older == text ? nil : older
    }
}
