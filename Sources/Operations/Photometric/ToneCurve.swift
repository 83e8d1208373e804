public import Imaging
public import OperationKit

/// A smooth curve of its own for every page.
public struct ToneCurve: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "tone-curve", family: .photometric, on: [.page, .paper], peers: ["RandomToneCurve"],
        "A smooth curve of tones, drawn anew for every page; with `cast` a little different for each color.",
        main: "strength",
        severities: Severities(
            mild: ["strength": "0.05"], medium: ["strength": "0.2"], strong: ["strength": "0.4", "lift": "0.2"]),
        promises: [
            .identity(with: ["strength": "0", "cast": "0", "lift": "0"]), .grayEqualsColor(with: ["cast": "0"]),
        ],
        cost: (4, 2))

    let strength: Double
    let cast: Double
    let lift: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.05..0.15", "how far the tones at a quarter and three quarters move")
        cast = p.share("cast", "0..0.03", in: 0...0.5, "how far each color's curve differs")
        lift = p.share("lift", "0", in: 0...0.5, "how far black is lifted")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let dark = random.uniform(-1...1, 0) * strength
        let light = random.uniform(-1...1, 1) * strength
        // A page that is all ink and paper shows little of its middle tones: white gives way too.
        let white = random.uniform(-0.5...0, 2) * strength
        let hues = random.child("cast")
        let isColor = pixels.channels == 3
        var tables: [LookupTable] = []
        for channel in 0..<pixels.channels {
            let own: Double = isColor ? cast * (hues.unit(channel) * 2 - 1) : 0
            let darker: Double = dark + own
            let lighter: Double = light + own
            let quarter: Double = 0.25 + 0.75 * lift + 0.5 * darker
            let threeQuarters: Double = 0.75 + 0.25 * lighter
            let top: Double = 1 + white + 0.5 * min(0, own)
            tables.append(table([lift, quarter, threeQuarters, top]))
        }
        pixels.lookUp(tables)
    }

    /// A rising cubic through values at 0, ¼, ¾ and 1 (slopes limited as by Fritsch and Carlson, 1980).
    private func table(_ wanted: [Double]) -> LookupTable {
        let x: [Double] = [0, 0.25, 0.75, 1]
        var y: [Double] = wanted.map { min(1, max(0, $0)) }
        for i in 1..<4 { y[i] = max(y[i], y[i - 1]) }
        var rises: [Double] = []
        for i in 0..<3 { rises.append((y[i + 1] - y[i]) / (x[i + 1] - x[i])) }
        func harmonic(_ a: Double, _ b: Double) -> Double { a * b <= 0 ? 0 : 2 * a * b / (a + b) }
        let slopes: [Double] = [rises[0], harmonic(rises[0], rises[1]), harmonic(rises[1], rises[2]), rises[2]]
        if y == x { return .identity }
        return LookupTable { level in
            let t = Double(level) / 255
            let i = t < 0.25 ? 0 : t < 0.75 ? 1 : 2
            let h = x[i + 1] - x[i]
            let u = (t - x[i]) / h
            let smooth: Double = u * u * (3 - 2 * u)
            let rise: Double = y[i] + (y[i + 1] - y[i]) * smooth
            let bends: Double = slopes[i] * (1 - u) - slopes[i + 1] * u
            let value: Double = rise + h * u * (1 - u) * bends
            return UInt8(min(255, max(0, (value * 255).rounded())))
        }
    }
}
