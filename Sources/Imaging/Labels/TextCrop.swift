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
    /// Where it stands.
    public let strip: TextStrip
    /// What it says.
    public let text: String
    /// Whether it may be trained on.
    public let isLegible: Bool

    /// A piece of text with that outline.
    public init(outline: Outline, baseline: [Point]? = nil, text: String, isLegible: Bool = true) {
        strip = TextStrip(outline, baseline: baseline)
        self.text = text
        self.isLegible = isLegible
    }

    /// A line.
    public init(_ line: TextLine) {
        self.init(outline: line.outline, baseline: line.baseline, text: line.text, isLegible: line.isLegible)
    }

    /// A word.
    public init(_ word: Word) {
        self.init(outline: word.outline, text: word.text, isLegible: word.isLegible)
    }

    /// Whether it is written from top to bottom: higher than wide by half, with more than one grapheme.
    public var isVertical: Bool {
        guard strip.height > 1.5 * strip.width else { return false }
        return text.dropFirst().first != nil
    }

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
        if !isLegible { return .illegible }
        if text.unicodeScalars.allSatisfy(TextCrop.isInvisible) { return .empty }
        let (height, width) = (strip.height, strip.width)
        // Vertical text runs along its height.
        let isVertical = isVertical
        let (thickness, length) = isVertical ? (width, height) : (height, width)
        let graphemes = text.count
        if !(thickness >= options.minHeight) { return .low }
        if length < max(2 * Double(graphemes), 4) { return .narrow }
        if !(length <= 100 * thickness) { return .long }
        if let most = options.maxLength, graphemes > most { return .long }
        // Straightened, it would be larger than the page that it is cut from.
        if height * width > 2 * Double(page.width) * Double(page.height) { return .long }
        if isVertical, options.vertical == .skip { return .vertical }
        if strip.outline.share(within: page) < 0.8 { return .outside }
        return nil
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{AD}" || scalar == "\u{200B}"
    }

    /// The picture of the text without a look at what it shows.
    public func pixels(of page: Raster, _ options: CropOptions = CropOptions()) -> Raster {
        let turns = isVertical && options.vertical == .turn
        // Whole pixels keep upright crops exact copies.
        let padding = (options.padding * strip.height).rounded()
        let strip = options.isUpright ? strip.uprightRectangle(heightLimit: 3) ?? strip : strip
        let height = max(1, Int((strip.height - 1e-6).rounded(.up)))
        let width = max(1, Int((strip.width - 1e-6).rounded(.up)))
        let around = strip.grown(by: padding)
        var size = Size(width: width + 2 * Int(padding), height: height + 2 * Int(padding))
        guard let wanted = options.height else {
            let crop = Rectifier(around, size).applied(to: page)
            return turns ? crop.turnedLeft() : crop
        }
        let scale = Double(max(1, wanted)) / Double(turns ? size.width : size.height)
        let target = Size(
            width: max(1, Int((Double(size.width) * scale).rounded())),
            height: max(1, Int((Double(size.height) * scale).rounded())))
        // Bilinear sampling would skip pixels when it shrinks much.
        if scale * 1.5 >= 1 { size = target }
        var crop = Rectifier(around, size).applied(to: page)
        if size != target { crop = crop.shrunk(to: target) }
        return turns ? crop.turnedLeft() : crop
    }
}
