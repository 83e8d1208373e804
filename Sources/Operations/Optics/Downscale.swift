public import Imaging
public import OperationKit
import Vision

/// A page that was stored too small and enlarged again.
public struct Downscale: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "downscale", family: .camera, on: [.page], peers: ["Downscale", "low-resolution", "pixelate"],
        "A page that was scanned or stored too small, then enlarged again.", main: "dpi",
        severities: Severities(mild: ["dpi": "115"], medium: ["dpi": "80"], strong: ["dpi": "60"]),
        promises: [
            .identity(with: ["dpi": "1200"]), .keepsBlankPaper, .meanShift(atMost: 1), .grayEqualsColor(),
            .monotone("dpi", values: ["149", "110", "80", "50", "25"]),
        ],
        cost: (30, 14))

    public static let usesChance = false

    enum Up: String, CaseIterable { case linear, nearest }

    let dpi: Double
    let up: Up

    public init(_ p: inout Parameters) {
        dpi = p.number("dpi", "85..120", in: 10...1200, "the resolution that was left")
        up = p.choice("up", "linear", "how it was enlarged: softly, or in blocks")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let scale = dpi / page.dpi
        guard scale < 1, !pixels.isFlat else { return }
        let small = pixels.shrunk(
            to: Size(
                width: max(1, Int((Double(pixels.width) * scale).rounded())),
                height: max(1, Int((Double(pixels.height) * scale).rounded()))))
        if small.size == pixels.size { return }
        pixels = small.stretched(to: pixels.size, blocks: up == .nearest)
    }
}

extension Raster {
    /// The picture at a larger size, by straight lines between the middles of its pixels, or in blocks.
    func stretched(to target: Size, blocks: Bool) -> Raster {
        var result = Raster(uninitialized: kind, width: target.width, height: target.height)
        let channels = channels
        func places(_ count: Int, _ source: Int) -> [(low: Int, high: Int, weight: Int32)] {
            (0..<count).map { i in
                let place = (Double(i) + 0.5) * Double(source) / Double(count) - 0.5
                if blocks {
                    let nearest = min(source - 1, max(0, Int(place.rounded())))
                    return (nearest, nearest, 0)
                }
                let low = Int(place.rounded(.down))
                return (
                    min(source - 1, max(0, low)), min(source - 1, max(0, low + 1)),
                    Int32(((place - place.rounded(.down)) * 256).rounded())
                )
            }
        }
        let (across, down) = (places(target.width, width), places(target.height, height))
        withPlane { source in
            result.withMutablePlane { out in
                var line = [Int32](repeating: 0, count: width * channels)
                for y in 0..<target.height {
                    let (low, high, weight) = down[y]
                    let (upper, lower) = (source.row(low), source.row(high))
                    for i in line.indices {
                        line[i] = Int32(upper[i]) &* 256 &+ (Int32(lower[i]) &- Int32(upper[i])) &* weight
                    }
                    let row = out.row(y)
                    for x in 0..<target.width {
                        let place = across[x]
                        for c in 0..<channels {
                            let (a, b) = (line[place.low &* channels &+ c], line[place.high &* channels &+ c])
                            let level = (a &* 256 &+ (b &- a) &* place.weight &+ 32768) &>> 16
                            row[x &* channels &+ c] = UInt8(truncatingIfNeeded: level)
                        }
                    }
                }
            }
        }
        return result
    }
}
