/// Words of the language that belong to no section and no operation.
public enum LanguageKeys {
    /// The steps that hold other steps.
    public static let combinators = ["one-of", "some-of", "shuffle", "sequence", "repeat"]

    /// The step that a program carries out.
    public static let command = "command"

    /// The names of all steps that are no operations.
    public static let steps = combinators + [command]

    /// What a step that holds others takes beside `steps` and `p`.
    public static func ownKeys(ofCombinator name: String) -> [String] {
        switch name {
        case "some-of": ["count"]
        case "repeat": ["times"]
        default: []
        }
    }

    /// Whether such a step weighs its members.
    public static func weighsMembers(_ combinator: String) -> Bool {
        combinator == "one-of" || combinator == "some-of"
    }

    /// What Python programs call the steps that hold other steps, without case.
    static let combinatorPeers = [
        "oneof": "one-of", "someof": "some-of", "sequential": "sequence", "compose": "sequence",
        "randomorder": "shuffle",
    ]

    /// Names that a stage cannot have.
    public static let reservedStages = ["page", "blank"]
}
