import Imaging
import OperationKit

/// What a crease leaves on the paper: light and shade, rubbed places and dirt. Only the pixels of the bend are visited.
struct CreaseMarks {
    let crease: Crease
    /// Gains in Q2.14, four per pixel from −reach on.
    let gains: [UInt16]
    /// Shares of the rubbing, 0…256, four per pixel from the crease on.
    private let rubbing: [UInt16]
    /// Chances of a speck in 1/65536, four per pixel from the crease on.
    private let dirt: [UInt16]
    private let paper: [UInt8]
    /// How worn the crease is along its length, one node per `grain` pixels.
    private let along: RandomStream
    private let noise: PlaceNoise
    private let grain: Double
    private let speck: Int

    init(
        _ crease: Crease, gains: [UInt16], wear: Double, grime: Double, paper: [UInt8], page: PageContext,
        _ random: RandomStream
    ) {
        self.crease = crease
        self.gains = gains
        self.paper = paper
        along = random.child("along")
        noise = PlaceNoise(random.child("grain"))
        grain = max(1, page.pixels(mm: 1.2))
        speck = max(1, Int(page.pixels(mm: 0.12).rounded()))
        let rub = max(0.75, page.pixels(mm: random.child("width").uniform(0.2...0.4)) / 2)
        rubbing = CreaseMarks.bell(of: rub, height: wear * 256)
        dirt = CreaseMarks.bell(of: page.pixels(mm: 0.8), height: grime * 16384)
    }

    private static func bell(of width: Double, height: Double) -> [UInt16] {
        if height <= 0 { return [] }
        return (0..<max(2, Int(width * 4))).map { i in
            let t = Double(i) / 4 / width
            return UInt16(height * (1 - t * t) * (1 - t * t))
        }
    }

    func paint(on plane: MutablePlane) {
        let reach = max(crease.reach, Double(max(rubbing.count, dirt.count)) / 4)
        let (nx, ny) = (crease.normal.x, crease.normal.y)
        // Of row y the bend covers the x with |nx·x + c| < reach.
        for y in 0..<plane.height {
            let c = (Double(y) + 0.5 - crease.place.y) * ny + (0.5 - crease.place.x) * nx
            var (low, high) = (0.0, Double(plane.width))
            if abs(nx) > 1e-9 {
                let (a, b) = ((-reach - c) / nx, (reach - c) / nx)
                (low, high) = (max(low, min(a, b)), min(high, max(a, b) + 1))
            } else if abs(c) >= reach {
                continue
            }
            guard high > low else { continue }
            paint(plane, y, Int(low)..<min(plane.width, Int(high.rounded(.up))), from: c)
        }
    }

    /// Pixels `columns` of row `y`; the first pixel of the row lies `start` across the crease.
    private func paint(_ plane: MutablePlane, _ y: Int, _ columns: Range<Int>, from start: Double) {
        let row = plane.row(y)
        let channels = plane.channels
        // In quarters of a pixel, with 16 bits behind the point.
        let step = Int((crease.normal.x * 4 * 65536).rounded())
        let origin = Int((start * 4 * 65536).rounded())
        let first = origin + Int((crease.reach * 4 * 65536).rounded()) + 32768
        gains.withUnsafeBufferPointer { gains in
            for x in columns {
                let place = (first &+ step &* x) &>> 16
                if place < 0 || place >= gains.count { continue }
                let gain = UInt32(gains[place])
                if gain == 16384 { continue }
                for i in x &* channels..<x &* channels &+ channels {
                    row[i] = UInt8(truncatingIfNeeded: min((UInt32(row[i]) &* gain &+ 8192) &>> 14, 255))
                }
            }
        }
        if rubbing.isEmpty, dirt.isEmpty { return }
        for x in columns {
            let place = abs((origin &+ step &* x) &>> 16)
            if place < rubbing.count { rub(row + x * channels, channels, x, y, rubbing[place]) }
            if place < dirt.count, noise.lane(x / speck, y / speck + 1 << 20) < dirt[place] {
                for c in 0..<channels { row[x * channels + c] = UInt8(UInt16(row[x * channels + c]) * 3 / 4) }
            }
        }
    }

    /// Draws a pixel towards the paper: more where the crease is worn along its length, broken by a fine grain.
    private func rub(_ pixel: UnsafeMutablePointer<UInt8>, _ channels: Int, _ x: Int, _ y: Int, _ share: UInt16) {
        let t = (Double(x) * crease.normal.y - Double(y) * crease.normal.x) / grain
        let node = Int(t.rounded(.down))
        let way = t - Double(node)
        let worn = along.unit(node + 4096) * (1 - way) + along.unit(node + 4097) * way
        let level = UInt16(max(0, min(1, worn * 2 - 0.4)) * 256)
        let fine = UInt16(noise.byte(x / speck, y / speck))
        // Two thirds depend on the grain.
        let broken: UInt16 = (fine * 2 + 255) / 3
        let lost = UInt32(share) * UInt32(level) * UInt32(broken) / 65536
        for c in 0..<channels where pixel[c] < paper[c] {
            let gap = UInt32(paper[c] - pixel[c])
            pixel[c] += UInt8(min(gap, (gap * lost + 128) >> 8))
        }
    }
}
