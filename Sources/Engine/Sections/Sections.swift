public import OperationKit
import PipelineSyntax

/// All that the language declares of its sections. The compiler reads with it; schema, messages and manual derive from it.
public struct Sections: Sendable {
    /// The top of a file.
    public let pipeline: SectionDeclaration
    public let input: SectionDeclaration
    public let truth: SectionDeclaration
    public let dataset: SectionDeclaration

    /// The sections of pipelines that may name these formats.
    public init(_ formats: FormatCatalog) {
        truth = Self.truth(formats)
        input = Self.input(truth)
        dataset = Self.dataset(formats)
        pipeline = Self.pipeline(input: input, dataset: dataset)
    }

    /// Every section with the mappings in it, in the order of the manual, each with the path of its key.
    public var manual: [(path: String, section: SectionDeclaration)] {
        pipeline.withInner("") + Self.command.withInner("stages.NAME.steps.command")
    }

    /// What has a name in the top of a pipeline, in its order.
    private static func pipeline(input: SectionDeclaration, dataset: SectionDeclaration) -> SectionDeclaration {
        return SectionDeclaration(
            "pipeline", owner: "a pipeline", "A pipeline file.", example: "stages: {scan: [subtle-noise, jpeg]}",
            [
                KeyDeclaration(
                    "pipeline", .value(.text), "a name for reports; by default the file's", example: "office-scan"),
                KeyDeclaration("version", .only(1), default: "1", "the version of the language"),
                KeyDeclaration(
                    "seed", .value(.count(-9_007_199_254_740_992...9_007_199_254_740_992)), default: "0",
                    "all chance follows from it; --seed overrides", example: "7"),
                KeyDeclaration(
                    "variants", .value(.count(1...10_000_000)), default: "1",
                    "variants per page; --variants overrides", example: "10"),
                KeyDeclaration(
                    "input", .section(input), "where the pages and their text come from",
                    example: "{images: pages/*.png}"),
                KeyDeclaration(
                    "stages", .named(.either([.steps, .section(stage)]), reserved: LanguageKeys.reservedStages),
                    "names to choose and the steps of each stage, in order", example: "{scan: [subtle-noise, jpeg]}",
                    isRequired: true),
                KeyDeclaration(
                    "outputs", .named(.either([.stage, .section(output)]), reserved: []),
                    "names to choose and the stage that each picture of a variant shows; the first is the training "
                        + "image; left out, one output 'image' shows the last stage",
                    example: "{image: post}"),
                KeyDeclaration(
                    "readability", .section(readability), "reads each variant back with Tesseract; left out, none is",
                    example: "{languages: [eng], keep: {cer: 0..0.4}}"),
                KeyDeclaration(
                    "dataset", .list(.section(dataset)),
                    "training sets to write: one mapping, or a list of them; left out, none",
                    example: "{unit: line, format: \(dataset["format"]?.example ?? "")}"),
            ])
    }

    /// One stage, in its long form.
    public static let stage = SectionDeclaration(
        "stage", owner: "a stage", "One stage of the graph.", example: "stages: {scan: [subtle-noise, jpeg]}",
        [
            KeyDeclaration(
                "from", .list(.stage), "a stage above, page, blank, or a list of them; by default the stage above",
                example: "page"),
            KeyDeclaration(
                "merge", .value(.choice(Merge.allCases.map(\.rawValue))), default: Merge.multiply.rawValue,
                "how several inputs become one"),
            KeyDeclaration("p", .chance, default: "1", "the chance that the stage runs at all", example: "0.5"),
            KeyDeclaration("steps", .steps, "its steps, in order", example: "[grayscale, jpeg]"),
        ])

    /// A step that a program carries out.
    public static let command = SectionDeclaration(
        LanguageKeys.command,
        "A step that a program carries out: a picture in, a picture out. It is started only with --allow-commands.",
        example: "command: {run: [python3, step.py], parameters: {amount: 0.1..0.3}}",
        [
            KeyDeclaration(
                "run", .list(.value(.text)),
                "the program and its arguments, started in the pipeline file's folder, once for each worker; it is spoken "
                    + "to in lines of JSON",
                example: "[python3, step.py]", isRequired: true),
            KeyDeclaration(
                "parameters", .named(.drawn, reserved: []),
                "names to choose and what is drawn for each; the program is told the values, lengths in pixels",
                example: "{amount: 0.1..0.3, reach: 0.5..1mm, side: left | right}"),
            KeyDeclaration.flag("color", "whether the program wants three channels of every page"),
            KeyDeclaration(
                "timeout", .value(.number(0.1...86_400)), default: "60", unit: "seconds",
                "how long the program may take for one picture"),
            KeyDeclaration("p", .chance, default: "1", "the chance that the step runs", example: "0.5"),
            KeyDeclaration(
                "weight", .value(.number(0...1_000_000)), default: "1",
                "how often it is chosen among the steps of a one-of or some-of", example: "3"),
        ])

    /// Where a key belongs that stands at the top by mistake; nil for a key of no section.
    func home(of key: String) -> SectionDeclaration? {
        let homes = [input, Self.readability, Self.stage, dataset]
        if let home = homes.first(where: { $0[key] != nil }) { return home }
        return homes.first { home in
            home.keys.contains { if case .section(let inner) = $0.form { inner[key] != nil } else { false } }
        }
    }
}
