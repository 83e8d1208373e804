/// The stable code of what can be said about a picture file. `I` is an error, `IW` a note.
public enum PictureCode: String, CaseIterable, Sendable {
    case unreadable = "I10"
    case empty = "I11"
    case notAPicture = "I12"
    case damaged = "I14"
    case tooManyPixels = "I15"
    case impossibleSide = "I16"
    case unsupportedSamples = "I21"
    case tooLargeForFormat = "I27"
    case notEncoded = "I28"

    case otherExtension = "IW13"
    case tiny = "IW17"
    case transparent = "IW18"
    case printingInks = "IW19"
    case colorProfile = "IW20"
    case animated = "IW22"
    case unknownResolution = "IW23"
    case unevenResolution = "IW24"
    case irregular = "IW26"

    /// Whether pages with this finding are still read.
    public var isNote: Bool { rawValue.hasPrefix("IW") }
}

/// Why a picture file, or one page of it, cannot be read.
public struct PictureProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of finding this is.
    public let code: PictureCode
    /// What is wrong, where in the file, and what can be done; one sentence without a full stop.
    public let message: String

    /// A finding with its message.
    public init(_ code: PictureCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "[\(code.rawValue)] \(message)" }
}

/// What is worth knowing about a page that was read all the same.
public struct PictureNote: Sendable, Equatable, CustomStringConvertible {
    /// What kind of finding this is.
    public let code: PictureCode
    /// What was found and what was done about it; one sentence without a full stop.
    public let message: String

    /// A finding with its message.
    public init(_ code: PictureCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "[\(code.rawValue)] \(message)" }
}

extension PictureProblem {
    static func damaged(_ message: String) -> PictureProblem { PictureProblem(.damaged, message) }
    static func unsupported(_ message: String) -> PictureProblem { PictureProblem(.unsupportedSamples, message) }
}
