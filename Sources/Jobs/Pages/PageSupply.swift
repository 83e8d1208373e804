public import Imaging
package import Truth

/// Where the pages of a job come from. Picture files, pages of a PDF and pages set from text all look like this to the
/// rest of the house.
public protocol PageSupply: Sendable {
    /// Every page, in the order of the manifest, with what is known before it is loaded.
    var refs: [PageRef] { get }

    /// The SHA-256, in hexadecimal digits, of all that page `index` of `refs` is made from; no pixel is looked at.
    func digest(of index: Int) throws(SourceFailure) -> String

    /// Page `index` of `refs` as pixels. Throws what is wrong with it.
    func load(_ index: Int) throws(SourceFailure) -> LoadedPage

    /// The files of truth that come with page `index` of `refs`, where `carriesTruth` says so.
    func truth(of index: Int) throws(SourceFailure) -> CarriedTruth
}

extension PageSupply {
    /// Nothing.
    public func truth(of index: Int) throws(SourceFailure) -> CarriedTruth { CarriedTruth(picture: "", files: []) }
}

/// What comes with a picture that lies in no folder.
public struct CarriedTruth: Sendable {
    /// What the picture is called, with its ending.
    public let picture: String
    /// Files of truth, named as they would be beside the picture.
    package let files: [TruthFile]

    /// Files by their names and bytes.
    public init(picture: String, files: [(name: String, bytes: [UInt8])]) {
        self.picture = picture
        self.files = files.map { TruthFile(path: $0.name, bytes: $0.bytes) }
    }

    init(picture: String, found files: [TruthFile]) {
        self.picture = picture
        self.files = files
    }
}

/// A page that has not been loaded yet.
public struct PageRef: Sendable {
    /// The page, its name and its file.
    public let source: Source
    /// Upright, in pixels; nil where nothing says it.
    public let size: Size?
    /// How the stored rows were turned, 1…8 as in EXIF.
    public let orientation: Int
    /// Pixels per inch as the file says them, across.
    public let dpi: Double?
    /// Pixels per inch down, where they are others than across; else nil.
    public let dpiDown: Double?
    /// About how many bytes its pixels take.
    public let byteCount: Int
    /// What is worth knowing about it, by code.
    public let notes: [SourceNote]
    /// Whether its truth is looked for in what comes with it, and not beside its file.
    public let carriesTruth: Bool
    /// Why it cannot be loaded.
    public let problem: SourceFailure?

    /// A page with what is known of it.
    public init(
        _ source: Source, size: Size?, orientation: Int = 1, dpi: Double? = nil, dpiDown: Double? = nil, byteCount: Int,
        notes: [SourceNote] = [], carriesTruth: Bool = false, problem: SourceFailure? = nil
    ) {
        self.carriesTruth = carriesTruth
        self.source = source
        self.size = size
        self.orientation = orientation
        self.dpi = dpi
        self.dpiDown = dpiDown
        self.byteCount = byteCount
        self.notes = notes
        self.problem = problem
    }
}

/// A page as pixels.
public struct LoadedPage: Sendable {
    /// Upright.
    public let pixels: Raster
    /// Pixels per inch, across; nil when the file does not say them believably.
    public let dpi: Double?
    /// Pixels per inch down, where they are others than across; else nil.
    public let dpiDown: Double?
    /// What `PageSupply.digest` says of it.
    public let sha256: String
    /// What is worth knowing about it, by code.
    public let notes: [SourceNote]

    /// A page; `dpi` is nil when its file does not say it.
    public init(pixels: Raster, dpi: Double?, dpiDown: Double? = nil, sha256: String, notes: [SourceNote] = []) {
        self.pixels = pixels
        self.dpi = dpi
        self.dpiDown = dpiDown
        self.sha256 = sha256
        self.notes = notes
    }
}

/// What is worth knowing about a source.
public struct SourceNote: Sendable, Equatable {
    /// Such as `IW13`.
    public let code: String
    /// One sentence without a full stop.
    public let message: String
    /// Whether it is about several sources, so that it is told once.
    public var isShared = false

    /// A note by its code.
    public init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// Why a source cannot be worked on.
public struct SourceFailure: Error, Sendable, Equatable {
    /// Such as `I14`.
    public let code: String
    /// One sentence without a full stop.
    public let message: String
    /// What to do.
    public let help: String?

    /// A failure by its code.
    public init(_ code: String, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}

extension SourceFailure: CustomStringConvertible {
    /// Code, message and help in one line.
    public var description: String { "[\(code)] \(message)" + (help.map { "; \($0)" } ?? "") }
}
