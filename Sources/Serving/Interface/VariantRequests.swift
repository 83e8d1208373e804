internal import Foxing
internal import HTTPTypes

/// Variants as a run makes them.
enum VariantRequests {
    static let all = [
        Endpoint(
            .post, "/v1/variants", "Variants of a page as a run makes them: pictures, labels and rows of the manifest",
            body: .page,
            fields: CommonFields.page + CommonFields.pipeline + [
                CommonFields.seed,
                Field("count", .whole(1...10_000), "how many; by default as many as the pipeline says"),
                Field("first", .whole(0...9_999_999), "the first of them", fallback: "0"),
            ], types: types, problems: CommonFields.problems + [.accept, .size], answer: variants)
    ]

    private static let types = ["multipart/mixed", "application/zip", "application/json"]

    private static func variants(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.pipeline(of: fields)
        let type = try call.type(of: types)
        let (first, count) = (fields.whole("first") ?? 0, fields.whole("count") ?? ready.plan.variants)
        guard count <= house.options.maxVariants else {
            throw Problem(
                .size, "\(count) variants are asked for, and one request is given \(house.options.maxVariants) at most",
                at: "count")
        }
        // Names have as many digits as the last variant of a run needs.
        let total = max(ready.plan.variants, first + count)
        let identity = try ready.plan.readability == nil ? "" : ready.judges()?.readingIdentity ?? ""
        let tag = call.tag(given.digest, ready.digest, identity, type)
        if let unchanged = call.unchanged(tag) { return unchanged }
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let page = try await house.queue.run(ticket) { _ in try given.open(house) }.value
        let producer = try page.producer(for: ready, named: given.name ?? page.name, variants: total)
        let maker = VariantMaker(
            house: house, ticket: ticket, page: page, producer: producer, readingKey: ready.readingKey)
        let products = maker.products(first..<(first + count))
        return try await answer(products, type, tag).tagged(tag)
    }

    private static func answer(_ products: ProductLine, _ type: String, _ tag: String) async throws -> Answer {
        // The first is waited for, so that what is wrong with the page or the pipeline has a status of its own.
        let head = try await products.next()
        switch type {
        case "application/json":
            var variants: [JSONValue] = []
            var product = head
            while let made = product {
                variants.append(made.json)
                product = try await products.next()
            }
            return Answer(.object(("variants", .array(variants))))
        case "application/zip":
            return stream(type) { pen in
                var zip = ZipWriter()
                var rows: [UInt8] = []
                var product = head
                while let made = product {
                    for file in made.files { try await pen.write(try zip.file(file.bytes, named: file.path)) }
                    if let row = made.row { rows += CanonicalJSON.bytes(row.json) + [UInt8(ascii: "\n")] }
                    product = try await products.next()
                }
                try await pen.write(try zip.file(rows, named: "manifest.jsonl"))
                try await pen.write(zip.end())
            }
        default:
            let mixed = MultipartMixed(of: tag)
            return stream(mixed.type) { pen in
                var product = head
                while let made = product {
                    for part in made.parts(mixed) { try await pen.write(part) }
                    product = try await products.next()
                }
                try await pen.write(mixed.end)
            }
        }
    }

    private static func stream(_ type: String, _ body: @escaping Answer.Stream) -> Answer {
        var answer = Answer()
        answer.headers[.contentType] = type
        answer.body = .stream(body)
        return answer
    }
}

extension Product {
    /// As it stands in a JSON answer.
    fileprivate var json: JSONValue {
        .object(
            ("row", row?.json ?? .null),
            (
                "files",
                .array(
                    files.map { file in
                        .object(
                            ("path", .string(file.path)), ("type", .string(file.type)),
                            ("data", .string(ShownPicture.dataURL(file.bytes, type: file.type))))
                    })
            ), ("failures", .array(failures.map(\.json))))
    }

    /// Its row, or its failures where there is none, and its files.
    fileprivate func parts(_ mixed: MultipartMixed) -> [[UInt8]] {
        let number = ("Foxing-Variant", String(task.variant))
        var parts: [[UInt8]] = []
        if let row {
            parts.append(mixed.part(CanonicalJSON.bytes(row.json), type: "application/json", headers: [number]))
        } else {
            let failures = CanonicalJSON.bytes(.object(("failures", .array(failures.map(\.json)))))
            parts.append(mixed.part(failures, type: "application/json", headers: [number]))
        }
        for file in files {
            let name = file.path.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
            parts.append(
                mixed.part(
                    file.bytes, type: file.type,
                    headers: [("Content-Disposition", "attachment; filename=\"\(name)\""), number]))
        }
        return parts
    }
}

extension ProductFile {
    /// The media type, by the file's ending.
    fileprivate var type: String { FileTypes.type(of: path) ?? "application/octet-stream" }
}
