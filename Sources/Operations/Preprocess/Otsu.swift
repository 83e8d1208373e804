public import Imaging
public import OperationKit
import PipelineSyntax
import Vision

/// The level that separates the two classes best.
public struct Otsu: PixelOperation {
    public static let manual = Manual(
        "otsu", family: .preprocess, on: [.page, .ink], gives: .bilevel,
        peers: ["otsu-threshold", "THRESH_OTSU", "binarize"],
        "Black and white, cut at the level that separates ink and paper best.",
        severities: Severities(mild: [:], medium: ["shift": "-15 | 15"], strong: ["shift": "-40 | 40"]),
        promises: [.outputBilevel], cost: (2, 1.2))

    public static let usesChance = false

    let shift: Int
    let invert: Bool

    public init(_ p: inout Parameters) {
        shift = Int(p.number("shift", "0", in: -128...128, "levels added to the level found").rounded())
        invert = p.flag("invert", false, "whether ink comes out white")
    }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        let keeps = values["invert"] == .fixed(.flag(false))
        return kinds == [.bilevel] && keeps ? "the page is black and white already" : nil
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .color { pixels = try pixels.luma() }
        if pixels.kind == .gray {
            let histogram = pixels.histogram()
            if histogram[1..<255].contains(where: { $0 > 0 }) {
                cut(&pixels, above: otsuLevel(of: histogram) + shift)
            }
            pixels.kind = .bilevel
        }
        if invert { pixels.apply([LookupTable { 255 - $0 }]) }
    }

    private func cut(_ pixels: inout Raster, above level: Int) {
        if !(0..<255).contains(level) {
            pixels = Raster(.gray, width: pixels.width, height: pixels.height, filledWith: level < 0 ? 255 : 0)
            return
        }
        let level = UInt8(level)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                for x in 0..<plane.width {
                    // As arithmetic: a choice of stores would become a jump per pixel.
                    let above: UInt8 = row[x] > level ? 1 : 0
                    row[x] = 0 &- above
                }
            }
        }
    }
}

/// The level above which Otsu's method (1979) sees paper: the variance between the two classes is greatest there. The
/// arithmetic is that of OpenCV step by step, since many levels tie where the histogram has a gap and rounding then
/// decides which is taken. With one level only, 127.
func otsuLevel(of histogram: [Int]) -> Int {
    let count = histogram.reduce(0, +)
    if histogram.contains(count) { return 127 }
    let scale = 1 / Double(count)
    var mean = 0.0
    for level in 0..<256 { mean += Double(level) * Double(histogram[level]) }
    mean *= scale
    let least = Double(Float.ulpOfOne)
    var (darkMean, darkShare, best, bestLevel) = (0.0, 0.0, 0.0, 0)
    for level in 0..<256 {
        let share = Double(histogram[level]) * scale
        darkMean *= darkShare
        darkShare += share
        let lightShare = 1 - darkShare
        if min(darkShare, lightShare) < least || max(darkShare, lightShare) > 1 - least { continue }
        darkMean = (darkMean + Double(level) * share) / darkShare
        let lightMean = (mean - darkShare * darkMean) / lightShare
        let variance = darkShare * lightShare * (darkMean - lightMean) * (darkMean - lightMean)
        if variance > best {
            best = variance
            bestLevel = level
        }
    }
    return bestLevel
}
