public import OperationKit
import PipelineSyntax

extension Sections {
    /// Reading variants back.
    public static let readability = SectionDeclaration(
        "readability", "Reads each variant back with Tesseract, measures the errors and keeps what fits.",
        example: "readability: {languages: [eng], keep: {cer: 0..0.4}}",
        [
            KeyDeclaration("on", .stage, "the stage that is read; by default the last", example: "scan"),
            KeyDeclaration(
                "languages", .list(.value(.text)), default: automaticLanguages,
                "Tesseract's names of the languages on the pages, the main one first; auto: of the installed ones that of "
                    + "each script in the true text, eng where nothing is known of it",
                example: "[eng, kor]"),
            KeyDeclaration(
                "effort", .either([.value(.choice(efforts)), .section(effort)]), default: efforts[0],
                "what is read of a page: full all of it, decided stretches of its lines in a drawn order until the "
                    + "verdict is sure; or so many lines, or a share of the variants",
                example: "decided"),
            KeyDeclaration(
                "layout", .value(.size([3, 4, 6, 7, 11])), default: "6",
                "Tesseract's page segmentation: 3 columns, 4 one column, 6 one block, 7 one line, 11 scattered text"),
            KeyDeclaration(
                "keep", .section(keep), "the scores that a variant must have to be kept; left out, all are kept",
                example: "{cer: 0..0.4}"),
            KeyDeclaration(
                "metric", .value(.choice(ReadabilityPlan.metrics)), default: ReadabilityPlan.metrics[0],
                "how two texts are compared: Foxing's own recipe, or that of another program", example: "jiwer"),
            KeyDeclaration(
                "bands", .named(.range(.share(0...1)), reserved: []),
                "names to choose and the character error rates of each; every measured variant is told its band",
                example: "{easy: 0..2%, hard: 10%..35%}"),
            KeyDeclaration(
                "quota", .named(.value(.share(0...1)), reserved: []),
                "the share of each band among the variants of a page; variants are drawn again until it is met",
                example: "{easy: 50%, hard: 50%}"),
            KeyDeclaration(
                "attempts", .value(.count(1...100)), default: "8",
                "how often a variant is drawn at most to fill 'quota'"),
            KeyDeclaration(
                "engine", .section(engine), "a program that reads in place of Tesseract; left out, Tesseract reads",
                example: "{command: [python3, judge.py]}"),
            KeyDeclaration(
                "judge", .value(.text),
                "the name of a judge of the calling program, such as a Python function, that reads in place of Tesseract",
                example: "my-model"),
            KeyDeclaration(
                "otherwise", .either([.value(.choice(verdicts)), .section(otherwise)]),
                default: ReadabilityPlan.Otherwise.drop.rawValue,
                "what becomes of a variant outside 'keep': drop leaves it out, flag keeps it with a mark, retry draws "
                    + "it again",
                example: "{retry: 3, then: drop}"),
            KeyDeclaration(
                "sample", .section(sample), "an older spelling of 'effort' in its long form",
                example: "{pages: 25%, lines: 20}"),
            KeyDeclaration(
                "words", .value(.choice(["mark"])),
                "mark keeps words that were not found from being trained on; left out, all words are", example: "mark"),
            KeyDeclaration(
                "unmeasured", .value(.choice(ReadabilityPlan.Unmeasured.allCases.map(\.rawValue))),
                default: ReadabilityPlan.Unmeasured.flag.rawValue,
                "what becomes of variants that could not be measured: too little text, or not read in time"),
            KeyDeclaration(
                "item-timeout", .value(.number(1...86_400)), default: "60", unit: "seconds",
                "how long reading one page may take"),
        ])

    /// What stands for languages that nobody named.
    static let automaticLanguages = "auto"
    private static let efforts = ["full", "decided"]
    private static let verdicts = ReadabilityPlan.Otherwise.allCases.map(\.rawValue) + ["retry"]

    /// The scores of what is kept.
    public static let keep = SectionDeclaration(
        "keep", "The ranges, ends included, that a variant's scores must all lie in.", example: "keep: {cer: 0..0.4}",
        [
            KeyDeclaration(
                "cer", .range(.number(0...1000)),
                "the character error rate: wrong, missing and extra characters over those of the true text",
                example: "0..0.4"),
            KeyDeclaration(
                "wer", .range(.number(0...1000)), "the word error rate, counted likewise", example: "0..0.6"),
            KeyDeclaration(
                "words", .range(.share(0...1)), "found words over all words of the true text", example: "50%..100%"),
            KeyDeclaration(
                "confidence", .range(.number(0...100)),
                "the mean confidence of what was read; says little without another score", example: "60..100"),
        ])

    /// What becomes of the others, in its long form.
    public static let otherwise = SectionDeclaration(
        "otherwise", "Draws a variant outside 'keep' again.", example: "otherwise: {retry: 3, then: drop}",
        [
            KeyDeclaration(
                "retry", .value(.count(1...100)), default: "3", "how often a variant is drawn again at most"),
            KeyDeclaration(
                "then", .value(.choice(ReadabilityPlan.Otherwise.allCases.map(\.rawValue))),
                default: ReadabilityPlan.Otherwise.drop.rawValue, "what becomes of it when none of them fits",
                example: "flag"),
        ])

    /// How much is read, in numbers.
    public static let effort = amounts("effort")
    /// The same by its older name.
    public static let sample = amounts("sample")

    private static func amounts(_ name: String) -> SectionDeclaration {
        SectionDeclaration(
            name, "Measures only some variants, or some lines of each.", example: "\(name): {pages: 25%, lines: 20}",
            [
                KeyDeclaration(
                    "pages", .value(.share(0...1)), default: "100%",
                    "the share of the variants that are measured; the others are kept", example: "25%"),
                KeyDeclaration(
                    "lines", .value(.count(1...100_000)),
                    "how many lines of a page are read, drawn by chance; left out, all are", example: "20"),
            ])
    }

    /// Who reads in place of Tesseract.
    public static let engine = SectionDeclaration(
        "engine", "A program that reads in place of Tesseract; it is started only with --allow-commands.",
        example: "engine: {command: [python3, judge.py]}",
        [
            KeyDeclaration(
                "command", .list(.value(.text)),
                "the program and its arguments, started in the pipeline file's folder, once for each worker; it is spoken "
                    + "to in lines of JSON",
                example: "[python3, judge.py]", isRequired: true)
        ])
}
