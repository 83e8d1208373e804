public import Imaging
public import OperationKit

/// One set for one or several trainers: what a label speaks of, in which formats, of which sources.
public struct DatasetPlan: Sendable, Equatable {
    /// What one label speaks of.
    public var unit: LabelUnit
    /// At least one, each once.
    public var formats: [SetFormatDeclaration]
    /// An index into `Plan.outputs`.
    public var output = 0
    /// Which sources are for training and which for testing.
    public var split = SplitPlan()
    /// For formats of lines or words.
    public var crops = CropPlan()
    /// Whether variants with a mark of the readability check take part.
    public var takesFlagged = true
    /// How the characters of its texts are written.
    public var form = TextForm.nfc
    /// What is given for the options of the formats.
    public var options = FormatOptions()

    /// A set with everything else by default.
    public init(unit: LabelUnit, formats: [SetFormatDeclaration]) {
        self.unit = unit
        self.formats = formats
    }

    /// The folder below `sets/` of one format. The training picture's sets have the plain name.
    public func name(_ format: SetFormatDeclaration, outputName: String?) -> String {
        "\(format.name)-\(unit.rawValue)" + (outputName.map { "-\($0)" } ?? "")
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
