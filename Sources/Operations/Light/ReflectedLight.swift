public import Imaging
public import OperationKit

/// A lamp or flash that glossy paper mirrors: it washes the print out.
public struct ReflectedLight: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "reflected-light", family: .camera, on: [.page], peers: ["ReflectedLight", "glare", "flash", "hot-spot"],
        "A lamp or flash that glossy paper mirrors: it washes the print out.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.3", "core": "0mm"], medium: ["strength": "0.6"],
            strong: ["strength": "1", "core": "12mm"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["strength": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.5", "0.8", "1"]),
        ],
        cost: (12, 6), destructive: "inside the core, where nothing but light is left")

    enum Kind: String, CaseIterable { case spot, strip, window }

    let strength: Double
    let core: Double
    let halo: Double
    let stretch: Double
    let angle: Double
    let center: Point
    let kind: Kind
    let color: Color

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.3..0.6", "how much of the print it takes in its middle")
        core = p.length("core", "0..6mm", in: .mm(0...100), "radius inside which it is as strong as that")
        halo = p.length("halo", "20..60mm", in: .mm(1...400), "how far it reaches beyond")
        stretch = p.number("stretch", "1..2", in: 1...10, "how much longer than wide it is")
        angle = p.angle("angle", "0..180", in: 0...180, "which way it is stretched")
        center = Point(
            p.share("center-x", "0.1..0.9", in: -0.5...1.5, "its middle, in widths"),
            p.share("center-y", "0.1..0.9", in: -0.5...1.5, "its middle, in heights"))
        kind = p.choice("kind", "spot", "a lamp, a tube, or a window with its bars")
        color = p.color("color", "255", "of the light")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 { return }
        let middle = Point(center.x * Double(pixels.width), center.y * Double(pixels.height))
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let bar = max(1, halo / 12)
        func light(_ x: Double, _ y: Double) -> Double {
            let d = Point(x, y) - middle
            let u = abs(d.x * cosine - d.y * sine) / stretch
            let v = abs(d.x * sine + d.y * cosine)
            var beyond: Double
            switch kind {
            case .spot: beyond = (u * u + v * v).squareRoot() - core
            case .strip: beyond = v - core - halo / 6
            case .window:
                let (side, rise) = (u - core - halo * 0.5, v - core - halo * 0.5)
                beyond = max(side, rise) * 2
                // The cross of the frame takes light away.
                beyond = max(beyond, (bar - min(u, v)) * 2 + halo * 0.1)
            }
            beyond = max(0, beyond) / max(1, halo)
            return strength * exponential(-4.5 * beyond * beyond)
        }
        let rest = [color.blue, color.green, color.red].map { Double($0) / 255 }
        if pixels.kind == .color, color.hasHue {
            pixels.screen(
                by: LightField(pixels.size) { x, y in
                    let f = light(x, y)
                    return (1 - f * rest[0], 1 - f * rest[1], 1 - f * rest[2])
                })
        } else {
            let level = Double(color.luma) / 255
            pixels.screen(by: LightField(pixels.size) { 1 - light($0, $1) * level })
        }
    }
}
