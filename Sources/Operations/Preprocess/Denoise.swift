public import Imaging
public import OperationKit
import PipelineSyntax
import Vision

/// Removes noise and keeps strokes.
public struct Denoise: PixelOperation {
    public static let manual = Manual(
        "denoise", family: .preprocess, on: [.page, .ink, .paper], gives: .grayPlus,
        peers: ["fastNlMeansDenoising", "MedianBlur", "median-blur", "bilateral", "bilateralFilter", "nlm"],
        "Removes noise and keeps strokes. Non-local means of a gray page takes seconds, all others milliseconds.",
        main: "method",
        severities: Severities(
            mild: ["method": "bilateral", "strength": "6"], medium: ["method": "nlm", "strength": "10"],
            strong: ["method": "median", "size": "3"]),
        promises: [
            .keepsBlankPaper, .meanShift(atMost: 3, with: ["method": "median"]),
            .identity(with: ["method": "nlm", "strength": "0"]),
            .identity(with: ["method": "bilateral", "strength": "0"]),
            .identity(with: ["method": "gaussian", "strength": "0"]),
        ],
        cost: (12000, 4000))

    public static let usesChance = false

    enum Method: String, CaseIterable { case nlm, median, bilateral, gaussian, morphological }

    let method: Method
    let strength: Double
    let size: Int
    let template: Int
    let search: Int

    public init(_ p: inout Parameters) {
        method = p.choice("method", "nlm", "how noise is told from strokes")
        strength = p.number(
            "strength", "3..10", in: 0...100,
            "nlm: the filter's h; bilateral: levels that still count as equal; gaussian: tenths of a pixel")
        size = p.size(
            "size", "3", of: [3, 5, 7],
            "side of the window of median and morphological, in pixels; at 150 dpi even 3 takes serifs of small print")
        template = p.size("template", "7", of: [3, 5, 7, 9, 11, 13, 15], "side of the windows that nlm compares")
        search = p.size(
            "search", "21", of: Array(stride(from: 5, through: 51, by: 2)), "side of the area where nlm looks")
    }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        guard kinds == [.bilevel], values["method"] == .fixed(.word("nlm")) else { return nil }
        guard let strength = values["strength"]?.greatestNumber else { return nil }
        guard case .fixed(.number(let side))? = values["template"] else { return nil }
        let isWithout = Denoise.keepsTwoLevels(strength: strength, template: Int(side))
        return isWithout ? "non-local means of that strength leaves a black and white page as it is" : nil
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        switch method {
        case .median: pixels = try pixels.medianFiltered(size: size)
        case .morphological:
            pixels = try pixels.morphed(.open, .ellipse, width: size, height: size)
                .morphed(.close, .ellipse, width: size, height: size)
        case .gaussian: pixels = try pixels.blurred(sigma: strength / 10)
        case .bilateral:
            if strength > 0 { pixels = try pixels.bilateralFiltered(diameter: 5, levels: strength, distance: 3) }
        case .nlm:
            // The way through Lab and back moves levels by one, even where there is nothing to smooth.
            if strength == 0 || pixels.isFlat { return }
            if pixels.kind != .color, Denoise.keepsTwoLevels(strength: strength, template: template), pixels.isTwoLevel
            {
                return
            }
            pixels = try pixels.nonLocalMeans(strength: strength, template: template, search: search)
        }
    }

    /// Whether non-local means gives back a page of 0 and 255 as it is. Two windows of such a page differ by at least
    /// 255² / template² on average, or not at all; OpenCV takes a weight e^(−d/h²) under 0.001 as none. Below the
    /// strength where that happens, all that is averaged are places whose windows, hence their centers, are equal.
    static func keepsTwoLevels(strength: Double, template: Int) -> Bool {
        let least = 65025 / Double(template * template)
        // −ln 0.001 = 6.9078; two percent short of the limit, for what the filter itself rounds.
        return strength < 0.98 * (least / 6.9078).squareRoot()
    }
}

extension ValueExpression {
    /// The greatest number that can be drawn; nil when there is no bound, or no number.
    fileprivate var greatestNumber: Double? {
        switch self {
        case .fixed(.number(let value)): return value
        case .uniform(_, .number(let high)), .logUniform(_, .number(let high)): return high
        case .choice(let members):
            let numbers = members.map(\.value.greatestNumber)
            return numbers.contains(nil) ? nil : numbers.compactMap { $0 }.max()
        default: return nil
        }
    }
}
