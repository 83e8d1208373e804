public import Imaging
public import OperationKit

/// Fringes between the grid of a screen or a halftone and that of the sensor.
public struct Moire: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "moire", family: .camera, on: [.page], peers: ["Moire", "screen-photo", "interference"],
        "Fringes between the grid of a screen or a halftone and that of the sensor.", main: "strength",
        severities: Severities(mild: ["strength": "0.1"], medium: ["strength": "0.25"], strong: ["strength": "0.35"]),
        promises: [
            .onlyDarkens(), .identity(with: ["strength": "0"]), .grayEqualsColor(with: ["color": "0"]),
            .monotone("strength", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (30, 12))

    let strength: Double
    let period: Double
    let angle: Double
    let curvature: Double
    let color: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.08..0.22", "how dark the fringes are")
        period = p.length("period", "1.5..6mm", in: .mm(0.2...60), "from one fringe to the next")
        angle = p.angle("angle", "0..180", in: 0...180, "which way they run")
        curvature = p.share("curvature", "0.1..0.5", "how far they are bent")
        color = p.share("color", "0.3..0.8", "how far the fringes of the three colors lie apart")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 { return }
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let step = 1 / max(1.5, period)
        let (w, h) = (Double(pixels.width), Double(pixels.height))
        let diagonal = max(1, (w * w + h * h).squareRoot())
        // Two systems of fringes: one along the screen's columns, a fainter one across. Lens and tilt bend both.
        let bend = 2.5 * curvature * step / diagonal
        let (cx, cy) = (w * random.uniform(0.2...0.8, 0), h * random.uniform(0.2...0.8, 1))
        let start = random.unit(2)
        let gains = (0..<1024).map { i -> Int32 in
            let wave = sineAndCosine(degrees: Double(i) * 360 / 1024).sine
            return Int32(((0.5 + 0.5 * wave) * strength * 0.7 * 16384).rounded())
        }
        let channels = pixels.kind == .color ? 3 : 1
        let apart = color * 1024 / 3
        let width = pixels.width
        // The fringes come and go as the grids fall in and out of step.
        var swing = CloudField(random.child("swing"), width: width, cell: page.pixels(mm: 35), octaves: 2)
        var levels = [UInt8](repeating: 0, count: width)
        pixels.shine { row, y in
            swing.fill(&levels, y: y)
            let v = Double(y) - cy
            for x in 0..<width {
                let u = Double(x) - cx
                let curve = bend * (u * u + v * v)
                let phase = ((u * cosine - v * sine) * step + curve + start) * 1024
                let other = ((u * sine + v * cosine) * step * 0.31 - curve * 0.7) * 1024
                let first = Int(phase)
                let second = gains[Int(other) & 1023] * 3 / 7
                let share = min(256, max(40, Int32(levels[x]) * 2 - 60))
                for c in 0..<channels {
                    let i = channels == 1 ? first : first &+ Int(apart) &* c
                    row[channels &* x &+ c] = UInt16(
                        truncatingIfNeeded: max(0, 16384 &- ((gains[i & 1023] &+ second) &* share) &>> 8))
                }
            }
            return true
        }
    }
}
