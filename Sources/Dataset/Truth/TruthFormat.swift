import Glibc
import Imaging

/// A format of ground truth that lies beside images.
protocol TruthFormat: Sendable {
    /// Its word in a pipeline, and the `origin` of what it gives.
    var name: String { get }

    /// Whether a file that was found by its name only is of this format; if not, it is passed over.
    func accepts(_ file: TruthFile) -> Bool

    /// What the file says of a page, before any rule of labels; nil when it has no such page. A broken file is an error.
    func read(_ file: TruthFile, for page: PictureInfo) throws(DatasetProblem) -> TruthDraft?
}

extension TruthFormat {
    func accepts(_ file: TruthFile) -> Bool { true }
}

/// What is known of the picture that truth is looked for.
struct PictureInfo: Sendable {
    var path: String
    /// From 1, in its file.
    var page = 1
    var pageCount = 1
    /// Upright, in pixels.
    var size: Size
    /// How the stored rows were turned, 1…8.
    var orientation = 1
    /// As the file says it.
    var dpi: Double?
}

/// What a file says of a page, in the file's own coordinates; lines and words come in reading order.
struct TruthDraft {
    /// The page as the file knows it; nil when it does not say.
    var size: (width: Double, height: Double)?
    /// Pieces without an outline have one of no points.
    var regions: [Region] = []
    /// Text without outlines, cleaned.
    var pageText: String?
    /// Labels that went through all rules when they were written, and what the edge of a page did to them.
    var settled: GroundTruth?
    /// In place of the format's name.
    var origin: String?
    /// Whether words say themselves that no blank stands before them.
    var keepsGlue = false
    var notes: [DatasetProblem] = []
}

/// A file of ground truth, read whole.
struct TruthFile: Sendable {
    /// The largest that is read.
    static let limit = 64 << 20
    /// More words than any page has.
    static let wordLimit = 1_000_000

    let path: String
    let bytes: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Reads a file of at most 64 MiB.
    init(reading path: String) throws(DatasetProblem) {
        self.path = path
        do {
            bytes = try WholeFile.read(path, limit: Self.limit)
        } catch  where error.number == EFBIG {
            throw DatasetProblem(.truthTooLarge, "'\(path)' is larger than 64 MiB, too much for the text of a page")
        } catch {
            throw DatasetProblem(.truthUnreadable, "cannot read '\(path)': \(error.words)")
        }
    }

    /// What messages call it.
    var name: String { RelativePath.name(of: path) }

    func problem(_ code: DatasetCode, _ message: String, help: String? = nil) -> DatasetProblem {
        DatasetProblem(code, "'\(name)' \(message)", help: help)
    }
}

/// The text of a file in UTF-8 with LF line ends, which knows where its bytes stand.
struct TruthText: Sendable {
    let name: String
    let bytes: [UInt8]

    init(name: String, _ text: String) {
        self.name = name
        bytes = Array(text.utf8)
    }

    /// A problem at a byte, by line and column; columns count characters.
    func problem(_ code: DatasetCode, _ message: String, at offset: Int, help: String? = nil) -> DatasetProblem {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return DatasetProblem(code, "'\(name)' line \(line), column \(column): \(message)", help: help)
    }
}
