public import Imaging

/// A thing that can happen to a page. A value of the type is one drawn instance: plain numbers, no chance left in its
/// parameters. The initializer *is* the declaration of the parameters (see `Parameters`).
public protocol PageOperation: Sendable {
    static var manual: Manual { get }

    /// Declares and takes the parameters; must ask for the same names in the same order every time.
    init(_ p: inout Parameters)

    /// Whether the result depends on the pixels and the parameters alone, so that it can be shared by all variants of a
    /// page when the parameters are fixed.
    static var usesChance: Bool { get }

    /// Why a step with these parameters cannot change a page of any of these kinds; nil when it can.
    static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String?
}

extension PageOperation {
    public static var usesChance: Bool { true }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? { nil }
}

/// Changes pixels and moves nothing.
public protocol PixelOperation: PageOperation {
    /// Works in place. The kind of the pixels may change as the manual's `gives` says, the size never. With nothing
    /// to do, the raster is left alone, its buffer still shared.
    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws
}

/// A pixel operation that is one look-up per channel; neighbors of this kind run as one pass.
public protocol TableOperation: PixelOperation {
    /// One table for gray, three (blue, green, red) for color.
    func tables(for kind: PixelKind) -> [LookupTable]
}

/// Moves pixels and labels alike, by a map. An operation that also shades conforms to `PixelOperation` too: the engine
/// pulls the pixels through the map and then calls `apply` in the coordinates of the result.
public protocol GeometricOperation: PageOperation {
    /// The map on a page of that size, whose pixels are square: where they are not, the engine asks for the map of the sheet
    /// and squeezes it. May look at the pixels only to measure (a skew, a border), and only when
    /// `measures` says so.
    func map(of page: PageContext, _ random: RandomStream) -> GeometricMap
    /// Whether the map depends on the pixels, so that they must be there.
    var measures: Bool { get }
    /// The page's pixels per inch after the map.
    func dpi(after map: GeometricMap, of page: PageContext) -> Double
    /// Whether the pixels are square afterwards, whatever shape they had.
    var makesSquarePixels: Bool { get }
    /// Whether the resolution is known afterwards, even if it was guessed before.
    var saysResolution: Bool { get }
    /// How new area and edges are treated.
    var resampling: Resampling { get }
}

extension GeometricOperation {
    public var measures: Bool { false }
    public var makesSquarePixels: Bool { false }
    public var saysResolution: Bool { false }

    public func dpi(after map: GeometricMap, of page: PageContext) -> Double { page.dpi }
}

/// What an operation may know of the page beside its pixels.
public struct PageContext: Sendable {
    public let size: Size
    /// Pixels per inch; of a page with another resolution down than across, that across.
    public let dpi: Double
    /// Whether no file said the resolution.
    public let isDPIGuessed: Bool
    public let layer: Layer
    /// Outlines of the text lines that are known, for effects that write on lines; often empty.
    public let lines: [Outline]
    /// Pictures named by `path` parameters, loaded beforehand.
    public let pictures: [String: Raster]
    /// The pixels, for geometric operations that measure.
    public let pixels: Raster?
    /// How the page was moved by the operation that now shades it, when it is one that moves.
    public let map: GeometricMap?
    /// How large the page was before that.
    public let sizeBefore: Size?
    /// What starts programs that carry out steps; nil where none may be started.
    public let programs: (any StepPrograms)?

    public init(
        size: Size, dpi: Double, layer: Layer = .page, lines: [Outline] = [], pictures: [String: Raster] = [:],
        pixels: Raster? = nil, map: GeometricMap? = nil,
        sizeBefore: Size? = nil, isDPIGuessed: Bool = false, programs: (any StepPrograms)? = nil
    ) {
        self.size = size
        self.dpi = dpi
        self.isDPIGuessed = isDPIGuessed
        self.layer = layer
        self.lines = lines
        self.pictures = pictures
        self.pixels = pixels
        self.map = map
        self.sizeBefore = sizeBefore
        self.programs = programs
    }

    /// A length on paper in pixels of this page.
    public func pixels(mm: Double) -> Double { Resolution.pixels(mm: mm, dpi: dpi) }
}

/// An operation could not do its work on this page; the variant is skipped and the run goes on.
public struct OperationFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
