public import Imaging
public import OperationKit
import Vision

/// One color of ink made to vanish, as scanners do with red or green forms.
public struct DropOutColor: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "drop-out-color", family: .preprocess, on: [.page], gives: .gray, peers: ["color-dropout", "form-color"],
        "One color of ink made to vanish, as scanners do with red or green forms.", main: "color",
        severities: Severities(mild: ["tolerance": "15"], medium: [:], strong: ["tolerance": "60"]),
        promises: [.outputGray, .grayEqualsColor()], cost: (20, 1))

    public static let usesChance = false

    let color: Color
    let tolerance: Double

    public init(_ p: inout Parameters) {
        color = p.color("color", "red", "the color that goes")
        tolerance = p.angle("tolerance", "25", in: 5...90, "how far other hues may be off and still go")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard pixels.kind == .color else {
            pixels.kind = .gray
            return
        }
        let gray = try pixels.luma()
        var result = gray
        let wanted = DropOutColor.hue(Int32(color.red), Int32(color.green), Int32(color.blue))
        let limit = Int32((tolerance * 1536 / 360).rounded())
        pixels.withPlane { plane in
            result.withMutablePlane { out in
                for y in 0..<plane.height {
                    let (samples, row) = (plane.row(y), out.row(y))
                    for x in 0..<plane.width {
                        let (b, g, r) = (Int32(samples[3 * x]), Int32(samples[3 * x + 1]), Int32(samples[3 * x + 2]))
                        let most = max(r, g, b)
                        let least = min(r, g, b)
                        let chroma = most - least
                        // Too near to gray to have a hue.
                        if chroma < 8 { continue }
                        let off = abs(DropOutColor.hue(r, g, b) - wanted)
                        let apart = min(off, 1536 - off)
                        if apart >= 2 * limit { continue }
                        // All of it near the hue, less toward twice the tolerance. Colorful is what differs from white
                        // mostly in hue, so that the pale rim of a stroke goes with it.
                        let near = apart <= limit ? 256 : (2 * limit - apart) * 256 / limit
                        let colorful = min(256, max(0, chroma * 256 / (255 - least) - 64) * 4)
                        let share = near * colorful >> 8
                        row[x] = UInt8(Int32(row[x]) + (255 - Int32(row[x])) * share >> 8)
                    }
                }
            }
        }
        pixels = result
    }

    /// The hue in 1/1536 of a turn, from the differences of the channels.
    private static func hue(_ r: Int32, _ g: Int32, _ b: Int32) -> Int32 {
        let (most, least) = (max(r, g, b), min(r, g, b))
        let chroma = max(1, most - least)
        if most == r { return ((g - b) * 256 / chroma + 1536) % 1536 }
        if most == g { return (b - r) * 256 / chroma + 512 }
        return (r - g) * 256 / chroma + 1024
    }
}
