public import Imaging
public import OperationKit

/// Tone as dots of varying size on a turned screen.
public struct Halftone: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "halftone", family: .ink, on: [.ink, .page], peers: ["Halftone", "screen", "newspaper-dots"],
        "Tone as dots of varying size on a turned screen; gray print and paper show it, black and white do not.",
        main: "lpi",
        severities: Severities(
            mild: ["lpi": "133", "keep-solids": "0.4"], medium: ["lpi": "85"],
            strong: ["lpi": "55", "keep-solids": "0.08"]),
        promises: [.keepsBlankPaper, .grayEqualsColor()], cost: (45, 16))

    public static let usesChance = false

    enum Shape: String, CaseIterable { case round, line, ellipse }

    let lpi: Double
    let angle: Double
    let shape: Shape
    let softness: Double
    let keepSolids: Double

    public init(_ p: inout Parameters) {
        lpi = p.number("lpi", "75..133", in: 20...300, "lines of dots per inch")
        angle = p.angle("angle", "45", in: 0...90, "how far the screen is turned")
        shape = p.choice("shape", "round", "of a dot")
        softness = p.share("softness", "0.1..0.3", "how soft the rim of a dot is")
        keepSolids = p.share("keep-solids", "0.2", in: 0...0.5, "tones nearer than this to black or white get no dots")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { return }
        let cell = max(2, page.dpi / lpi)
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let (stepX, stepY) = (Int(cosine / cell * 65536), Int(sine / cell * 65536))
        let thresholds = screen()
        // From a level to the level that dots have to show; solids are left alone.
        let low = 255 * keepSolids
        let tones = (0...255).map { level -> Int32 in
            let t = Double(level)
            if t <= low { return -1 }
            if t >= 255 - low { return 256 }
            return Int32((t - low) / max(1, 255 - 2 * low) * 255)
        }
        // A rim can not be sharper than a pixel.
        let rim = max(8, softness * 255, 300 / cell)
        let slope = Int32(256 * 255 / rim)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                var u = Int(-Double(y) * sine / cell * 65536)
                var v = Int(Double(y) * cosine / cell * 65536)
                for x in 0..<plane.width {
                    let threshold = Int32(thresholds[((v >> 10) & 63) << 6 | (u >> 10) & 63])
                    for i in x &* plane.channels..<(x &+ 1) &* plane.channels {
                        let tone = tones[Int(row[i])]
                        if tone < 0 || tone > 255 { continue }
                        let level = 128 &+ ((tone &- threshold) &* slope) &>> 8
                        row[i] = UInt8(truncatingIfNeeded: min(255, max(0, level)))
                    }
                    u &+= stepX
                    v &+= stepY
                }
            }
        }
    }

    /// The threshold at each place of a cell of 64 × 64, every level equally often: what is nearest to the middle of a dot
    /// is black first.
    private func screen() -> [UInt8] {
        let keys = (0..<4096).map { i -> Double in
            let (x, y) = ((Double(i % 64) + 0.5) / 64, (Double(i / 64) + 0.5) / 64)
            let (a, b) = (sineAndCosine(degrees: 360 * x).cosine, sineAndCosine(degrees: 360 * y).cosine)
            switch shape {
            case .round: return a + b
            case .line: return b
            case .ellipse: return a + 0.55 * b
            }
        }
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        var result = [UInt8](repeating: 0, count: 4096)
        for (rank, place) in order.enumerated() { result[place] = UInt8(rank * 256 / 4096) }
        return result
    }
}
