public import Imaging
public import OperationKit

/// Light that comes in photons: noise that grows with brightness, and the colored blotches of high sensitivity.
public struct ShotNoise: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "shot-noise", family: .camera, on: [.page], peers: ["ShotNoise", "ISONoise", "poisson-noise", "PoissonNoise"],
        "Light that comes in photons: noise that grows with brightness, and the blotches of high sensitivity.",
        main: "photons",
        severities: Severities(
            mild: ["photons": "1000"], medium: ["photons": "150"], strong: ["photons": "60", "chroma": "0.8"]),
        promises: [
            .monotone("photons", values: ["100000", "2000", "300", "60", "10"]), .meanShift(atMost: 6),
            .grayEqualsColor(with: ["chroma": "0"]),
        ],
        cost: (40, 12))

    let photons: Double
    let chroma: Double
    let blotch: Double

    public init(_ p: inout Parameters) {
        photons = p.number("photons", "log 150..1500", in: 5...100000, "how many make white; fewer are noisier")
        chroma = p.share("chroma", "0.1..0.4", in: 0...2, "strength of the colored blotches, as a share of the noise")
        blotch = p.length("blotch", "0.3..0.8mm", in: .mm(0...5), "size of the blotches")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.addScaledNoise(random.child("photons"), shotDeviations(photons: photons))
        guard chroma > 0, pixels.kind == .color else { return }
        // The sensor's noise in the middle tones, made coarse and of opposite sign in blue and red.
        let deviation = 128 / photons.squareRoot() * chroma
        var blue = NoiseRows(random.child("blue"), width: pixels.width, deviation: deviation, grain: max(2, blotch))
        var red = NoiseRows(random.child("red"), width: pixels.width, deviation: deviation, grain: max(2, blotch))
        pixels.withMutablePlane { plane in
            var (b, r) = ([Int16](repeating: 0, count: plane.width), [Int16](repeating: 0, count: plane.width))
            var mixed = [Int16](repeating: 0, count: plane.rowCount)
            for y in 0..<plane.height {
                blue.fill(&b, y: y)
                red.fill(&r, y: y)
                for x in b.indices {
                    mixed[3 &* x] = b[x]
                    mixed[3 &* x &+ 1] = 0 &- (b[x] &+ r[x]) / 4
                    mixed[3 &* x &+ 2] = r[x]
                }
                plane.add(mixed, toRow: y, perSample: true)
            }
        }
    }
}

/// Deviations of each level, in levels, when so many photons make white.
func shotDeviations(photons: Double) -> [Double] {
    (0...255).map { 255 * (Double($0) / 255 / max(1, photons)).squareRoot() }
}

extension Raster {
    /// Adds bell-shaped noise whose deviation is a function of the level; one value for all channels of a pixel. The
    /// plane must not be bilevel.
    mutating func addScaledNoise(_ stream: RandomStream, _ deviations: [Double], _ rows: ((Int) -> NoiseRows)? = nil) {
        var noise = rows?(width) ?? NoiseRows(stream, width: width, deviation: 16, grain: 0)
        // Noise comes with a deviation of 256 sixteenths.
        let scales = deviations.map { Int32(min(32767, $0 * 256).rounded()) }
        withMutablePlane { plane in
            var row = [Int16](repeating: 0, count: plane.width)
            let channels = plane.channels
            for y in 0..<plane.height {
                noise.fill(&row, y: y)
                let samples = plane.row(y)
                for x in row.indices {
                    let value = Int32(row[x])
                    for i in x &* channels..<(x &+ 1) &* channels {
                        let change = (value &* scales[Int(samples[i])] &+ 32768) &>> 16
                        samples[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int32(samples[i]) &+ change)))
                    }
                }
            }
        }
    }
}
