/// The stable code of what can be wrong with ground truth; a `W` before the number is a note that stops nothing.
public enum TruthCode: String, Sendable, CaseIterable {
    case noTruth = "T10"
    case truthUnreadable = "T11"
    case truthOfOtherFormat = "T12"
    case truthOfNewerVersion = "T13"
    case truthEncoding = "T20"
    case truthTooLarge = "T21"
    case truthEntities = "T22"
    case truthNumber = "T23"
    case badRow = "T24"
    case truthOfOtherSize = "T30"
    case mostlyOutside = "T31"
    case truthOfManyPictures = "T32"
    case boxWithoutLines = "T40"
    case unclearDirection = "T41"
    case unknownUnits = "T42"
    case nothingAligned = "T43"
    case nothingRead = "T50"
    case moreThanOneTruth = "TW10"
    case controlCharacters = "TW31"
    case scaled = "TW32"
    case outside = "TW33"
    case degenerate = "TW34"
    case disagreement = "TW35"
    case runLengthMask = "TW36"
    case missingUnit = "TW37"
    case leftRows = "TW38"
    case noText = "TW39"
    case unused = "TW41"
    case unplaced = "TW42"
    case reordered = "TW43"
    case unknownSize = "TW44"
    case contradictory = "TW45"
    case otherSpelling = "TW46"
    case passedOver = "TW47"
    case madeOutline = "TW48"
    case partlyAligned = "TW49"
    case notListed = "TW50"

    /// Whether nothing is left out for it.
    public var isNote: Bool { rawValue.dropFirst().first == "W" }
}

/// Something that is wrong with the ground truth of a page, or (by its code) a note about it.
public struct TruthProblem: Error, Sendable, Equatable {
    /// What kind of problem it is.
    public let code: TruthCode
    /// One sentence without a full stop.
    public let message: String
    /// What to do.
    public let help: String?
    /// Whether it is about a file for many pictures and not about one of these, so that it is told once.
    public var isShared = false

    /// A problem; `message` is one sentence without a full stop.
    public init(_ code: TruthCode, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}

extension TruthProblem: CustomStringConvertible {
    /// Code, message and help in one line.
    public var description: String { "[\(code.rawValue)] \(message)" + (help.map { "; \($0)" } ?? "") }
}
