public import Imaging
public import OperationKit
import Vision

/// All levels made equally frequent.
public struct Equalize: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "equalize", family: .photometric, on: [.page], peers: ["Equalize", "histogram-equalization"],
        "All levels of brightness made equally frequent.", main: "strength",
        severities: Severities(mild: ["strength": "0.2"], medium: ["strength": "0.6"], strong: ["strength": "1"]),
        promises: [
            .identity(with: ["strength": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.5", "0.8", "1"]),
        ],
        cost: (12, 3))

    public static let usesChance = false

    let strength: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.2..0.6", "share of the change that is applied")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 || pixels.isFlat { return }
        let gray = try pixels.luma()
        let counts = gray.histogram()
        let total = gray.byteCount
        let first = counts.first { $0 > 0 } ?? 0
        guard total > first else { return }
        var sum = -first
        let levels = counts.enumerated().map { level, count -> Int16 in
            sum += count
            let even = Double(max(0, sum)) / Double(total - first) * 255
            return Int16(((even - Double(level)) * strength).rounded())
        }
        if pixels.kind == .bilevel { return }
        pixels.withMutablePlane { plane in
            gray.withPlane { gray in
                for y in 0..<plane.height {
                    let (row, luma) = (plane.row(y), gray.row(y))
                    for x in 0..<plane.width {
                        let change = levels[Int(luma[x])]
                        for i in x * plane.channels..<(x + 1) * plane.channels {
                            row[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int16(row[i]) &+ change)))
                        }
                    }
                }
            }
        }
    }
}
