internal import Foxing

/// One variant as `POST /v1/preview` shows it.
struct Preview: Sendable {
    let picture: ShownPicture
    /// Of the real picture.
    let size: Size
    let stage: String
    /// Seconds, with all that had to be read before.
    let rendering: Double

    private let page: Page
    private let applied: [AppliedStep]
    private let name: String
    private let pageID: String
    private let key: (variant: Int, attempt: Int, seed: UInt64)
    private let showsLabels: Bool

    /// Renders it. `stage` is an index into those of the plan, -1 for the page before all of them, nil for that of the
    /// training picture. Called on a worker's thread.
    init(
        _ given: KeptPage, named name: String?, _ ready: ReadyPipeline, _ fields: Fields, _ shape: ShownPicture.Shape,
        _ stage: Int?, _ tools: Tools
    ) throws {
        let start = ContinuousClock.now
        let look = try Look(given, named: name, ready, tools)
        key = (fields.whole("variant") ?? 0, fields.whole("attempt") ?? 0, ready.plan.seed)
        if stage == -1 {
            (page, applied, self.stage) = (look.clean, [], "page")
        } else {
            let made = try look.result(variant: key.variant, attempt: key.attempt, stage: stage)
            (page, applied, self.stage) = (made.result.page, made.applied, made.result.stage)
        }
        rendering = start.duration(to: .now) / .seconds(1)
        size = page.pixels.size
        self.name = name ?? given.name
        pageID = given.id
        showsLabels = fields.text("labels") == "json"
        var pixels = page.pixels
        if fields.text("labels") == "drawn" {
            // Strokes that can still be seen when the picture is scaled down.
            let shrinkage = Double(size.width) / Double(size.fitting(width: shape.width).width)
            pixels = page.withLabelsDrawn(width: max(1.4, 1.4 * shrinkage))
        }
        picture = try ShownPicture(pixels, shape)
    }

    /// With the picture, its labels and what was done; `times` are seconds.
    func json(_ times: [(String, Double)]) -> JSONValue {
        .object(
            ("page", .string(pageID)), ("name", .string(name)), ("variant", .integer(key.variant)),
            ("attempt", .integer(key.attempt)), ("seed", .string(String(key.seed))), ("stage", .string(stage)),
            ("width", .integer(size.width)), ("height", .integer(size.height)),
            (
                "shown",
                .object(("width", .integer(picture.size.width)), ("height", .integer(picture.size.height)))
            ), ("picture", .string(picture.dataURL)), ("labels", labels),
            ("applied", .array(applied.map { ManifestRow.Step($0).json })),
            ("milliseconds", PictureRequests.timesJSON(times)))
    }

    private var labels: JSONValue {
        guard showsLabels else { return .null }
        return (try? JSONReader.read(LabelsFile.bytes(page.truth, image: "", size: size))) ?? .null
    }
}

/// One variant of a sheet.
struct Thumbnail: Sendable {
    let variant: Int
    /// Scaled down.
    let pixels: Raster
    private let size: Size
    private let applied: [AppliedStep]

    /// Renders it. Called on a worker's thread.
    init(
        _ page: KeptPage, named name: String?, _ ready: ReadyPipeline, _ variant: Int, _ shape: ShownPicture.Shape,
        _ tools: Tools
    ) throws {
        let made = try Look(page, named: name, ready, tools).result(variant: variant, attempt: 0)
        self.variant = variant
        size = made.result.page.pixels.size
        pixels = made.result.page.pixels.shrunk(to: size.fitting(width: shape.width))
        applied = made.applied
    }

    func json(_ shape: ShownPicture.Shape) throws -> JSONValue {
        .object(
            ("variant", .integer(variant)), ("width", .integer(size.width)), ("height", .integer(size.height)),
            ("picture", .string(try ShownPicture(pixels, shape).dataURL)),
            ("applied", .array(applied.map { ManifestRow.Step($0).json })))
    }
}
