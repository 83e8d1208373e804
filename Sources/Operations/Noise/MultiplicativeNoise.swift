public import Imaging
public import OperationKit

/// Grain that scales with brightness, as of coherent light.
public struct MultiplicativeNoise: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "multiplicative-noise", family: .camera, on: [.page], peers: ["MultiplicativeNoise", "speckle-noise"],
        "Grain that scales with brightness, as of coherent light.", main: "strength",
        severities: Severities(mild: ["strength": "0.03"], medium: ["strength": "0.1"], strong: ["strength": "0.22"]),
        promises: [
            .identity(with: ["strength": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.05", "0.15", "0.4", "1"]),
        ],
        cost: (25, 10))

    let strength: Double
    let grain: Double
    let distribution: Distribution

    enum Distribution: String, CaseIterable { case normal, uniform }

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.02..0.08", "deviation as a share of the level")
        grain = p.length("grain", "0mm", in: .mm(0...3), "size of its clumps; 0 for single pixels")
        distribution = p.choice("distribution", "normal", "a bell, or all strengths up to a limit alike")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let deviations = (0...255).map { Double($0) * strength }
        if distribution == .normal {
            pixels.addScaledNoise(random, deviations) { NoiseRows(random, width: $0, deviation: 16, grain: grain) }
            return
        }
        let noise = PlaceNoise(random)
        // The root of 3: a uniform distribution's end, in deviations.
        let table = (0...255).map { Int32((Double($0) * strength * 1.732 * 2).rounded()) }
        pixels.withMutablePlane { plane in
            let channels = plane.channels
            for y in 0..<plane.height {
                let samples = plane.row(y)
                for x in 0..<plane.width {
                    let value = Int32(noise.byte(x, y)) &* 2 &- 255
                    for i in x &* channels..<(x &+ 1) &* channels {
                        let change = (value &* table[Int(samples[i])] &+ 256) &>> 9
                        samples[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int32(samples[i]) &+ change)))
                    }
                }
            }
        }
    }
}

/// Clumped grain of film, strongest in the middle tones.
public struct FilmGrain: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "film-grain", family: .camera, on: [.page], peers: ["FilmGrain"],
        "Clumped grain of film, strongest in the middle tones.", main: "strength",
        severities: Severities(
            mild: ["strength": "6"], medium: ["strength": "15"], strong: ["strength": "34"]),
        promises: [
            .identity(with: ["strength": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "5", "15", "30", "60"]),
        ],
        cost: (25, 10))

    let strength: Double
    let size: Double

    public init(_ p: inout Parameters) {
        strength = p.number("strength", "4..12", in: 0...60, "deviation at mid-gray, in levels")
        size = p.length("size", "0.12..0.25mm", in: .mm(0.03...2), "of a clump")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let deviations = (0...255).map { level in
            let t = Double(level) / 255
            // Clear and dense film have grain too, a third of it.
            return strength * (0.35 + 0.65 * 4 * t * (1 - t))
        }
        pixels.addScaledNoise(random, deviations) { NoiseRows(random, width: $0, deviation: 16, grain: size) }
    }
}
