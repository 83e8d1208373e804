public import Imaging
public import OperationKit

/// The color of the lamp or of daylight.
public struct WhiteBalance: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "white-balance", family: .photometric, on: [.page, .paper], gives: .color,
        peers: ["PlanckianJitter", "RGBShift", "color-temperature", "color-cast"],
        "The color of the lamp or of daylight, from candle yellow to sky blue.", main: "temperature",
        severities: Severities(
            mild: ["temperature": "5500..7500"], medium: ["temperature": "3500 | 11000"],
            strong: ["temperature": "2300 | 18000", "tint": "0.1"]),
        promises: [.onlyDarkens(), .identity(with: ["temperature": "6500", "tint": "0"])], cost: (5, 8))

    public static let usesChance = false

    let temperature: Double
    let tint: Double

    public init(_ p: inout Parameters) {
        temperature = p.number("temperature", "3800..8500", in: 1500...20000, "in kelvin; 6500 is neutral")
        tint = p.share("tint", "-0.03..0.03", in: -0.5...0.5, "below 0 green, above 0 magenta")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let color = pixels.converted(to: .color)
        if temperature == 6500, tint == 0 {
            pixels = color
            return
        }
        let lamp = WhiteBalance.light(temperature)
        let neutral = WhiteBalance.light(6500)
        var gains = zip(lamp, neutral).map { $0 / $1 }
        gains[1] *= 1 - tint
        // The camera exposes so that the brightest channel is just not cut.
        let most = gains.max() ?? 1
        pixels = color
        pixels.apply(gains.map { gain in LookupTable { UInt8((Double($0) * gain / most).rounded()) } })
    }

    /// Blue, green and red of a black body, as Helland (2012) fitted them to the tables of the CIE; 255 is full.
    private static func light(_ kelvin: Double) -> [Double] {
        let t = kelvin / 100
        func power(_ x: Double, _ exponent: Double) -> Double { exponential(exponent * naturalLog(max(1e-3, x))) }
        let red = t <= 66 ? 255 : 329.7 * power(t - 60, -0.1332)
        let green = t <= 66 ? 99.47 * naturalLog(t) - 161.12 : 288.12 * power(t - 60, -0.0755)
        let blue = t >= 66 ? 255 : t <= 19 ? 0 : 138.52 * naturalLog(t - 10) - 305.04
        return [blue, green, red].map { min(255, max(12, $0)) }
    }
}
