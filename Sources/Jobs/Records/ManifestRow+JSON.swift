public import JSON

extension ManifestRow {
    /// The row in the order of keys that files have.
    public var json: JSONValue {
        func whole(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
        return .object(
            ("id", .string(id)), ("source", .string(source)), ("file", .string(file)), ("page", .integer(page)),
            ("source_sha256", .string(sourceSHA256)), ("variant", .integer(variant)), ("attempt", .integer(attempt)),
            ("split", .optional(split)), ("seed", .string(seed)), ("status", .string(status.rawValue)),
            ("reason", .optional(reason)), ("image", .optional(image?.path)), ("width", whole(image?.width)),
            ("height", whole(image?.height)), ("channels", whole(channels)), ("depth", whole(depth)),
            ("dpi", dpi?.json ?? .null), ("sha256", .optional(image?.sha256)),
            ("pixels", .optional(image?.pixels)),
            ("outputs", .object(outputs.map { JSONValue.Member($0.name, $0.picture.json) })),
            ("labels", .optional(image?.labels)), ("truth", truth.json), ("readability", readability?.json ?? .null),
            ("applied", .array(applied.map(\.json))))
    }

    /// The line of the file, with its end.
    package var line: [UInt8] { CanonicalJSON.bytes(json) + [UInt8(ascii: "\n")] }

    /// The row that a line of a manifest holds; nil when something is missing or of another kind.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.text, let source = json["source"]?.text, let file = json["file"]?.text,
            let page = json["page"]?.integer, let sourceSHA256 = json["source_sha256"]?.text,
            let variant = json["variant"]?.integer, let attempt = json["attempt"]?.integer,
            let seed = json["seed"]?.text, let status = json["status"]?.text.flatMap(Status.init(rawValue:)),
            let truth = json["truth"].flatMap(Truth.init)
        else { return nil }
        self.init(
            id: id, source: source, file: file, page: page, sourceSHA256: sourceSHA256, variant: variant,
            attempt: attempt, split: json["split"]?.text, seed: seed, status: status, reason: json["reason"]?.text,
            image: json["image"]?.text.flatMap { Picture(json, path: $0) }, channels: json["channels"]?.integer,
            depth: json["depth"]?.integer, dpi: json["dpi"].flatMap(PictureResolution.init),
            outputs: (json["outputs"]?.members ?? []).compactMap { member in
                guard let path = member.value["path"]?.text, let picture = Picture(member.value, path: path)
                else { return nil }
                return (member.name, picture)
            },
            truth: truth, readability: json["readability"].flatMap(Readability.init),
            applied: (json["applied"]?.elements ?? []).compactMap(Step.init))
    }
}

extension ManifestRow.Picture {
    fileprivate var json: JSONValue {
        .object(
            ("path", .string(path)), ("width", .integer(width)), ("height", .integer(height)),
            ("dpi", dpi?.json ?? .null), ("sha256", .string(sha256)), ("pixels", .string(pixels)),
            ("labels", .optional(labels)))
    }

    fileprivate init?(_ json: JSONValue, path: String) {
        guard let width = json["width"]?.integer, let height = json["height"]?.integer,
            let sha256 = json["sha256"]?.text, let pixels = json["pixels"]?.text
        else { return nil }
        self.init(
            path: path, width: width, height: height, sha256: sha256, pixels: pixels, labels: json["labels"]?.text,
            dpi: json["dpi"].flatMap(PictureResolution.init))
    }
}

extension ManifestRow.Truth {
    var json: JSONValue {
        .object(
            ("origin", .string(origin)), ("level", .string(level)), ("legible", .integer(legible)),
            ("illegible", .integer(illegible)), ("gone", .integer(gone)), ("unplaced", .integer(unplaced)),
            ("unused", .object(unused.map { JSONValue.Member($0.kind, .integer($0.count)) })))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let origin = json["origin"]?.text, let level = json["level"]?.text,
            let legible = json["legible"]?.integer, let illegible = json["illegible"]?.integer,
            let gone = json["gone"]?.integer
        else { return nil }
        // Older manifests have no more.
        self.init(
            origin: origin, level: level, legible: legible, illegible: illegible, gone: gone,
            unplaced: json["unplaced"]?.integer ?? 0,
            unused: (json["unused"]?.members ?? []).compactMap { member in
                member.value.integer.map { (member.name, $0) }
            })
    }
}

extension ManifestRow.Step {
    /// The object in `applied` of a row.
    public var json: JSONValue {
        .object(
            ("stage", .string(stage)), ("step", .string(step)), ("operation", .string(operation)),
            ("parameters", .object(parameters)))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let stage = json["stage"]?.text, let step = json["step"]?.text,
            let operation = json["operation"]?.text, let parameters = json["parameters"]?.members
        else { return nil }
        self.init(stage: stage, step: step, operation: operation, parameters: parameters)
    }
}
