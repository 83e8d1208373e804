/// The keys of every section of a pipeline file, in the order of the manual. The compilers accept these and no others;
/// messages and the schema list them.
public enum LanguageKeys {
    public static let sections = [
        "pipeline", "version", "seed", "variants", "input", "stages", "outputs", "readability", "dataset",
    ]
    public static let input = ["images", "truth", "edge", "dpi", "ids"]
    public static let truth = [
        "from", "files", "root", "level", "language", "bad-rows", "min-confidence", "min-words",
    ]
    public static let edge = ["share", "end"]
    public static let stage = ["from", "merge", "p", "steps"]
    public static let output = ["from", "format", "quality"]
    public static let readability = [
        "on", "languages", "layout", "keep", "otherwise", "sample", "words", "unmeasured", "item-timeout",
    ]
    public static let keep = ["cer", "wer", "words", "confidence"]
    public static let otherwise = ["retry", "then"]
    public static let sample = ["pages", "lines"]

    public static let dataset = [
        "unit", "format", "output", "split", "flagged", "padding", "height", "min-height", "max-length", "min-contrast",
        "vertical", "box", "points", "license",
    ]

    public static let split = ["train", "val", "test", "by", "salt", "exact", "augment", "clean"]

    /// The steps that hold other steps.
    public static let combinators = ["one-of", "some-of", "shuffle", "sequence", "repeat"]

    /// What such a step takes beside `steps` and `p`.
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

    /// Where a key belongs that stands at the top by mistake, with an example; nil for a key of no section.
    static func home(of key: String) -> (owner: String, example: String)? {
        if input.contains(key) { return ("'input'", "input: {images: pages/*.png, truth: auto}") }
        if readability.contains(key) || keep.contains(key) {
            return ("'readability'", "readability: {languages: [eng], keep: {cer: 0..0.4}}")
        }
        if stage.contains(key) { return ("a stage", "stages: {scan: [subtle-noise, jpeg]}") }
        if dataset.contains(key) { return ("'dataset'", "dataset: {unit: line, format: tesstrain}") }
        return nil
    }

    /// What Python programs call the steps that hold other steps, without case.
    static let combinatorPeers = [
        "oneof": "one-of", "someof": "some-of", "sequential": "sequence", "compose": "sequence",
        "randomorder": "shuffle",
    ]

    /// Names that a stage cannot have.
    public static let reservedStages = ["page", "blank"]
}
