internal import Foxing

/// What reading a page back came to.
struct Score: Sendable {
    private let result: PageReader.Result
    private let truth: GroundTruth
    private let row: ManifestRow?
    private let request: ReadingRequest
    private let rendering: Double
    private let reading: Double

    /// Makes the variant, or takes the page itself without a pipeline, has it judged as a run would, and reads it whole.
    /// Called on a worker's thread.
    init(
        _ page: KeptPage, named name: String?, _ ready: ReadyPipeline?, _ request: ReadingRequest, _ tools: Tools
    ) throws {
        self.request = request
        let start = ContinuousClock.now
        let shown: Page
        if let ready {
            let look = try Look(page, named: name, ready, tools)
            shown = try look.result(
                variant: request.variant, attempt: request.attempt, stage: ready.plan.readability?.stage
            ).result.page
        } else {
            shown = try Self.plain(page)
        }
        let rendered = ContinuousClock.now
        truth = shown.truth
        result = try request.read(shown, tools)
        row = try ready.flatMap { ready in
            try ready.plan.readability == nil ? nil : Self.row(page, name ?? page.name, ready, request.variant, tools)
        }
        rendering = start.duration(to: rendered) / .seconds(1)
        reading = rendered.duration(to: .now) / .seconds(1)
    }

    /// The page itself, with its truth in the richest format.
    private static func plain(_ page: KeptPage) throws -> Page {
        let (loaded, ref) = (try page.picture.load(0), page.picture.refs[0])
        let found = try TruthSource.automatic.truth(
            besideImage: ref.source.file.path, page: ref.source.page, size: loaded.pixels.size,
            orientation: ref.orientation, dpi: loaded.dpi)
        let dpi = loaded.dpi ?? page.dpi ?? Page.assumedDPI(loaded.pixels.size, found.truth)
        return Page(pixels: loaded.pixels, dpi: dpi, dpiDown: loaded.dpiDown, truth: found.truth)
    }

    /// What a run would say of the variant.
    private static func row(
        _ page: KeptPage, _ name: String, _ ready: ReadyPipeline, _ variant: Int, _ tools: Tools
    ) throws -> ManifestRow? {
        let producer = try page.producer(
            for: ready, named: name, variants: max(ready.plan.variants, variant + 1))
        return try tools.withBench(for: ready.readingKey) { bench in
            try producer.produce(JobTask(source: 0, variant: variant), on: &bench).row
        }
    }

    func json(waited: Double) -> JSONValue {
        func pair(_ numbers: [Int]?) -> JSONValue { numbers.map { .array($0.map(JSONValue.integer)) } ?? .null }
        let row = row?.json
        let readability = row?["readability"] ?? .null
        let times = [("wait", waited), ("render", rendering), ("read", reading)]
        return .object(
            ("status", row?["status"] ?? "kept"), ("reason", row?["reason"] ?? .null),
            ("checked", .flag(readability != .null)), ("cer", pair(result.cer)), ("wer", pair(result.wer)),
            ("words", pair(result.words)), ("confidence", .decimal(result.confidence, digits: 1)),
            ("text", .string(result.text)), ("languages", .array(request.languages.map(JSONValue.string))),
            ("lines", .array(lines)), ("readability", readability), ("milliseconds", PictureRequests.timesJSON(times)))
    }

    private var lines: [JSONValue] {
        if result.lines.isEmpty, let text = truth.text, truth.level == .page {
            return LineMatch.lines(of: text, in: result.text).map { truth, read in
                let comparison = TextDifference(truth, read)
                return .object(
                    ("text", .string(truth)), ("read", .string(read)), ("cer", comparison.errors), ("wer", .null),
                    ("misread", []), ("outline", .null), ("differences", comparison.json))
            }
        }
        return result.lines.map { line in
            let points = line.outline.points.map {
                JSONValue.array([.decimal($0.x, digits: 1), .decimal($0.y, digits: 1)])
            }
            return .object(
                ("text", .string(line.text)), ("read", .string(line.read)),
                ("cer", .array(line.cer.map(JSONValue.integer))), ("wer", .array(line.wer.map(JSONValue.integer))),
                ("misread", .array(line.misread.map(JSONValue.string))), ("outline", .array(points)),
                ("differences", TextDifference(line.text, line.read).json))
        }
    }
}
