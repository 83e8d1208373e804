package import Files
internal import Glibc

/// The stable code of what can be wrong with a run, its sets or its output. `D` speaks of a data set, `I` of pictures among
/// others; a `W` before the number is a note that stops nothing.
public enum JobCode: String, Sendable, CaseIterable {
    case realHashes = "TW40"
    case sameBytes = "IW25"
    case sameName = "D10"
    case foreignOutput = "D20"
    /// Another process writes to the output folder.
    case folderInUse = "D21"
    /// Folders that are not all parts of one job.
    case partsMissing = "D22"
    case rightToLeftBoxes = "D30"
    case wordsWanted = "D31"
    case splitLists = "D41"
    case unevenSplit = "DW40"
    case unmatchedLine = "DW42"
    /// Files in the folder of a set that Foxing did not write.
    case othersFiles = "DW43"
    case timeLimit = "D50"
    case drawnAgain = "D51"
    /// A program that reads in place of Tesseract.
    case readerFailed = "D52"
    case operationFault = "D60"
    case outOfMemory = "D61"
    /// The output cannot be written; ends the run.
    case notWritable = "D70"
    /// The disk is full; ends the run.
    case diskFull = "D71"

    /// Whether a run cannot go on.
    var endsTheRun: Bool { self == .notWritable || self == .diskFull }

    /// Whether nothing is left out for it.
    public var isNote: Bool { rawValue.dropFirst().first == "W" }
}

/// Something that is wrong with an input, the output or a set, or (by its code) a note about it.
public struct JobProblem: Error, Sendable, Equatable {
    /// What kind of problem it is.
    public let code: JobCode
    /// One sentence without a full stop.
    public let message: String
    /// What to do.
    public let help: String?

    /// A problem; `message` is one sentence without a full stop.
    public init(_ code: JobCode, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}

extension JobProblem: CustomStringConvertible {
    /// Code, message and help in one line.
    public var description: String { "[\(code.rawValue)] \(message)" + (help.map { "; \($0)" } ?? "") }
}

extension SystemProblem {
    /// As a problem of the output: the disk is full, or the place cannot be written to.
    package func whileWriting(_ path: String) -> JobProblem {
        if number == ENOSPC || number == EDQUOT {
            return JobProblem(.diskFull, "no room left to write '\(path)'", help: "make room and run with --resume")
        }
        return JobProblem(.notWritable, "cannot write '\(path)': \(words)")
    }
}
