internal import Foxing
internal import HTTPTypes

/// Pages that are kept between requests.
enum PageRequests {
    private static let id = Field("id", .text, "the page, or example", isNeeded: true)

    static let all = [
        Endpoint(
            .post, "/v1/pages", "Keeps a page in memory, decoded and with its truth", body: .page,
            fields: CommonFields.upload, statuses: [201, 200], problems: [.picture, .truth, .busy, .time], answer: keep),
        Endpoint(.get, "/v1/pages", "The pages that are kept, the last used first") { call in
            Answer(.array(try call.house.pages.all.map { try PageDescription($0).json }))
        },
        Endpoint(.get, "/v1/pages/{id}", "One of them", fields: [id], problems: [.page, .truth]) { call in
            Answer(try PageDescription(try page(call)).json)
        },
        Endpoint(
            .delete, "/v1/pages/{id}", "Lets a page go", fields: [id], types: [], statuses: [204],
            problems: [.page, .state]
        ) { call in
            let id = call.argument("id")
            if id == ExamplePage.name { throw Problem(.state, "the example cannot be deleted", at: "id") }
            guard call.house.pages.remove(id) else {
                throw Problem(.page, "there is no page '\(id.shortened)'", at: "id")
            }
            return Answer(status: 204)
        },
        Endpoint(
            .get, "/v1/pages/{id}/picture", "The page itself",
            fields: [id] + CommonFields.shown(width: 16...10_000, usualWidth: nil, format: "png"),
            types: ShownPicture.formats.map { "image/\($0)" }, problems: [.page, .accept, .busy, .time, .size],
            answer: picture),
        Endpoint(
            .get, "/v1/pages/{id}/labels", "What stands on the page and where", fields: [id], problems: [.page, .truth]
        ) { call in
            let page = try page(call)
            let tag = call.tag(page.digest)
            if let unchanged = call.unchanged(tag) { return unchanged }
            let labels = try PageDescription(page).labels
            return Answer(labels, type: "application/json").tagged(tag)
        },
    ]

    private static func page(_ call: Call) throws -> KeptPage {
        let id = call.argument("id")
        return id == ExamplePage.name ? try call.house.pages.example() : try call.house.pages.page(id)
    }

    private static func keep(_ call: Call) async throws -> Answer {
        let house = call.house
        let given = try GivenPage.needed(call)
        let isNew = !house.pages.holds(String(given.digest.prefix(32)))
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let json = try await house.queue.run(ticket) { _ in
            let page = try given.open(house, decoded: true)
            let json = try PageDescription(page).json
            try house.pages.keep(page)
            return json
        }.value
        var answer = Answer(json, status: isNew ? 201 : 200)
        answer.headers[.location] = "/v1/pages/\(json["id"]?.text ?? "")"
        return answer
    }

    private static func picture(_ call: Call) async throws -> Answer {
        let page = try page(call)
        let shape = ShownPicture.Shape(call.fields, width: nil, format: "png")
        let type = try call.type(of: [shape.type])
        let tag = call.tag(page.digest)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let house = call.house
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let done = try await house.queue.run(ticket) { _ in
            do {
                return try ShownPicture(try page.picture.load(0).pixels, shape)
            } catch let failure as SourceFailure {
                throw Problem(failure)
            }
        }
        return Answer(done.value.bytes, type: type).tagged(tag)
    }
}

/// What is known of a page that is kept.
struct PageDescription {
    private let page: KeptPage
    private let loaded: LoadedPage
    private let found: TruthSource.Finding

    /// Looks for the page's truth in its richest format. Throws where that cannot be read.
    init(_ page: KeptPage) throws {
        self.page = page
        loaded = try page.picture.load(0)
        let source = page.picture.refs[0].source
        found = try TruthSource.automatic.truth(
            besideImage: source.file.path, page: source.page, size: loaded.pixels.size,
            orientation: page.picture.refs[0].orientation, dpi: loaded.dpi ?? page.dpi)
    }

    /// As a labels file.
    var labels: [UInt8] { LabelsFile.bytes(found.truth, image: fileName, size: loaded.pixels.size) }

    private var fileName: String { page.picture.refs[0].source.file.name }

    var json: JSONValue {
        let known = loaded.dpi ?? page.dpi
        let dpi = known ?? Page.assumedDPI(loaded.pixels.size, found.truth)
        let truth = found.truth
        let lines = truth.placedLines
        let notes = loaded.notes.map { ($0.code, $0.message) } + found.notes.map { ($0.code.rawValue, $0.message) }
        return .object(
            ("id", .string(page.id)), ("name", .string(page.name)), ("file", .string(fileName)),
            ("number", .integer(page.picture.refs[0].source.page)), ("pages", .integer(page.picture.pageCount)),
            ("width", .integer(loaded.pixels.width)), ("height", .integer(loaded.pixels.height)),
            ("dpi", .decimal(dpi, digits: 3)), ("dpi_guessed", .flag(known == nil)),
            ("channels", .integer(loaded.pixels.channels)),
            (
                "truth",
                .object(
                    ("origin", .string(truth.origin)), ("level", .string(truth.level.rawValue)),
                    ("words", .integer((truth.text ?? "").split(whereSeparator: \.isWhitespace).count)),
                    (
                        "lines",
                        .integer(
                            lines.isEmpty ? (truth.text ?? "").split(whereSeparator: \.isNewline).count : lines.count)
                    ), ("characters", .integer((truth.text ?? "").count { !$0.isNewline })))
            ),
            (
                "notes",
                .array(notes.map { .object(("code", .string($0.0)), ("message", .string($0.1))) })
            ))
    }
}
