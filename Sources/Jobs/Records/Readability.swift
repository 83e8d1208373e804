internal import JSON

extension ManifestRow {
    /// What reading the variant back came to.
    public struct Readability: Sendable, Equatable {
        /// A measure as two whole numbers, so that it can be pooled by adding.
        public typealias Share = [Int]

        /// Name and version.
        public var engine: String
        /// Language and the SHA-256 of its model.
        public var models: [(language: String, sha256: String)]
        /// The stage that was read.
        public var on: String
        /// Tesseract's page segmentation mode.
        public var layout: Int
        /// `truth` or `self`.
        public var reference: String
        /// The name of the normalization.
        public var recipe: String
        /// Character errors, characters.
        public var cer: Share
        /// Word errors, words.
        public var wer: Share
        /// Words found, words.
        public var words: Share
        /// Characters read where there is no text.
        public var extra: Int
        /// 0…100.
        public var confidence: Double
        /// Lines (with `decided` stretches of them) that were read and that there are, when not all had to be.
        public var sampled: Share?
        /// Where the values of all lines lie, by measure, when the verdict rests on some of them.
        public var interval: [(measure: String, range: ClosedRange<Double>)]
        /// The band that the variant falls in.
        public var band: String?
        /// What was read.
        public var text: String

        /// The figures of one reading.
        public init(
            engine: String, models: [(language: String, sha256: String)], on: String, layout: Int, reference: String,
            recipe: String, cer: Share, wer: Share, words: Share, extra: Int, confidence: Double,
            sampled: Share? = nil, interval: [(measure: String, range: ClosedRange<Double>)] = [],
            band: String? = nil, text: String
        ) {
            self.engine = engine
            self.models = models
            self.on = on
            self.layout = layout
            self.reference = reference
            self.recipe = recipe
            self.cer = cer
            self.wer = wer
            self.words = words
            self.extra = extra
            self.confidence = confidence
            self.sampled = sampled
            self.interval = interval
            self.band = band
            self.text = text
        }

        /// Whether the figures are those of the whole page.
        public var isWhole: Bool { sampled.map { $0.count == 2 && $0[0] == $0[1] } ?? true }

        /// Whether both are written alike.
        public static func == (a: Readability, b: Readability) -> Bool { a.json == b.json }

        var json: JSONValue {
            func share(_ numbers: Share) -> JSONValue { .array(numbers.map(JSONValue.integer)) }
            return .object(
                ("engine", .string(engine)),
                ("models", .object(models.map { JSONValue.Member($0.language, .string($0.sha256)) })),
                ("on", .string(on)), ("layout", .integer(layout)), ("reference", .string(reference)),
                ("recipe", .string(recipe)), ("cer", share(cer)), ("wer", share(wer)), ("words", share(words)),
                ("extra", .integer(extra)), ("confidence", .decimal(confidence, digits: 1)),
                ("sampled", sampled.map(share) ?? .null), ("interval", intervals), ("band", .optional(band)),
                ("text", .string(text)))
        }

        private var intervals: JSONValue {
            if interval.isEmpty { return .null }
            return .object(
                interval.map { measure, range in
                    let ends = [range.lowerBound, range.upperBound].map { JSONValue.decimal($0, digits: 4) }
                    return JSONValue.Member(measure, .array(ends))
                })
        }

        private static func intervals(_ json: JSONValue?) -> [(measure: String, range: ClosedRange<Double>)] {
            (json?.members ?? []).compactMap { member in
                guard let ends = member.value.elements?.compactMap(\.double), ends.count == 2, ends[0] <= ends[1] else {
                    return nil
                }
                return (member.name, ends[0]...ends[1])
            }
        }

        init?(_ json: JSONValue) {
            func share(_ name: String) -> Share? { json[name]?.elements?.compactMap(\.integer) }
            guard let engine = json["engine"]?.text, let models = json["models"]?.members, let on = json["on"]?.text,
                let layout = json["layout"]?.integer, let reference = json["reference"]?.text,
                let recipe = json["recipe"]?.text, let cer = share("cer"), let wer = share("wer"),
                let words = share("words"), let extra = json["extra"]?.integer,
                let confidence = json["confidence"]?.double, let text = json["text"]?.text
            else { return nil }
            self.init(
                engine: engine, models: models.compactMap { member in member.value.text.map { (member.name, $0) } },
                on: on, layout: layout, reference: reference, recipe: recipe, cer: cer, wer: wer, words: words,
                extra: extra, confidence: confidence, sampled: share("sampled"),
                interval: Self.intervals(json["interval"]), band: json["band"]?.text, text: text)
        }
    }
}
