public import Imaging
public import OperationKit
import Vision

extension Raster {
    /// One channel of levels to be cut; nil when the page is black and white already.
    fileprivate func forCutting() throws -> Raster? {
        if kind == .bilevel { return nil }
        return kind == .color ? try luma() : self
    }
}

extension Parameters {
    /// The side of a local threshold's window, as a radius in pixels.
    fileprivate mutating func windowRadius() -> Int {
        Int((length("window", "4..6mm", in: .mm(0.3...100), "side of the window around each pixel") / 2).rounded())
    }
}

/// Black and white by the local threshold m·(1 + k·(s/r − 1)) (Sauvola and Pietikäinen, 2000).
public struct Sauvola: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "sauvola", family: .preprocess, on: [.page, .ink], gives: .bilevel, peers: ["threshold_sauvola"],
        "Black and white by a threshold that follows the mean and the contrast around each pixel.", main: "k",
        severities: Severities(
            mild: ["k": "0.25"], medium: ["k": "0.4"], strong: ["k": "0.55", "window": "2mm"]),
        promises: [.outputBilevel, .keepsBlankPaper], cost: (60, 55))

    public static let usesChance = false

    let radius: Int
    let k: Double
    let r: Double

    public init(_ p: inout Parameters) {
        radius = p.windowRadius()
        k = p.number("k", "0.2..0.35", in: 0...1, "how far below the mean the threshold lies where contrast is low")
        r = p.number("r", "128", in: 1...255, "the greatest deviation there can be")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let gray = try pixels.forCutting() else { return }
        let (k, r) = (Float(k), Float(r))
        pixels = gray.binarized(radius: radius) { mean, deviation in min(254, mean * (1 + k * (deviation / r - 1))) }
    }
}

/// Black and white by the local threshold m + k·s (Niblack, 1986).
public struct Niblack: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "niblack", family: .preprocess, on: [.page, .ink], gives: .bilevel, peers: ["threshold_niblack"],
        "Black and white by the local mean and deviation; makes noise of bare paper with any grain.", main: "k",
        severities: Severities(
            mild: ["k": "-0.5"], medium: ["k": "-0.35"], strong: ["k": "-0.2", "min-contrast": "2"]),
        promises: [.outputBilevel, .keepsBlankPaper], cost: (60, 55))

    public static let usesChance = false

    let radius: Int
    let k: Double
    let contrast: Double

    public init(_ p: inout Parameters) {
        radius = p.windowRadius()
        k = p.number("k", "-0.5..-0.3", in: -2...2, "deviations above the mean at which the threshold lies")
        contrast = p.number("min-contrast", "12", in: 0...128, "where the deviation is less, all is paper")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let gray = try pixels.forCutting() else { return }
        let (k, contrast) = (Float(k), Float(contrast))
        pixels = gray.binarized(radius: radius) { mean, deviation in
            deviation < max(contrast, 1e-3) ? -1 : min(254, mean + k * deviation)
        }
    }
}

/// Black and white by Sauvola's rule brought to the page's own darkest tone and greatest deviation (Wolf and Jolion,
/// 2003).
public struct Wolf: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "wolf", family: .preprocess, on: [.page, .ink], gives: .bilevel, peers: ["wolf-jolion"],
        "Black and white by a local threshold made for pages of low contrast.", main: "k",
        severities: Severities(
            mild: ["k": "0.4"], medium: ["k": "0.3"], strong: ["k": "0.6", "window": "2mm"]),
        promises: [.outputBilevel, .keepsBlankPaper], cost: (110, 105))

    public static let usesChance = false

    let radius: Int
    let k: Double

    public init(_ p: inout Parameters) {
        radius = p.windowRadius()
        k = p.number("k", "0.3..0.5", in: 0...1, "how far below the mean the threshold lies where contrast is low")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let gray = try pixels.forCutting() else { return }
        let darkest = Float(gray.histogram().firstIndex { $0 > 0 } ?? 0)
        var greatest: Float = 1e-3
        gray.withPlane { plane in
            var statistics = WindowStatistics(of: plane, radius: radius)
            statistics.forEachRow { _, _, deviations in greatest = max(greatest, deviations.max() ?? 0) }
        }
        let k = Float(k)
        let most = greatest
        pixels = gray.binarized(radius: radius) { mean, deviation in
            min(254, (1 - k) * mean + k * darkest + k * deviation / most * (mean - darkest))
        }
    }
}

/// Black and white by comparing with the mean around each pixel.
public struct AdaptiveThreshold: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "adaptive-threshold", family: .preprocess, on: [.page, .ink], gives: .bilevel,
        peers: ["adaptiveThreshold", "adaptive-mean", "adaptive-gaussian"],
        "Black and white by comparing with the mean around each pixel.", main: "c",
        severities: Severities(
            mild: ["c": "12"], medium: ["c": "8", "window": "3mm"], strong: ["c": "4", "window": "2mm"]),
        promises: [.outputBilevel, .keepsBlankPaper], cost: (60, 55))

    public static let usesChance = false

    enum Method: String, CaseIterable { case mean, gaussian }

    let method: Method
    let radius: Int
    let c: Double

    public init(_ p: inout Parameters) {
        method = p.choice("method", "mean", "all pixels of the window alike, or the near ones more")
        radius = p.windowRadius()
        c = p.number("c", "8..14", in: -128...128, "levels below the mean at which ink begins")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let gray = try pixels.forCutting() else { return }
        let c = Float(c)
        switch method {
        case .mean: pixels = gray.binarized(radius: radius) { mean, _ in min(254, mean - c) }
        case .gaussian:
            // As OpenCV takes the deviation from the window's side.
            let mean = try gray.blurred(sigma: 0.3 * (Double(radius) - 1) + 0.8)
            var result = Raster(uninitialized: .bilevel, width: gray.width, height: gray.height)
            gray.withPlane { gray in
                mean.withPlane { mean in
                    result.withMutablePlane { target in
                        for i in target.bytes.indices {
                            target.bytes[i] = Float(gray.bytes[i]) > min(254, Float(mean.bytes[i]) - c) ? 255 : 0
                        }
                    }
                }
            }
            pixels = result
        }
    }
}
