public import Imaging
public import OperationKit

/// Colored or yellowed stock.
public struct ColorPaper: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "color-paper", family: .paper, on: [.paper, .page], gives: .color,
        peers: ["ColorPaper", "ToSepia", "tinted-paper", "yellowing"],
        "Colored or yellowed stock.",
        severities: Severities(
            mild: ["saturation": "0.06"],
            medium: ["saturation": "0.16", "lightness": "0.92"],
            strong: ["saturation": "0.4", "lightness": "0.8", "hue": "20..60"]),
        promises: [
            .onlyDarkens(), .identity(with: ["saturation": "0", "lightness": "1"]),
            .monotone("saturation", values: ["0", "0.1", "0.3", "0.6", "1"]),
        ],
        cost: (color: 4, gray: 4))

    let hue: Double
    let saturation: Double
    let lightness: Double
    let uneven: Double
    let hueNoise: Double

    public init(_ p: inout Parameters) {
        hue = p.angle("hue", "35..55", in: 0...360, "0 red, 60 yellow, 120 green, 240 blue")
        saturation = p.share("saturation", "0.04..0.16", "how strong the tint is")
        lightness = p.share("lightness", "0.9..0.98", in: 0.3...1, "how light the sheet is")
        uneven = p.share("uneven", "0..0.15", "how much the tint drifts over the sheet")
        hueNoise = p.angle("hue-noise", "0..3", in: 0...30, "how much the hue wanders")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        pixels = pixels.converted(to: .color)
        if saturation == 0, lightness == 1 { return }
        if saturation == 0 || (uneven == 0 && hueNoise == 0) {
            let factors = tint(hue: hue, saturation: saturation)
            let tables = [factors.blue, factors.green, factors.red].map { factor in
                LookupTable { UInt8((Double($0) * factor).rounded()) }
            }
            pixels.apply(tables)
        } else {
            field(pixels.size, page, random).apply(to: &pixels)
        }
    }

    /// The three factors that turn white into the tint.
    private func tint(hue: Double, saturation: Double) -> (blue: Double, green: Double, red: Double) {
        /// How much of a primary at angle `primary` the pure hue has.
        func share(_ primary: Double) -> Double {
            let distance = abs((hue - primary + 540).truncatingRemainder(dividingBy: 360) - 180)
            return min(1, max(0, 2 - distance / 60))
        }
        func factor(_ primary: Double) -> Double { lightness * (1 - saturation * (1 - share(primary))) }
        return (factor(240), factor(120), factor(0))
    }

    /// The tint as light: saturation drifts over 60 mm, hue wanders over 8 mm, which the nodes of the field can follow.
    private func field(_ size: Size, _ page: PageContext, _ random: RandomStream) -> LightField {
        let drift = GradientNoise(random.child("drift"), cell: page.pixels(mm: 60), octaves: 1)
        let wander = GradientNoise(random.child("wander"), cell: page.pixels(mm: 8), octaves: 1)
        // Two standard deviations reach as far as the parameters say.
        func swing(_ noise: GradientNoise, _ x: Double, _ y: Double) -> Double {
            min(1, max(-1, noise.value(x, y) / 2))
        }
        return LightField(
            size,
            gains: { x, y in
                let more = uneven == 0 ? 0 : swing(drift, x, y) * uneven
                let turn = hueNoise == 0 ? 0 : swing(wander, x, y) * hueNoise
                return tint(hue: hue + turn, saturation: min(1, max(0, saturation * (1 + more))))
            })
    }
}
