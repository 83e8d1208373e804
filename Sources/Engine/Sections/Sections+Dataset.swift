import Imaging
public import OperationKit
import PipelineSyntax

extension Sections {
    static func dataset(_ formats: FormatCatalog) -> SectionDeclaration {
        let older = formats.sets.flatMap { format in format.aliases.map { ($0, format.name) } }
        let choice = KeyForm.value(.choice(formats.sets.map(\.name)))
        return SectionDeclaration(
            "dataset", "Training sets to write: one mapping, or a list of them.",
            example: "dataset: {unit: line, format: tesstrain}",
            [
                KeyDeclaration(
                    "unit", .value(.choice(LabelUnit.allCases.map(\.rawValue))), "what one label speaks of",
                    example: "line", isRequired: true),
                KeyDeclaration(
                    "format", .list(choice), "which trainers read the set: one format, or a list of them",
                    example: formats.sets.first?.name ?? "", isRequired: true,
                    olderWords: Dictionary(older, uniquingKeysWith: { first, _ in first })),
                KeyDeclaration(
                    "output", .output, "the output that the pictures come from; by default the first",
                    example: "image"),
                KeyDeclaration(
                    "split", .section(split),
                    "how sources are dealt to training, validation and test; left out, all are for training",
                    example: "{train: 0.9, val: 0.05, test: 0.05}"),
                KeyDeclaration.words(
                    "flagged", ["keep", "skip"],
                    "whether variants that 'readability' flagged are in the set (keep) or not (skip)",
                    olderWords: ["leave": "skip"]),
                KeyDeclaration.words(
                    "normal", TextForm.allCases.map(\.rawValue),
                    "how characters are written: composed (nfc), decomposed (nfd), or as the truth has them (none); scores "
                        + "always compare composed text"),
            ] + crops + formats.setOptions)
    }

    /// What sets of single lines or words take besides.
    public static let crops: [KeyDeclaration] = {
        let standard = CropOptions()
        return [
            KeyDeclaration(
                "padding", .range(.number(0...4)), default: "\(standard.padding)", unit: "text heights",
                "real pixels left around each line or word; of a range each has its own"),
            KeyDeclaration(
                "straighten", .value(.share(0...1)),
                "the share of lines or words that are straightened; the others are cut out by the upright rectangle around them, with "
                    + "what of their neighbors falls into it, as most text detectors hand them over; left out, what the reader of the "
                    + "format expects",
                example: "0.5"),
            KeyDeclaration(
                "height", .value(.count(4...4096)), unit: "px",
                "scales every line or word to that height, padding included; left out, the size stays as on the page",
                example: "48"),
            KeyDeclaration(
                "min-height", .value(.number(0...4096)), default: "\(Int(standard.minHeight))", unit: "px",
                "lower text is left out"),
            KeyDeclaration(
                "max-length", .value(.count(1...1_000_000)), unit: "characters",
                "longer text is left out; without it none is", example: "100"),
            KeyDeclaration(
                "min-contrast", .value(.count(0...255)), default: "\(standard.minContrast)", unit: "gray levels",
                "text whose lightest and darkest places differ by less is left out as blank"),
            KeyDeclaration(
                "vertical", .value(.choice(CropOptions.Vertical.allCases.map(\.rawValue))),
                default: standard.vertical.rawValue,
                "vertical writing stays upright (keep), is turned by 90° counterclockwise (turn) or left out (skip)"),
        ]
    }()

    /// How sources are dealt.
    public static let split: SectionDeclaration = {
        let standard = SplitPlan()
        func part(_ name: String, _ help: String, _ text: String?, example: String) -> KeyDeclaration {
            KeyDeclaration(
                name, .either([.value(.share(0...1)), .value(.text)]), default: text,
                "\(help): a share, the path of a list of ids or input paths, or 'rest'", example: example)
        }
        return SectionDeclaration(
            "split", "How sources are dealt to training, validation and test.",
            example: "split: {train: 0.9, val: 0.05, test: 0.05}",
            [
                part("train", "what is for training", "1", example: "rest"),
                part("val", "what is for validation", nil, example: "lists/val.txt"),
                part("test", "what is for testing", nil, example: "lists/test.txt"),
                KeyDeclaration(
                    "by", .value(.text), default: "file",
                    "what stays together: file, folder, or a regular expression whose first group is taken of the id",
                    example: "'^([^_]+)_'"),
                KeyDeclaration(
                    "salt", .value(.text), default: standard.salt, "another one deals the same sources otherwise",
                    example: "7"),
                KeyDeclaration.flag(
                    "exact", "counts the sources out to the shares; then adding files may move some of them"),
                KeyDeclaration.words(
                    "augment", ["all", "train"],
                    "with train, only the first variant of sources for validation and test is in the sets"),
                KeyDeclaration(
                    "clean", .list(.value(.choice(Array(SplitPlan.names.dropFirst())))),
                    "parts that get the undegraded page in place of its variants; by default none", example: "test"),
            ])
    }()
}
