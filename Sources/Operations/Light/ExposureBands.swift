public import Imaging
public import OperationKit

/// Bands of lamps that flicker while the picture is taken row by row.
public struct ExposureBands: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "exposure-bands", family: .camera, on: [.page], peers: ["flicker", "rolling-light", "LED-banding"],
        "Bands of lamps that flicker while the picture is taken row by row.", main: "depth",
        severities: Severities(mild: ["depth": "0.06"], medium: ["depth": "0.2"], strong: ["depth": "0.4"]),
        promises: [
            .onlyDarkens(), .identity(with: ["depth": "0"]), .grayEqualsColor(),
            .monotone("depth", values: ["0", "0.1", "0.3", "0.5", "0.8"]),
        ],
        cost: (6, 3))

    let depth: Double
    let period: Double
    let angle: Double

    public init(_ p: inout Parameters) {
        depth = p.share("depth", "0.05..0.15", in: 0...0.8, "how dark a band is")
        period = p.length("period", "25..80mm", in: .mm(2...500), "from one band to the next")
        angle = p.angle("angle", "0 +- 5", in: -90...90, "how far the bands are turned")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if depth == 0 { return }
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let phase = random.unit() * 360
        let step = 360 / max(2, period)
        LightField(pixels.size) { x, y in
            let wave = sineAndCosine(degrees: phase + (y * cosine + x * sine) * step).sine
            return 1 - depth * (0.5 + 0.5 * wave)
        }.apply(to: &pixels)
    }
}
