public import Imaging
public import OperationKit

/// Light that falls off across the page.
public struct LightingGradient: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "lighting-gradient", family: .camera, on: [.page],
        peers: ["LightingGradient", "Illumination", "Vignetting", "PlasmaBrightnessContrast", "uneven-lighting"],
        "Light that falls off across the page: a lamp to one side, a corner, a spot, a vignette, clouds.",
        main: "darkest",
        severities: Severities(
            mild: ["darkest": "0.85"], medium: ["darkest": "0.7"],
            strong: ["darkest": "0.45", "falloff": "1.4"]),
        promises: [
            .onlyDarkens(with: ["brightest": "1", "warmth": "0"]),
            .identity(with: ["darkest": "1", "brightest": "1", "warmth": "0"]),
            .monotone("darkest", values: ["0.95", "0.8", "0.6", "0.4", "0.2"]),
            .meanShift(atMost: 102, with: ["darkest": "0.6", "brightest": "1", "warmth": "0"]),
            .grayEqualsColor(with: ["warmth": "0"]),
        ],
        cost: (2, 1))

    enum Kind: String, CaseIterable { case linear, spot, corner, vignette, strip, plasma }

    let kind: Kind
    let darkest: Double
    let brightest: Double
    let angle: Double
    let center: Point
    let falloff: Double
    let warmth: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "linear", "the shape of the light")
        darkest = p.share("darkest", "0.6..0.9", "what is left of the light at the darkest place")
        brightest = p.share("brightest", "1..1.08", in: 0.5...2, "the light at the brightest place")
        angle = p.angle("angle", "0..360", in: 0...360, "where the light comes from (linear, corner, strip)")
        let x = p.share("center-x", "0.1..0.9", in: -1...2, "middle of the light, in widths (spot, strip)")
        let y = p.share("center-y", "0.1..0.9", in: -1...2, "middle of the light, in heights (spot, strip)")
        center = Point(x, y)
        falloff = p.number("falloff", "0.8..1.6", in: 0.2...6, "below 1 it gets dark soon, above 1 late")
        warmth = p.share("warmth", "-0.06..0.06", in: -1...1, "color of the lamp, from bluish to reddish")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let gains = gainTable()
        let shade = shade(on: pixels.size, page, random)
        func gain(_ x: Double, _ y: Double) -> Double {
            let place = min(max(shade(x, y), 0), 1) * 256
            let step = min(Int(place), 255)
            return gains[step] + (gains[step + 1] - gains[step]) * (place - Double(step))
        }
        if pixels.kind == .color, warmth != 0 {
            LightField(pixels.size) { x, y in
                let gain = gain(x, y)
                return (gain * (1 - warmth), gain, gain * (1 + warmth))
            }.apply(to: &pixels)
        } else {
            LightField(pixels.size, gain: gain).apply(to: &pixels)
        }
    }

    /// The gain at 257 places from the brightest to the darkest.
    private func gainTable() -> [Double] {
        (0...256).map { i in
            let way = i == 0 ? 0 : exponential(falloff * naturalLog(Double(i) / 256))
            return brightest + (darkest - brightest) * way
        }
    }

    /// From a place in pixels to the way from the brightest (0) to the darkest (1).
    private func shade(
        on size: Size, _ page: PageContext, _ random: RandomStream
    ) -> (_ x: Double, _ y: Double) -> Double {
        let (w, h) = (Double(size.width), Double(size.height))
        let (sine, cosine) = sineAndCosine(degrees: angle)
        // Towards the lamp, with y down.
        let lamp = Point(cosine, -sine)
        func along(_ p: Point) -> Double { p.x * lamp.x + p.y * lamp.y }
        let places = size.corners.map(along)
        let (low, high) = (places.min() ?? 0, places.max() ?? 1)
        let middle = kind == .vignette ? Point(w / 2, h / 2) : Point(center.x * w, center.y * h)
        let reach = max(1, size.corners.map { $0.distance(to: middle) }.max() ?? 1)
        switch kind {
        case .linear: return { x, y in (high - along(Point(x, y))) / (high - low) }
        case .spot: return { x, y in Point(x, y).distance(to: middle) / reach }
        case .vignette:
            return { x, y in
                let d = Point(x, y).distance(to: middle) / reach
                return d * d
            }
        case .corner:
            return { x, y in
                let u = lamp.x > 0 ? x / w : 1 - x / w
                let v = lamp.y > 0 ? y / h : 1 - y / h
                return 1 - u * v
            }
        case .strip:
            let line = along(middle)
            let widest = max(high - line, line - low, 1)
            return { x, y in abs(along(Point(x, y)) - line) / widest }
        case .plasma: return clouds(on: size, page, random)
        }
    }

    /// Soft clouds of 80 mm, stretched so that they reach from the brightest to the darkest.
    private func clouds(
        on size: Size, _ page: PageContext, _ random: RandomStream
    ) -> (_ x: Double, _ y: Double) -> Double {
        let step = Double(LightField.cell)
        let columns = size.width / LightField.cell + 2
        let rows = size.height / LightField.cell + 2
        let noise = GradientNoise(random.child("clouds"), cell: page.pixels(mm: 80) / step, octaves: 2)
        let levels = (0..<rows * columns).map { noise.value(Double($0 % columns), Double($0 / columns)) }
        let (low, high) = (levels.min() ?? 0, levels.max() ?? 1)
        return { x, y in
            let level = levels[min(Int(y / step), rows - 1) * columns + min(Int(x / step), columns - 1)]
            return (level - low) / max(high - low, 1e-3)
        }
    }
}
