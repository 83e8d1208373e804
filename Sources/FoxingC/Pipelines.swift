public import CFoxing
internal import Foxing

/// A pipeline that variants are made with.
struct ReadyPipeline: Sendable {
    let pipeline: Pipeline
    private let warnings: [JSONValue]

    init(_ file: PipelineFile, seed: UInt64?, variants: Int?, allowsCommands: Bool) throws {
        guard file.plan != nil else { throw Fault(file) }
        do {
            pipeline = try Pipeline(file, seed: seed, variants: variants, allowsCommands: allowsCommands)
        } catch let problem as PictureProblem {
            throw Fault(FOXING_WRONG_USE, problem.code.rawValue, problem.message)
        }
        warnings = file.findingObjects
    }

    var json: JSONValue {
        let plan = pipeline.plan
        return .object(
            ("kind", .string("pipeline")), ("name", .string(plan.name)),
            // As text, since readers of JSON lose digits of large numbers.
            ("seed", .string(String(plan.seed))), ("variants", .integer(plan.variants)),
            (
                "outputs",
                .array(
                    plan.outputs.map { output in
                        .object(
                            ("name", .string(output.name)), ("stage", .string(plan.stages[output.stage].name)),
                            ("format", .string(output.format.rawValue)))
                    })
            ), ("stages", .array(plan.stages.map { .string($0.name) })), ("findings", .array(warnings)))
    }
}

/// A pipeline as a caller hands it over: a text, a file, or a text with the place where it could stand.
struct GivenPipeline: Sendable {
    /// The options that say how a pipeline is read.
    static let options = ["set", "tessdata", "allow_commands"]
    /// Those that stand in for what it says.
    static let changes = ["seed", "variants"]
    /// As many variants of a page as a pipeline file may ask for.
    static let mostVariants = 10_000_000

    let text: String?
    let path: String?
    let overrides: [String]
    let tessdata: String?
    /// Whether it may start the programs that it names.
    let allowsCommands: Bool

    init(_ text: UnsafePointer<CChar>?, _ path: UnsafePointer<CChar>?, _ options: Options) throws {
        self.text = try utf8(text, "text")
        self.path = try utf8(path, "path")
        if self.text == nil, self.path == nil { throw Fault.argument("neither 'text' nor 'path' is given") }
        overrides = try options.texts("set") ?? []
        tessdata = try options.text("tessdata")
        allowsCommands = try options.flag("allow_commands") ?? false
    }

    /// Refuses to start programs where that was not allowed.
    func allow(_ commands: [[String]]) throws(Fault) {
        guard !allowsCommands, let command = commands.first else { return }
        throw .argument(
            "the pipeline starts the program '\(command.joined(separator: " "))'",
            help: "allow that with the option allow_commands")
    }

    /// Reads and checks it; `seeksImages` also looks for the pages that it names.
    func file(seeksImages: Bool = false) throws -> PipelineFile {
        let place = path ?? "pipeline"
        let surroundings = Surroundings.thisMachine(
            pipeline: place, tessdata: tessdata, seeksImages: seeksImages,
            judges: Handles.all.judges.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        guard let text else {
            return try PipelineFile(
                path: place, overrides: overrides, surroundings: surroundings, catalog: Handles.all.catalog)
        }
        return PipelineFile(
            bytes: Array(text.utf8), path: place, overrides: overrides, surroundings: surroundings,
            catalog: Handles.all.catalog)
    }
}

@c @implementation
public func foxing_check(
    _ text: UnsafePointer<CChar>?, _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<CChar>?,
    _ findings: TextPlace?, _ error: TextPlace?
) -> foxing_status {
    answer(findings, error) {
        let given = try GivenPipeline(text, path, Options(options, known: GivenPipeline.options))
        return try apart { PipelineFile.json(of: [try given.file(seeksImages: true)]) }
    }
}

@c @implementation
public func foxing_pipeline_make(
    _ text: UnsafePointer<CChar>?, _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<CChar>?,
    _ pipeline: HandlePlace?, _ error: TextPlace?
) -> foxing_status {
    answer(pipeline, error) {
        let options = try Options(options, known: GivenPipeline.options + GivenPipeline.changes)
        let given = try GivenPipeline(text, path, options)
        let (seed, variants) = (try options.seed(), try options.whole("variants", 1...GivenPipeline.mostVariants))
        return .pipeline(
            try apart {
                let file = try given.file()
                try given.allow(file.plan?.stepCommands ?? [])
                return try ReadyPipeline(
                    file, seed: seed, variants: variants, allowsCommands: given.allowsCommands)
            })
    }
}
