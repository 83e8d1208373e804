import Imaging
public import OperationKit
import PipelineSyntax

extension Sections {
    /// Words for the truth that name no format.
    enum TruthWord {
        static let automatic = "auto"
        static let none = "none"
        static let own = "self"
        static let all = [automatic, none, own]
    }

    static func input(_ truth: SectionDeclaration) -> SectionDeclaration {
        let names = truth["from"]?.form ?? .value(.text)
        return SectionDeclaration(
            "input", "Where the pages and their text come from.",
            example: "input: {images: pages/*.png, truth: auto}",
            [
                KeyDeclaration(
                    "images", .list(.value(.text)),
                    "files, folders and patterns with * and **, from the pipeline file's folder; --input takes their "
                        + "place; left out, --input has to say",
                    example: "pages/*.png"),
                KeyDeclaration(
                    "truth", .either([names, .section(truth)]), default: TruthWord.automatic,
                    "where the text of the pages comes from: auto, none, self, a format, or a mapping",
                    example: TruthWord.automatic, olderWords: truth["from"]?.olderWords ?? [:]),
                KeyDeclaration(
                    "edge", .section(edge), "how much of a text must stay on the page for it to be trained on",
                    example: "{share: 0.9, end: 0.2}"),
                KeyDeclaration(
                    "dpi", .value(.number(30...2400)), unit: "pixels per inch",
                    "the resolution of pages whose files do not say it; left out, it is guessed from the size of the "
                        + "text or the page",
                    example: "300"),
                KeyDeclaration.words(
                    "ids", ["stem", "file"],
                    "what a page is called: its file's name without the extension (stem) or with it (file), so that "
                        + "a.png and a.tif can stand side by side"),
            ])
    }

    static func truth(_ formats: FormatCatalog) -> SectionDeclaration {
        let names = TruthWord.all + formats.truth.map(\.name)
        let older = formats.truth.flatMap { format in format.aliases.map { ($0, format.name) } }
        return SectionDeclaration(
            "truth", "Which ground truth, and how its files are read.",
            example: "truth: {from: paddleocr, files: labels/train.txt}",
            [
                KeyDeclaration(
                    "from", .value(.choice(names)),
                    "auto takes the richest that lies with the picture, none reads nothing, self reads the clean page "
                        + "with Tesseract; else the format",
                    example: "hocr", isRequired: true,
                    olderWords: Dictionary(older, uniquingKeysWith: { first, _ in first })),
                KeyDeclaration(
                    "files", .value(.text),
                    "a path from the pipeline file's folder; {dir}, {stem} and {name} stand for the picture's folder, "
                        + "its name without extension and its name; left out, the usual names are looked for",
                    example: "'ocr/{stem}.html'"),
            ] + formats.truthOptions + [
                KeyDeclaration.flag(
                    "align",
                    "looks with Tesseract where the lines of a text without outlines stand on the clean page, so that it has "
                        + "lines and words; what is not surely found is not trained on"),
                KeyDeclaration(
                    "min-confidence", .value(.number(0...100)), default: "80",
                    "with self: words read with less confidence are not trained on"),
                KeyDeclaration(
                    "min-words", .value(.count(0...1_000_000)), default: "1",
                    "with self: pages with fewer legible words fail"),
            ])
    }

    /// What must be left of a text at the edge of a page.
    public static let edge = SectionDeclaration(
        "edge", "How much of a text must stay on the page for it to be trained on.",
        example: "edge: {share: 0.9, end: 0.2}",
        [
            KeyDeclaration(
                "share", .value(.share(0...1)), default: "\(EdgeLimits.standard.share)",
                "the least share of a word's area that must stay on the page"),
            KeyDeclaration(
                "end", .value(.number(0...100)), default: "\(EdgeLimits.standard.end)", unit: "text heights",
                "the most that either end of a word may lose"),
        ])

    /// One picture of a variant, in its long form.
    public static let output = SectionDeclaration(
        "output", owner: "an output", "One picture of a variant.",
        example: "image: {from: post, format: jpeg, quality: 90}",
        [
            KeyDeclaration("from", .stage, "the stage that it shows; by default the last", example: "scan"),
            KeyDeclaration(
                "format", .value(.choice(OutputPlan.Format.allCases.map(\.rawValue))),
                default: OutputPlan.Format.png.rawValue, "the kind of its files", example: "jpeg"),
            KeyDeclaration(
                "quality", .value(.count(1...100)), default: "90", "how well jpeg and webp keep the pixels"),
        ])
}
