public import Imaging

/// One set for one or several trainers: what a label speaks of, in which formats, of which sources.
public struct DatasetPlan: Sendable, Equatable {
    /// What one label speaks of.
    public enum Unit: String, Sendable, CaseIterable { case page, line, word }

    /// A folder layout that some trainer reads.
    public enum Format: String, Sendable, CaseIterable {
        case tesstrain
        case paddleDetection = "paddleocr-det"
        case paddleRecognition = "paddleocr-rec"
        case doctrDetection = "doctr-det"
        case doctrRecognition = "doctr-rec"
        case lmdb, easyocr, huggingface, webdataset, coco, icdar2015, page, hocr, alto, funsd, csv

        /// The units that it can hold.
        public var units: [Unit] {
            switch self {
            case .tesstrain, .huggingface, .webdataset, .page, .hocr, .alto, .funsd, .csv: [.page, .line, .word]
            case .paddleDetection, .paddleRecognition, .doctrDetection, .lmdb, .easyocr, .coco, .icdar2015:
                [.line, .word]
            case .doctrRecognition: [.word]
            }
        }

        /// Whether it holds pictures of single lines or words in place of pages.
        public func holdsCrops(_ unit: Unit) -> Bool {
            switch self {
            case .paddleRecognition, .doctrRecognition, .lmdb, .easyocr: true
            case .tesstrain, .huggingface, .webdataset: unit != .page
            default: false
            }
        }

        /// Whether it holds pages with all that is on them, whatever the unit.
        public var holdsTrees: Bool { [.page, .hocr, .alto, .funsd].contains(self) }

        /// Whether its readers look for page pictures under a name in `.png`.
        public func wantsPNG(_ unit: Unit) -> Bool { self == .funsd || (self == .tesstrain && unit == .page) }
    }

    /// What stands in the box files of `tesstrain`.
    public enum Boxes: String, Sendable, CaseIterable { case none, wordstr, lstm }

    /// What one label speaks of.
    public var unit: Unit
    /// At least one, each once.
    public var formats: [Format]
    /// An index into `Plan.outputs`.
    public var output = 0
    /// Which sources are for training and which for testing.
    public var split = SplitPlan()
    /// For formats of lines or words.
    public var crops = CropOptions()
    /// Whether variants with a mark of the readability check take part.
    public var takesFlagged = true
    /// For `tesstrain`.
    public var boxes: Boxes?
    /// Whether `paddleocr-det` gets all points of an outline.
    public var writesPolygons = false
    /// For the card of `huggingface`, such as `cc-by-4.0`.
    public var license: String?

    /// A set with everything else by default.
    public init(unit: Unit, formats: [Format]) {
        self.unit = unit
        self.formats = formats
    }

    /// The folder below `sets/` of one format. The training picture's sets have the plain name.
    public func name(_ format: Format, outputName: String?) -> String {
        "\(format.rawValue)-\(unit.rawValue)" + (outputName.map { "-\($0)" } ?? "")
    }
}

/// How sources are dealt to training, validation and test.
public struct SplitPlan: Sendable, Equatable {
    /// What stays together.
    public enum Group: Sendable, Equatable {
        case file, folder
        /// The first capture of a regular expression on the source's id.
        case pattern(String)
    }

    /// How one part is chosen.
    public enum Part: Sendable, Equatable {
        case share(Double)
        /// Ids or input paths in a file, a line each.
        case list(String)
        /// What no list names.
        case rest
    }

    /// Of train, val and test, in that order; nil without one.
    public var parts: [Part?] = [.share(1), nil, nil]
    /// What is never divided.
    public var group = Group.file
    /// Makes other splits of the same sources.
    public var salt = "0"
    /// Whether groups are counted, in place of each being dealt by itself.
    public var isExact = false
    /// Whether validation and test get the first variant of a source only.
    public var augmentsTrainingOnly = false
    /// The parts, as indices, that get the undegraded page.
    public var clean: Set<Int> = []

    /// All for training.
    public init() {}

    /// The names of the parts.
    public static let names = ["train", "val", "test"]
}
