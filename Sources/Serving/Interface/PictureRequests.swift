internal import Foxing
internal import HTTPTypes

/// Pictures for a screen.
enum PictureRequests {
    private static let imageTypes = ShownPicture.formats.map { "image/\($0)" }

    static let all = [
        Endpoint(
            .post, "/v1/preview", "One variant of a page, after any stage, scaled for a screen", body: .page,
            fields: CommonFields.page + CommonFields.pipeline + [CommonFields.seed] + CommonFields.variant + [
                Field("stage", .text, "the page after this stage, or page; by default the training picture"),
                Field("labels", .choice(["none", "json", "drawn"]), "whether labels come along", fallback: "none"),
            ] + CommonFields.shown(width: 16...10_000, usualWidth: nil, format: "png"),
            types: imageTypes + ["application/json"], problems: CommonFields.problems + [.accept, .size],
            answer: preview),
        Endpoint(
            .post, "/v1/stages", "The page after each stage, as small pictures", body: .page,
            fields: CommonFields.page + CommonFields.pipeline + [CommonFields.seed] + CommonFields.variant
                + CommonFields.shown(width: 16...2000, usualWidth: "160", format: "jpeg"),
            problems: CommonFields.problems + [.accept, .size], answer: stages),
        Endpoint(
            .post, "/v1/sheet", "Several variants side by side", body: .page,
            fields: CommonFields.page + CommonFields.pipeline + [
                CommonFields.seed, Field("count", .whole(1...100), "how many", fallback: "12"),
                Field("first", .whole(0...9_999_999), "the first of them", fallback: "0"),
            ] + CommonFields.shown(width: 16...2000, usualWidth: "160", format: "jpeg"),
            types: ["application/json"] + imageTypes, problems: CommonFields.problems + [.accept, .size], answer: sheet),
    ]

    // MARK: One variant

    private static func preview(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.pipeline(of: fields)
        let shape = ShownPicture.Shape(fields, width: nil, format: "png")
        let type = try call.type(of: [shape.type, "application/json"])
        let stage = try stageNumber(fields.name("stage"), ready.plan)
        let tag = call.tag(given.digest, ready.digest, type)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let done = try await house.queue.run(ticket) { tools in
            try Preview(try given.open(house), named: given.name, ready, fields, shape, stage, tools)
        }
        house.metrics.made(1)
        let times = [
            ("wait", done.waited), ("render", done.value.rendering), ("scale", done.value.picture.scaling),
            ("encode", done.value.picture.encoding),
        ]
        if type == "application/json" { return Answer(done.value.json(times)).tagged(tag) }
        var answer = Answer(done.value.picture.bytes, type: type).tagged(tag)
        answer.headers[.foxingSize] = "\(done.value.size.width)x\(done.value.size.height)"
        answer.headers[.foxingStage] = done.value.stage.headerSafe
        answer.headers[.serverTiming] = times.map { "\($0.0);dur=\(milliseconds($0.1))" }.joined(separator: ", ")
        return answer
    }

    /// The number of a stage; nil for that of the training picture, -1 for the page itself.
    private static func stageNumber(_ name: String?, _ plan: Plan) throws(Problem) -> Int? {
        guard let name else { return nil }
        if let number = plan.stages.firstIndex(where: { $0.name == name }) { return number }
        if name == "page" { return -1 }
        let names = plan.stages.map(\.name) + ["page"]
        let near = nearestName(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw Problem.value("stage", "is '\(name.shortened)', and the pipeline has no such stage\(near)")
    }

    static func milliseconds(_ seconds: Double) -> Double { (seconds * 10_000).rounded() / 10 }

    // MARK: Several pictures

    private static func stages(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.pipeline(of: fields)
        let shape = ShownPicture.Shape(fields, width: 160, format: "jpeg")
        _ = try call.type(of: ["application/json"])
        let tag = call.tag(given.digest, ready.digest)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let variant = fields.whole("variant") ?? 0
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let done = try await house.queue.run(ticket) { tools in
            let start = ContinuousClock.now
            let look = try Look(try given.open(house), named: given.name, ready, tools)
            let results = try look.stages(variant: variant, attempt: fields.whole("attempt") ?? 0)
            let rendering = start.duration(to: .now) / .seconds(1)
            let shown = [("page", look.clean)] + results.map { ($0.stage, $0.page) }
            return (rendering, try shown.map { ($0.0, $0.1.pixels.size, try ShownPicture($0.1.pixels, shape)) })
        }
        let pictures = done.value.1
        let stages = pictures.map { stage, size, picture in
            JSONValue.object(
                ("stage", .string(stage)), ("width", .integer(size.width)), ("height", .integer(size.height)),
                ("picture", .string(picture.dataURL)))
        }
        let times = [
            ("wait", done.waited), ("render", done.value.0), ("scale", pictures.reduce(0) { $0 + $1.2.scaling }),
            ("encode", pictures.reduce(0) { $0 + $1.2.encoding }),
        ]
        return Answer(
            .object(("variant", .integer(variant)), ("stages", .array(stages)), ("milliseconds", timesJSON(times)))
        ).tagged(tag)
    }

    static func timesJSON(_ times: [(String, Double)]) -> JSONValue {
        .object(times.map { JSONValue.Member($0.0, .number(milliseconds($0.1))) })
    }

    private static func sheet(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.pipeline(of: fields)
        let shape = ShownPicture.Shape(fields, width: 160, format: "jpeg")
        let type = try call.type(of: ["application/json", shape.type])
        let tag = call.tag(given.digest, ready.digest, type)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let (count, first) = (fields.whole("count") ?? 12, fields.whole("first") ?? 0)
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let page = try await house.queue.run(ticket) { _ in try given.open(house) }.value
        let thumbnails = try await withThrowingTaskGroup(of: (Int, Thumbnail).self) { group in
            for number in first..<(first + count) {
                group.addTask {
                    let done = try await house.queue.run(ticket) { tools in
                        try Thumbnail(page, named: given.name, ready, number, shape, tools)
                    }
                    return (number, done.value)
                }
            }
            return try await group.reduce(into: [Int: Thumbnail]()) { $0[$1.0] = $1.1 }
        }
        house.metrics.made(count)
        let all = thumbnails.sorted { $0.key < $1.key }.map(\.value)
        if type == "application/json" {
            return Answer(.object(("variants", .array(try all.map { try $0.json(shape) })))).tagged(tag)
        }
        let done = try await house.queue.run(ticket) { _ in
            let columns = ContactSheet.columns(for: count)
            var sheet = ContactSheet(columns: columns, width: columns * ((shape.width ?? 160) + 18) + 16)
            for thumbnail in all { sheet.add(thumbnail.pixels, caption: "variant \(thumbnail.variant)") }
            var whole = shape
            whole.width = nil
            return try ShownPicture(sheet.picture(), whole)
        }
        return Answer(done.value.bytes, type: type).tagged(tag)
    }
}

extension String {
    /// The name as a header can hold it.
    fileprivate var headerSafe: String {
        String(unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F ? Character($0) : "?" })
    }
}
