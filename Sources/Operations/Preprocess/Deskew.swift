public import Imaging
public import OperationKit

/// Finds the angle of the lines and turns the page straight.
public struct Deskew: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "deskew", family: .preprocess, on: [.page], peers: ["straighten"],
        "Finds the angle of the lines and turns the page straight.",
        promises: [.identity(with: ["limit": "0.5"]), .roundTrip(atMost: 0.1), .labelsHit],
        cost: (25, 16))

    /// The pixels decide all.
    public static let usesChance = false

    let limit: Double
    let step: Double
    let canvas: Canvas
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        limit = p.angle("limit", "8", in: 0.5...45, "the furthest that a page may lie askew")
        step = p.angle("step", "0.05", in: 0.01...1, "how fine the angle is found")
        canvas = p.choice("canvas", "keep", Canvas.help)
        resampling = p.resampling()
    }

    /// The angle is measured.
    public var measures: Bool { true }

    /// The turn back, or nothing on a page without lines.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        guard let pixels = page.pixels,
            let angle = LineProfile(of: pixels, page)?.angle(limit: limit, step: step)
        else { return .identity(page.size) }
        return Rotate.map(of: page.size, degrees: -angle, canvas: canvas)
    }
}

/// Ink per row in narrow columns of a page, at 75 dpi. Sheared by the angle of the lines, rows of letters and gaps
/// stand out most (Postl, 1986).
private struct LineProfile {
    /// Ink in each row of each column.
    private let columns: [[Int32]]
    private let rows: Int

    private static let width = 8

    /// nil on a page that is too small or has no ink.
    init?(of pixels: Raster, _ page: PageContext) {
        let cell = max(1, Int((page.dpi / 75).rounded()))
        let rows = pixels.height / cell
        let count = pixels.width / (cell * LineProfile.width)
        guard rows >= 16, count >= 4 else { return nil }
        let ink = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        var columns = [[Int32]](repeating: [Int32](repeating: 0, count: rows), count: count)
        var total = 0
        pixels.withPlane { plane in
            var levels = [UInt8](repeating: 0, count: plane.width)
            for row in 0..<rows {
                levels.withUnsafeMutableBufferPointer { levels in
                    ink.fill(levels.baseAddress!, y: row * cell + cell / 2, of: plane)
                    let wide = cell * LineProfile.width
                    for column in 0..<count {
                        var dark: Int32 = 0
                        for x in column * wide..<(column + 1) * wide where levels[x] >= InkMap.threshold { dark += 1 }
                        columns[column][row] = dark
                        total += Int(dark)
                    }
                }
            }
        }
        guard total > 0 else { return nil }
        (self.columns, self.rows) = (columns, rows)
    }

    /// By how many degrees lines rise to the right; nil when no angle stands out.
    func angle(limit: Double, step: Double) -> Double? {
        let coarse = min(0.5, limit / 4)
        let count = Int((limit / coarse).rounded(.down))
        let angles = (-count...count).map { Double($0) * coarse }
        let scores = angles.map(score)
        let median = scores.sorted()[scores.count / 2]
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[best] > 1.2 * median else {
            return nil
        }
        var (angle, top, pace) = (angles[best], scores[best], coarse / 2)
        while pace >= step / 2 {
            for next in [angle - pace, angle + pace] {
                let score = score(next)
                if score > top { (angle, top) = (next, score) }
            }
            pace /= 2
        }
        return abs(angle) < step / 2 ? nil : min(max(angle, -limit), limit)
    }

    /// How much neighboring rows differ when columns are shifted as lines at that angle ask.
    private func score(_ degrees: Double) -> Double {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        let rise = sine / cosine * Double(LineProfile.width)
        var sums = [Int32](repeating: 0, count: rows + 2)
        sums.withUnsafeMutableBufferPointer { sums in
            for (i, column) in columns.enumerated() {
                // In halves of a row, so that small angles move something.
                let place = (Double(i) - Double(columns.count) / 2) * rise
                let whole = place.rounded(.down)
                let upper = Int32(((place - whole) * 16).rounded())
                let shift = Int(whole)
                column.withUnsafeBufferPointer { column in
                    let (first, last) = (max(0, -shift), min(rows, rows - shift))
                    guard first < last else { return }
                    for y in first..<last {
                        sums[y &+ shift] &+= column[y] &* (16 &- upper)
                        sums[y &+ shift &+ 1] &+= column[y] &* upper
                    }
                }
            }
        }
        var score = 0.0
        for y in 1..<rows {
            let d = Double(sums[y] - sums[y - 1])
            score += d * d
        }
        return score
    }
}
