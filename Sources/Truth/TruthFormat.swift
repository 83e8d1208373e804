internal import Files
import Glibc
package import Imaging
internal import OperationKit

/// Reads files of ground truth.
protocol TruthReading: Sendable {
    /// The `origin` of what it gives.
    var name: String { get }

    /// Whether a file that was found by its name only is of this format; if not, it is passed over.
    func accepts(_ file: TruthFile) -> Bool

    /// What a file seems to be that is not accepted, such as `rows of YOLO's boxes`; nil when that is not worth a word.
    func resemblance(of file: TruthFile) -> String?

    /// What the file says of a page, before any rule of labels; nil when it has no such page. A broken file is an error.
    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft?
}

/// A format of ground truth.
protocol TruthFormat: TruthReading {
    static var declaration: TruthFormatDeclaration { get }

    /// The format with what a pipeline gives for its options.
    init(_ options: FormatOptions)
}

extension TruthReading {
    func accepts(_ file: TruthFile) -> Bool { true }
    func resemblance(of file: TruthFile) -> String? { nil }
}

extension TruthFormat {
    var name: String { Self.declaration.name }
}

/// What is known of the picture that truth is looked for.
package struct PictureInfo: Sendable {
    var path: String
    /// What messages call it.
    var name: String
    /// From 1, in its file.
    var page = 1
    var pageCount = 1
    /// Upright, in pixels.
    var size: Size
    /// How the stored rows were turned, 1…8.
    var orientation = 1
    /// Pixels per inch as the file says them, across.
    var dpi: Double?
    /// Pixels per inch down, where they are others than across.
    var dpiDown: Double?
    /// All pictures of the run; nil when it is about a single one.
    var run: RunPictures?
    /// The page's position among those of all pictures, from 0; nil without a run.
    var position: Int?
    /// With whom the picture shares the file that is looked at.
    enum Sharing: Sendable { case none, folder, all }

    /// With whom the picture shares the file that is looked at.
    var truthSharing = Sharing.none
    /// The files that came with a picture out of an archive, named as beside it; nil for one that lies in a folder.
    var carried: [TruthFile]?

    /// `page` counts from 1; `size` is upright, in pixels; `orientation` says how the stored rows were turned, 1…8.
    package init(
        path: String, name: String? = nil, page: Int = 1, pageCount: Int = 1, size: Size, orientation: Int = 1,
        dpi: Double? = nil, dpiDown: Double? = nil, run: RunPictures? = nil, position: Int? = nil,
        carried: [TruthFile]? = nil
    ) {
        self.carried = carried
        self.path = path
        self.name = name ?? RelativePath.name(of: path)
        self.page = page
        self.pageCount = pageCount
        self.size = size
        self.orientation = orientation
        self.dpi = dpi
        self.dpiDown = dpiDown
        self.run = run
        self.position = position
    }
}

/// What a file says of a page, in the file's own coordinates; lines and words come in reading order.
struct TruthDraft {
    /// The page as the file knows it; nil when it does not say, and coordinates are pixels of the picture.
    var size: (width: Double, height: Double)?
    /// Whether the format has a size for every page, and this file gives none that can be: 0, empty, missing.
    var lacksSize = false
    /// Pieces without an outline have one of no points; text of lines without one is still text of the page.
    var regions: [Region] = []
    /// Text without outlines, cleaned.
    var pageText: String?
    /// Labels that went through all rules when they were written, and what the edge of a page did to them.
    var settled: GroundTruth?
    /// In place of the format's name.
    var origin: String?
    /// Whether words say themselves that no blank stands before them.
    var keepsGlue = false
    /// What the file holds of the page and is not used, as far as the reader leaves it out.
    var unused = UnusedTruth()
    /// Regions whose own text is other than that of their lines.
    var disagreeingRegions = 0
    /// Notes whose message lacks the name of the file before it.
    var hints: [TruthProblem] = []
    var notes: [TruthProblem] = []

    /// Sets the size that a file gives for its page; nil, 0 and less are no size.
    mutating func setSize(_ width: Double?, _ height: Double?) {
        guard let width, let height, width > 0, height > 0 else {
            (size, lacksSize) = (nil, true)
            return
        }
        (size, lacksSize) = ((width, height), false)
    }
}

/// A file of ground truth, read whole.
package struct TruthFile: Sendable {
    /// The largest that is read.
    package static let limit = 64 << 20
    /// More words than any page has.
    static let wordLimit = 1_000_000

    let path: String
    let bytes: [UInt8]
    /// The encoding that the pipeline names for files of text; nil for Unicode's.
    var encoding: String?
    private(set) var isTooLarge = false
    /// Where it is kept what was made of the file; nil for one that is looked at once.
    var remembered: Remembered?

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// A file that came with a picture and is larger than any that is read.
    package init(tooLarge path: String) {
        self.init(path: path, bytes: [])
        isTooLarge = true
    }

    /// Reads a file of at most 64 MiB.
    package init(reading path: String) throws(TruthProblem) {
        self.path = path
        do {
            bytes = try WholeFile.read(path, limit: Self.limit)
        } catch  where error.number == EFBIG {
            throw TruthProblem(.truthTooLarge, "'\(path)' is larger than 64 MiB, too much for the text of a page")
        } catch {
            throw TruthProblem(.truthUnreadable, "cannot read '\(path)': \(error.words)")
        }
    }

    /// What messages call it.
    var name: String { RelativePath.name(of: path) }

    /// What `make` makes of the file, made once where the file is for many pages; `name` stands for what is made.
    func once<Value: Sendable>(
        _ name: String, _ make: () throws(TruthProblem) -> Value
    ) throws(TruthProblem) -> Value {
        guard let remembered else { return try make() }
        return try remembered.value(name, make)
    }

    /// Whether all of these stand in quotes in the file, as the members of JSON do, be it sound or not.
    func quotes(_ names: [String]) -> Bool {
        names.allSatisfy { holds("\"\($0)\"") }
    }

    /// Whether these characters stand in the file.
    func holds(_ text: String) -> Bool {
        bytes.holds(Array(text.utf8))
    }

    func problem(_ code: TruthCode, _ message: String, help: String? = nil) -> TruthProblem {
        TruthProblem(code, "'\(name)' \(message)", help: help)
    }
}

extension [UInt8] {
    /// Whether these bytes stand among them in a row. Much faster than the search of any collection for any other.
    func holds(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        var rest = self[...]
        while let found = rest.firstIndex(of: first), count - found >= wanted.count {
            if holds(wanted, at: found) { return true }
            rest = self[(found + 1)...]
        }
        return false
    }

    private func holds(_ wanted: [UInt8], at place: Int) -> Bool {
        for i in wanted.indices where self[place + i] != wanted[i] { return false }
        return true
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
    func problem(_ code: TruthCode, _ message: String, at offset: Int, help: String? = nil) -> TruthProblem {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return TruthProblem(code, "'\(name)' line \(line), column \(column): \(message)", help: help)
    }
}
