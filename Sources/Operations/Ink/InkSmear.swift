public import Imaging
public import OperationKit

/// Wet ink that was wiped to one side.
public struct InkSmear: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-smear", family: .ink, on: [.ink, .page], peers: ["InkSmear", "smudge", "wiped-ink"],
        "Wet ink that was wiped to one side, in places.", main: "density",
        severities: Severities(
            mild: ["density": "0.25", "area": "0.4"], medium: ["density": "0.45", "area": "0.5"],
            strong: ["density": "0.6", "length": "2mm", "area": "0.5"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["length": "0mm"]), .identity(with: ["density": "0"]),
            .identity(with: ["area": "0"]), .grayEqualsColor(),
            .monotone("density", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (30, 22))

    let length: Double
    let density: Double
    let direction: Double
    let area: Double

    public init(_ p: inout Parameters) {
        length = p.length("length", "0.5..1.5mm", in: .mm(0...30), "how far it was wiped")
        density = p.share("density", "0.2..0.4", "how dark the trail is")
        direction = p.angle("direction", "-20..20", in: -180...360, "which way; 0 to the right")
        area = p.share("area", "0.15..0.4", "share of the page that was wiped")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard length >= 1.0 / 16, density > 0, area > 0, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        var trail = pixels.inkPicture(map)
        let (sine, cosine) = sineAndCosine(degrees: direction)
        wipe(&trail, cosine >= 0 ? 1 : -1, slope: -sine / max(0.3, abs(cosine)))
        var patches = Patches(
            random.child("where"), size: pixels.size, cell: page.pixels(mm: 25), octaves: 3, coverage: area, rim: 30)
        // A finger does not press evenly.
        var streaks = LatticeNoise(
            random.child("streaks"), width: pixels.width,
            cell: (max(2, page.pixels(mm: 9)), max(1, page.pixels(mm: 0.35))), octaves: 2)
        let width = pixels.width
        var press = [UInt8](repeating: 0, count: width)
        pixels.stain(Color(gray: 25), opacity: density) { row, y in
            guard patches.fill(row, y: y) else { return false }
            streaks.fill(&press, y: y)
            trail.withPlane { trail in
                let wet = trail.row(y)
                for x in 0..<width {
                    let pressed = UInt8(truncatingIfNeeded: min(255, 60 &+ UInt16(press[x])))
                    row[x] = Blend.product(row[x], Blend.product(wet[x], pressed))
                }
            }
            return true
        }
    }

    /// Each pixel takes over what the one before it, against the way of wiping, has left; less with every step.
    private func wipe(_ trail: inout Raster, _ step: Int, slope: Double) {
        let kept = UInt32((65536 * exponential(-1.2 / max(0.5, length))).rounded())
        let source = trail
        let rise = Int((min(2, max(-2, slope)) * 65536).rounded())
        trail.withMutablePlane { plane in
            source.withPlane { source in
                // A column at a time; the column before is done already.
                let columns = step > 0 ? Array(0..<plane.width) : Array((0..<plane.width).reversed())
                var last = [UInt32](repeating: 0, count: plane.height)
                var next = last
                for (i, x) in columns.enumerated() {
                    // Where the path crosses from row to row, all rows move by one.
                    let shift = (i &* rise) >> 16 - ((i - 1) &* rise) >> 16
                    for y in 0..<plane.height {
                        let from = y - (i == 0 ? 0 : shift)
                        let carried = from >= 0 && from < plane.height ? (last[from] &* kept) >> 16 : 0
                        next[y] = max(UInt32(source.row(y)[x]) << 8, carried)
                        plane.row(y)[x] = UInt8(next[y] >> 8)
                    }
                    swap(&last, &next)
                }
            }
        }
    }
}
