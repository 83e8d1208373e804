public import Imaging
public import OperationKit

/// The grid of pixels of a screen that was photographed.
public struct LCDScreenPattern: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "lcd-screen-pattern", family: .camera, on: [.page], peers: ["LCDScreenPattern", "screen-door"],
        "The grid of pixels of a screen that was photographed.", main: "depth",
        severities: Severities(
            mild: ["depth": "0.15"], medium: ["depth": "0.24"], strong: ["depth": "0.55", "pitch": "0.8mm"]),
        promises: [
            .onlyDarkens(), .identity(with: ["depth": "0", "blue": "0"]),
            .grayEqualsColor(with: ["color": "0", "blue": "0"]),
            .monotone("depth", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (30, 12))

    enum Layout: String, CaseIterable { case stripe, pentile, grid, diagonal }

    let pitch: Double
    let depth: Double
    let layout: Layout
    let color: Double
    let angle: Double
    let blue: Double

    public init(_ p: inout Parameters) {
        pitch = p.length("pitch", "0.35..0.6mm", in: .mm(0.1...5), "from one pixel of the screen to the next")
        depth = p.share("depth", "0.1..0.3", "how dark the gaps between them are")
        layout = p.choice("layout", "stripe", "how the screen's colors are laid out")
        color = p.share("color", "0.2..0.6", "how far they can be told apart")
        angle = p.angle("angle", "0 +- 3", in: -45...45, "how far the screen is turned")
        blue = p.share("blue", "0..0.08", in: 0...0.5, "how bluish its white is")
    }

    /// Gains of a line of cells, blurred as a camera's pixels do, in 1/256ths of a pitch.
    private func profile(_ channel: Int, _ wide: Double) -> [Double] {
        let raw = (0..<256).map { i -> Double in
            let t = Double(i) / 256
            let gap = t < 0.12 || t > 0.88 ? 1 - depth : 1
            if layout == .grid || channel < 0 { return gap }
            // Each color shines in its own third of a cell, from red to blue.
            let own = abs(t - (5.0 - 2 * Double(channel)) / 6) < 1.0 / 6
            return gap * (own ? 1 : 1 - color * depth)
        }
        let reach = max(1, min(128, Int(wide * 128)))
        return (0..<256).map { i in
            let sum = (-reach...reach).reduce(0.0) { $0 + raw[(i + $1 + 512) & 255] }
            return sum / Double(2 * reach + 1)
        }
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if depth == 0, blue == 0 { return }
        let cell = max(1, pitch)
        // A pixel of the page averages over so much of a cell.
        let wide = min(1, 1 / cell)
        let isColor = pixels.kind == .color
        let across = (0..<(isColor ? 3 : 1)).map { profile(isColor ? $0 : -1, wide) }
        let down = profile(-1, wide)
        let tint = isColor ? [1, 1 - blue * 0.5, 1 - blue] : [1 - blue * 0.6]
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let start = (x: random.unit(0), y: random.unit(1))
        let width = pixels.width
        let channels = across.count
        let step = (x: Int(cosine / cell * 65536), y: Int(sine / cell * 65536))
        let rows = down.map { Int32($0 * 16384) }
        let columns = zip(across, tint).flatMap { profile, tint in profile.map { Int32($0 * tint * 16384) } }
        pixels.shine { row, y in
            var u = Int((start.x - Double(y) * sine / cell) * 65536)
            var v = Int((start.y + Double(y) * cosine / cell) * 65536)
            for x in 0..<width {
                // Every other row of a pentile screen, and each further one of a diagonal one, begins elsewhere.
                let line = v >> 16
                let moved = layout == .pentile ? u &+ (line & 1) &* 32768 : layout == .diagonal ? u &+ line &* 21845 : u
                let gain = rows[(v >> 8) & 255]
                for c in 0..<channels {
                    let product = columns[c &* 256 &+ (moved >> 8) & 255] &* gain
                    row[channels &* x &+ c] = UInt16(truncatingIfNeeded: product &>> 14)
                }
                u &+= step.x
                v &+= step.y
            }
            return true
        }
    }
}
