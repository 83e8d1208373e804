public import Imaging
public import OperationKit

/// A milky veil, as of haze or a dirty lens, that takes contrast unevenly.
public struct Fog: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "fog", family: .camera, on: [.page], peers: ["RandomFog", "haze", "dirty-lens", "veil"],
        "A milky veil, as of haze or a dirty lens, that takes contrast unevenly.", main: "density",
        severities: Severities(mild: ["density": "0.2"], medium: ["density": "0.45"], strong: ["density": "0.7"]),
        promises: [
            .identity(with: ["density": "0"]), .grayEqualsColor(),
            .monotone("density", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (16, 8))

    let density: Double
    let patch: Double
    let level: Double

    public init(_ p: inout Parameters) {
        density = p.share("density", "0.15..0.4", "how thick it is at the worst place")
        patch = p.length("patch", "30..120mm", in: .mm(2...500), "how large its clouds are")
        level = p.number("level", "200..235", in: 0...255, "its tone")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if density == 0 { return }
        var clouds = CloudField(random, width: pixels.width, cell: patch, octaves: 3)
        let width = pixels.width
        // Nowhere is it quite clear.
        let table = (0...255).map { UInt8((255 * min(1, max(0.35, (Double($0) - 20) / 170))).rounded()) }
        pixels.cover(Color(gray: UInt8(level.rounded())), opacity: density) { row, y in
            clouds.fill(row, y: y)
            for x in 0..<width { row[x] = table[Int(row[x])] }
            return true
        }
    }
}
