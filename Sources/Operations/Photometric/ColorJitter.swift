public import Imaging
public import OperationKit

/// Hue, saturation and value that drift as a camera's do.
public struct ColorJitter: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "color-jitter", family: .photometric, on: [.page], gives: .same,
        peers: ["ColorJitter", "HueSaturationValue", "saturation", "hue"],
        "Hue, saturation and value that drift as a camera's do; of a gray page only the value.", main: "saturation",
        severities: Severities(
            mild: ["hue": "-3..3"], medium: ["hue": "-12..12", "saturation": "0.6..1.4"],
            strong: ["hue": "-40..40", "saturation": "0.2..2"]),
        promises: [
            .identity(with: ["hue": "0", "saturation": "1", "value": "1"]), .grayEqualsColor(with: ["value": "0.95"]),
        ],
        cost: (10, 2))

    public static let usesChance = false

    let hue: Double
    let saturation: Double
    let value: Double

    public init(_ p: inout Parameters) {
        hue = p.angle("hue", "-6..6", in: -180...180, "turn of the color wheel")
        saturation = p.number("saturation", "0.8..1.2", in: 0...5, "0 gray, above 1 more colorful")
        value = p.number("value", "0.92..1.05", in: 0...3, "all levels times this")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if hue == 0, saturation == 1, value == 1 { return }
        guard pixels.kind == .color else {
            // Black and white stay black and white.
            if pixels.kind == .gray { pixels.apply([LookupTable { UInt8(min(255, (Double($0) * value).rounded())) }]) }
            return
        }
        let m = matrix()
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                for x in 0..<plane.width {
                    let pixel = row + 3 &* x
                    let (b, g, r) = (Int32(pixel[0]), Int32(pixel[1]), Int32(pixel[2]))
                    for c in 0..<3 {
                        let sum = m[3 &* c] &* b &+ m[3 &* c &+ 1] &* g &+ m[3 &* c &+ 2] &* r
                        pixel[c] = UInt8(truncatingIfNeeded: min(255, max(0, (sum &+ 2048) &>> 12)))
                    }
                }
            }
        }
    }

    /// Turn about the gray axis, saturation and value in one, times 4096; rows and columns are blue, green, red.
    private func matrix() -> [Int32] {
        let (sine, cosine) = sineAndCosine(degrees: hue)
        let luma = [0.114, 0.587, 0.299]
        let third = 1.0 / 3
        let side = (1.0 / 3).squareRoot()
        var turn = (0..<9).map { i in (i / 3 == i % 3 ? cosine : 0) + third * (1 - cosine) }
        for (i, sign) in [(1, -1.0), (2, 1), (3, 1), (5, -1), (6, -1), (7, 1)] { turn[i] += sign * side * sine }
        return (0..<9).map { i in
            let (row, column) = (i / 3, i % 3)
            // Toward the luma of what was turned.
            let gray = (0..<3).reduce(0) { $0 + luma[$1] * turn[3 * $1 + column] }
            return Int32(((turn[3 * row + column] * saturation + gray * (1 - saturation)) * value * 4096).rounded())
        }
    }
}
