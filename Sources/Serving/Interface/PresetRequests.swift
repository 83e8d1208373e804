internal import Foxing
internal import HTTPTypes

/// The ready-made pipelines.
enum PresetRequests {
    static let all = [
        Endpoint(.get, "/v1/presets", "All ready-made pipelines, the starter first") { call in
            let tag = call.tag("presets")
            return call.unchanged(tag) ?? Answer(.array(Presets.all.map(json))).tagged(tag)
        },
        Endpoint(
            .get, "/v1/presets/{name}", "One of them", fields: [name], problems: [.preset]
        ) { call in
            let preset = try preset(call)
            let tag = call.tag(preset.name)
            return call.unchanged(tag) ?? Answer(json(preset)).tagged(tag)
        },
        Endpoint(
            .get, "/v1/presets/{name}/picture", "What it makes of the example page",
            fields: [name] + CommonFields.variant.prefix(1)
                + CommonFields.shown(width: 16...2000, usualWidth: "240", format: "jpeg"),
            types: ShownPicture.formats.map { "image/\($0)" }, problems: [.preset, .accept, .busy, .reader, .time],
            answer: picture),
    ]

    private static let name = Field("name", .text, "the pipeline", isNeeded: true)

    private static func preset(_ call: Call) throws(Problem) -> (name: String, text: String) {
        let name = call.argument("name")
        guard let preset = Presets.all.first(where: { $0.name == name }) else {
            throw Problem(.preset, "there is no preset '\(name.shortened)'", at: "name")
        }
        return preset
    }

    private static func json(_ preset: (name: String, text: String)) -> JSONValue {
        let starter = Presets.starter(preset)
        let comment = starter.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("#") }
        // The first paragraph; what follows are commands.
        let summary = comment.map { $0.dropFirst().drop { $0 == " " } }.prefix { !$0.isEmpty }.joined(separator: " ")
        return .object(("name", .string(preset.name)), ("summary", .string(summary)), ("text", .string(starter)))
    }

    private static func picture(_ call: Call) async throws -> Answer {
        let preset = try preset(call)
        let shape = ShownPicture.Shape(call.fields, width: 240, format: "jpeg")
        let type = try call.type(of: [shape.type])
        let ready = try call.house.pipelines.pipeline(preset.text, [], seed: nil)
        let tag = call.tag(preset.name, ready.digest)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let variant = call.fields.whole("variant") ?? 0
        let house = call.house
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let done = try await house.queue.run(ticket) { tools in
            let look = try Look(try house.pages.example(), named: ExamplePage.name, ready, tools)
            return try ShownPicture(look.result(variant: variant, attempt: 0).result.page.pixels, shape)
        }
        house.metrics.made(1)
        return Answer(done.value.bytes, type: type).tagged(tag)
    }
}
