public import Imaging
public import OperationKit

/// Noise of a sensor: bell-shaped, of single pixels or coarser.
public struct GaussianNoise: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "gaussian-noise", family: .camera, on: [.page],
        peers: ["GaussNoise", "AdditiveNoise", "GaussianNoise", "gauss-noise"],
        "Noise of a sensor: bell-shaped, of single pixels or coarser.", main: "sigma",
        severities: Severities(mild: ["sigma": "6"], medium: ["sigma": "18"], strong: ["sigma": "32"]),
        promises: [
            .identity(with: ["sigma": "0"]), .monotone("sigma", values: ["0", "5", "20", "50", "120"]),
            .meanShift(atMost: 7, with: ["sigma": "16"]), .grayEqualsColor(with: ["color": "0"]),
        ],
        cost: (30, 10))

    let sigma: Double
    let grain: Double
    let color: Double
    let distribution: NormalNoise.Shape

    public init(_ p: inout Parameters) {
        sigma = p.number("sigma", "4..16", in: 0...128, "standard deviation, in levels")
        grain = p.length("grain", "0mm", in: .mm(0...3), "size of its clumps; 0 for single pixels")
        color = p.share("color", "0.3", "share of the noise that is colored")
        distribution = p.choice("distribution", "normal", "a bell, or a sharper peak with longer tails")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if sigma == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let channels = pixels.channels
        let own = channels == 3 ? color : 0
        // So that what is common and what is each channel's own add up to the deviation asked for.
        let norm = (own * own + (1 - own) * (1 - own)).squareRoot()
        var common = NoiseRows(
            random.child("common"), width: pixels.width, deviation: sigma * (1 - own) / norm, grain: grain, distribution
        )
        var hues = (0..<(own > 0 ? 3 : 0)).map { channel in
            NoiseRows(
                random.child("channels").child(channel), width: pixels.width, deviation: sigma * own / norm,
                grain: grain, distribution)
        }
        pixels.withMutablePlane { plane in
            var row = [Int16](repeating: 0, count: plane.width)
            var hue = row
            var mixed = [Int16](repeating: 0, count: plane.rowCount)
            for y in 0..<plane.height {
                common.fill(&row, y: y)
                if hues.isEmpty {
                    plane.add(row, toRow: y)
                    continue
                }
                for c in hues.indices {
                    hues[c].fill(&hue, y: y)
                    for x in row.indices { mixed[3 &* x &+ c] = row[x] &+ hue[x] }
                }
                plane.add(mixed, toRow: y, perSample: true)
            }
        }
    }
}

/// Rows of noise in 1/16 levels: of single pixels, or in clumps.
struct NoiseRows {
    private let fine: NormalNoise
    private var clumps: LatticeNoise?
    private let table: [Int16]
    private var levels: [UInt8]

    init(
        _ stream: RandomStream, width: Int, deviation: Double, grain: Double, _ shape: NormalNoise.Shape = .normal
    ) {
        fine = NormalNoise(stream, deviation: deviation, shape: shape)
        levels = [UInt8](repeating: 0, count: width)
        guard grain > 1 else {
            (clumps, table) = (nil, [])
            return
        }
        let noise = LatticeNoise(stream, width: width, cell: grain, octaves: 2)
        let scale = deviation / max(1, noise.deviation) * 16
        clumps = noise
        table = (0...255).map { Int16(min(32000, max(-32000, (Double($0) - 128) * scale)).rounded()) }
    }

    mutating func fill(_ row: inout [Int16], y: Int) {
        if clumps == nil {
            row.withUnsafeMutableBufferPointer { fine.fill($0.baseAddress!, count: $0.count, y: y) }
            return
        }
        clumps?.fill(&levels, y: y)
        for x in row.indices { row[x] = table[Int(levels[x])] }
    }
}
