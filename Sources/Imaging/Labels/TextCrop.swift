/// How pieces of text are cut out of a page.
public struct CropOptions: Hashable, Sendable {
    /// What is done with vertical writing.
    public enum Vertical: String, Sendable, CaseIterable {
        case keep
        /// By 90° counterclockwise.
        case turn
        case skip
    }

    /// Of the real pixels around, in heights of the text.
    public var padding = 0.1
    /// The height of every crop in pixels, padding included; nil leaves the size as it is on the page.
    public var height: Int?
    public var vertical = Vertical.keep
    /// Whether the upright rectangle around the text is cut out, in place of the text itself made straight. Text that is
    /// so far from level that the rectangle is more than three times as high is made straight all the same.
    public var isUpright = false
    /// The least height of a text on the page, in pixels.
    public var minHeight = 8.0
    /// The most graphemes of a text.
    public var maxLength: Int?
    /// The least difference of the lightest and the darkest place, in gray levels.
    public var minContrast = 8

    /// The standard options.
    public init() {}
}

/// Why a piece of text is left out of a set of crops.
public enum CropRefusal: String, Error, Sendable, CaseIterable {
    /// It must not be trained on.
    case illegible
    /// It has no text.
    case empty
    /// It is less high than `minHeight`.
    case low
    /// It has less than 2 px for each grapheme, or less than 4 px.
    case narrow
    /// It is more than 100 times as wide as high, has more than `maxLength` graphemes, or runs to and fro over the page.
    case long
    /// Nothing can be seen on it.
    case blank
    /// More than a fifth of it lies off the page.
    case outside
    /// It is vertical writing, which is to be skipped.
    case vertical
}

/// A piece of text to be cut out of a page, upright and straight.
public struct TextCrop: Sendable {
    /// Where it stands, in square pixels.
    public let strip: TextStrip
    /// What it says.
    public let text: String
    /// Whether it may be trained on.
    public let isLegible: Bool
    /// Whether it is written from top to bottom: as the truth says, or higher than wide by half, with more than one
    /// grapheme.
    public let isVertical: Bool
    /// Whether the strip of a vertical text lies on its left side, along a baseline from top to bottom.
    private let isLaidDown: Bool
    /// That of the page's pixels; those of its picture are square.
    private let shape: PixelShape

    /// A piece of text with that outline on a page; `isVertical` where the truth says so.
    public init(
        outline: Outline, baseline: [Point]? = nil, text: String, isLegible: Bool = true, isVertical: Bool = false,
        shape: PixelShape = .square
    ) {
        self.shape = shape
        let outline = shape == .square ? outline : Outline(outline.points.map(shape.drawnOut), top: outline.top)
        let baseline = shape == .square ? baseline : baseline?.map(shape.drawnOut)
        strip = TextStrip(outline, baseline: baseline)
        self.text = text
        self.isLegible = isLegible
        // A free outline is cut along the baseline of its column.
        let isFree = outline.upperEdge == nil && baseline != nil
        isLaidDown = isVertical && isFree && strip.width > strip.height
        self.isVertical =
            isVertical || (strip.height > 1.5 * strip.width && text.dropFirst().first != nil)
    }

    /// A line.
    public init(_ line: TextLine) {
        self.init(
            outline: line.outline, baseline: line.baseline, text: line.text, isLegible: line.isLegible,
            isVertical: line.isVertical)
    }

    /// A word.
    public init(_ word: Word) {
        self.init(outline: word.outline, text: word.text, isLegible: word.isLegible)
    }

    /// How thick the line of text is, in pixels: its height, or its width where it is written from top to bottom.
    public var thickness: Double { isVertical && !isLaidDown ? strip.width : strip.height }

    /// How far the text runs, in pixels.
    public var length: Double { isVertical && !isLaidDown ? strip.height : strip.width }

    /// The picture of the text, or why there is none. Gray pages give gray crops, color pages color crops; a bilevel
    /// page stays bilevel where nothing is resampled.
    public func raster(from page: Raster, _ options: CropOptions = CropOptions()) throws(CropRefusal) -> Raster {
        if let refusal = refusal(on: page.size, options) { throw refusal }
        let crop = pixels(of: page, options)
        if crop.isBlank(contrast: options.minContrast) { throw .blank }
        return crop
    }

    /// Why the text is left out whatever the pixels show; nil when it is not.
    public func refusal(on page: Size, _ options: CropOptions = CropOptions()) -> CropRefusal? {
        let page = shape.drawnOut(page)
        if !isLegible { return .illegible }
        if text.unicodeScalars.allSatisfy(TextCrop.isInvisible) { return .empty }
        let (thickness, length) = (self.thickness, self.length)
        let graphemes = text.count
        if !(thickness >= options.minHeight) { return .low }
        if length < max(2 * Double(graphemes), 4) { return .narrow }
        if !(length <= 100 * thickness) { return .long }
        if let most = options.maxLength, graphemes > most { return .long }
        // Straightened, it would be larger than the page that it is cut from.
        if thickness * length > 2 * Double(page.width) * Double(page.height) { return .long }
        if isVertical, options.vertical == .skip { return .vertical }
        if strip.outline.share(within: page) < 0.8 { return .outside }
        return nil
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{AD}" || scalar == "\u{200B}"
    }

    /// The real pixels around the text, for these options.
    public func padding(_ options: CropOptions) -> Int { Int((options.padding * thickness).rounded()) }

    /// The picture of the text without a look at what it shows.
    public func pixels(of page: Raster, _ options: CropOptions = CropOptions()) -> Raster {
        let crop = straightened(page, options)
        guard isVertical else { return crop }
        let isLying = options.vertical == .turn
        // A quarter to the right is three to the left.
        if isLaidDown { return isLying ? crop : crop.turnedLeft().turnedLeft().turnedLeft() }
        return isLying ? crop.turnedLeft() : crop
    }

    /// The strip as a rectangle.
    private func straightened(_ page: Raster, _ options: CropOptions) -> Raster {
        let strip = options.isUpright ? self.strip.uprightRectangle(heightLimit: 3) ?? self.strip : self.strip
        let height = max(1, Int((strip.height - 1e-6).rounded(.up)))
        let width = max(1, Int((strip.width - 1e-6).rounded(.up)))
        // Whole pixels keep upright crops exact copies.
        let padding = self.padding(options)
        // Grown in square pixels, and pulled from the page's own.
        let around = strip.grown(by: Double(padding)).pressed(shape)
        var size = Size(width: width + 2 * padding, height: height + 2 * padding)
        guard let wanted = options.height else { return Rectifier(around, size).applied(to: page) }
        // The height of a crop is the thickness of its text, however that stands.
        let scale = Double(max(1, wanted)) / Double(isVertical && !isLaidDown ? size.width : size.height)
        let target = Size(
            width: max(1, Int((Double(size.width) * scale).rounded())),
            height: max(1, Int((Double(size.height) * scale).rounded())))
        // Bilinear sampling would skip pixels when it shrinks much.
        if scale * 1.5 >= 1 { size = target }
        let crop = Rectifier(around, size).applied(to: page)
        return size == target ? crop : crop.shrunk(to: target)
    }
}
