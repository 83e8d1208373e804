public import JSON

/// What became of one variant: a row of `manifest.jsonl`. Its order of keys, and all it says, depend on nothing but the
/// input, the pipeline and the build.
public struct ManifestRow: Sendable, Equatable {
    /// Whether a variant is part of the set.
    public enum Status: String, Sendable {
        case kept, dropped, flagged
    }

    /// The variant, such as `1901/inv07_aug_3`.
    public var id: String
    /// The source's id.
    public var source: String
    /// The input file's path from the base folder.
    public var file: String
    /// From 1.
    public var page: Int
    /// Of the input file's bytes.
    public var sourceSHA256: String
    /// From 0.
    public var variant: Int
    /// Above 0 when the variant was drawn again.
    public var attempt: Int
    /// `train`, `val` or `test`; nil without splits.
    public var split: String?
    /// What all chance of the variant comes from: seed, source, variant, attempt.
    public var seed: String
    /// Whether it is part of the set.
    public var status: Status
    /// The rule that decided, when it was not kept.
    public var reason: String?
    /// The training picture; nil when dropped.
    public var image: Picture?
    /// Of the training picture, 1 or 3.
    public var channels: Int?
    /// Of the training picture, 1 or 8 bits a sample.
    public var depth: Int?
    /// Pixels per inch of the training picture, nil when assumed.
    public var dpi: PictureResolution?
    /// The further pictures, in the order of the pipeline.
    public var outputs: [(name: String, picture: Picture)]
    /// What is known of the text of the training picture.
    public var truth: Truth
    /// nil when not measured.
    public var readability: Readability?
    /// The steps carried out, in order.
    public var applied: [Step]

    /// A picture on disk. Paths are relative to the output folder.
    public struct Picture: Sendable, Equatable {
        /// From the output folder.
        public var path: String
        /// In pixels.
        public var width: Int
        /// In pixels.
        public var height: Int
        /// Of the file.
        public var sha256: String
        /// Of what it shows, see `PixelDigest`.
        public var pixels: String
        /// The path of its labels file, if it has one.
        public var labels: String?
        /// Pixels per inch, nil when assumed; of the training picture the row says it.
        public var dpi: PictureResolution?

        /// A picture that was written.
        public init(
            path: String, width: Int, height: Int, sha256: String, pixels: String, labels: String? = nil,
            dpi: PictureResolution? = nil
        ) {
            self.path = path
            self.width = width
            self.height = height
            self.sha256 = sha256
            self.pixels = pixels
            self.labels = labels
            self.dpi = dpi
        }
    }

    /// The labels of the training picture in numbers: words, or lines where there are no words.
    public struct Truth: Sendable, Equatable {
        /// Where the truth came from.
        public var origin: String
        /// The finest piece that has an outline.
        public var level: String
        /// To be learned.
        public var legible: Int
        /// There, but not to be read.
        public var illegible: Int
        /// Left the page altogether.
        public var gone: Int
        /// Lines of text whose place is not known.
        public var unplaced: Int
        /// What the truth's file holds of the page and is not used, by kind.
        public var unused: [(kind: String, count: Int)]

        /// The labels in numbers.
        public init(
            origin: String, level: String, legible: Int = 0, illegible: Int = 0, gone: Int = 0, unplaced: Int = 0,
            unused: [(kind: String, count: Int)] = []
        ) {
            self.origin = origin
            self.level = level
            self.legible = legible
            self.illegible = illegible
            self.gone = gone
            self.unplaced = unplaced
            self.unused = unused
        }

        /// Whether both say the same.
        public static func == (a: Truth, b: Truth) -> Bool { a.json == b.json }
    }

    /// One step as it was carried out.
    public struct Step: Sendable, Equatable {
        /// The name of the stage.
        public var stage: String
        /// `3`, or `2.1` inside a combinator.
        public var step: String
        /// The name of the operation.
        public var operation: String
        /// The drawn values in the order of the manual.
        public var parameters: [JSONValue.Member]

        /// A step with what was drawn for it.
        public init(stage: String, step: String, operation: String, parameters: [JSONValue.Member]) {
            self.stage = stage
            self.step = step
            self.operation = operation
            self.parameters = parameters
        }
    }

    /// A row with all its columns.
    public init(
        id: String, source: String, file: String, page: Int, sourceSHA256: String, variant: Int, attempt: Int = 0,
        split: String? = nil, seed: String, status: Status = .kept, reason: String? = nil, image: Picture?,
        channels: Int?, depth: Int?, dpi: PictureResolution?, outputs: [(name: String, picture: Picture)] = [],
        truth: Truth,
        readability: Readability? = nil, applied: [Step]
    ) {
        self.id = id
        self.source = source
        self.file = file
        self.page = page
        self.sourceSHA256 = sourceSHA256
        self.variant = variant
        self.attempt = attempt
        self.split = split
        self.seed = seed
        self.status = status
        self.reason = reason
        self.image = image
        self.channels = channels
        self.depth = depth
        self.dpi = dpi
        self.outputs = outputs
        self.truth = truth
        self.readability = readability
        self.applied = applied
    }

    /// The key of a variant's chance as text.
    public static func seed(_ seed: UInt64, source: String, variant: Int, attempt: Int) -> String {
        "\(seed)/\(source)/\(variant)/\(attempt)"
    }

    /// Every file that the row speaks of, with the hash it must have; nil for labels files, which carry none.
    public var files: [(path: String, sha256: String?)] {
        let pictures = [image].compactMap { $0 } + outputs.map(\.picture)
        return pictures.map { ($0.path, $0.sha256) }
            + pictures.compactMap { picture in picture.labels.map { ($0, nil) } }
    }

    /// Whether both are written alike.
    public static func == (a: ManifestRow, b: ManifestRow) -> Bool { a.json == b.json }
}
