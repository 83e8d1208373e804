public import Imaging
public import OperationKit

/// Hairlines along the whole scan, from elements of the line sensor that are dead, hot, dirty or badly calibrated.
public struct CISStreaks: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "cis-streaks", family: .camera, on: [.page], peers: ["scanner-streaks", "dead-element", "line-sensor"],
        "Hairlines along the whole scan, from elements of the line sensor that are dead, hot, dirty or off.",
        main: "streaks",
        severities: Severities(
            mild: ["streaks": "2", "depth": "0.2"], medium: ["streaks": "8", "depth": "0.35"],
            strong: ["streaks": "25", "depth": "0.6"]),
        promises: [
            .identity(with: ["streaks": "0", "calibration": "0"]), .grayEqualsColor(with: ["color": "0"]),
            .monotone("streaks", values: ["0", "5", "20", "80", "300"]),
        ],
        cost: (6, 3))

    enum Direction: String, CaseIterable { case vertical, horizontal }

    let streaks: Int
    let depth: Double
    let calibration: Double
    let color: Double
    let dust: Double
    let along: Direction

    public init(_ p: inout Parameters) {
        streaks = p.count("streaks", "1..6", in: 0...500, "how many elements are off")
        depth = p.share("depth", "0.15..0.45", in: -1...1, "how dark the darkest is; below 0 lighter")
        calibration = p.number("calibration", "0..1.5", in: 0...20, "levels by which all elements differ")
        color = p.share("color", "0.5", "share of the streaks that hit one color only")
        dust = p.share("dust", "0.3", "share of the streaks that begin or end on the page")
        along = p.choice("along", "vertical", "which way the sensor moved")
    }

    private struct Streak {
        let places: Range<Int>
        let weights: [Double]
        let depth: Double
        let channel: Int?
        let from: Int
        let to: Int
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard streaks > 0 && depth != 0 || calibration > 0 else { return }
        let isVertical = along == .vertical
        let (across, length) = isVertical ? (pixels.width, pixels.height) : (pixels.height, pixels.width)
        let lines = depth == 0 ? [] : streaks(across, length, page.pixels(mm: 0.085), random)
        let own = random.child("calibration")
        let base = (0..<across).map { 1 + own.normal($0) * calibration / 255 }
        let channels = pixels.kind == .color ? 3 : 1
        func gain(_ place: Int, _ way: Int, _ channel: Int, _ near: [Streak]) -> UInt16 {
            var gain = base[place]
            for line in near where way >= line.from && way < line.to {
                if line.places.contains(place), line.channel == nil || line.channel == channel {
                    gain *= 1 - line.depth * line.weights[place - line.places.lowerBound]
                }
            }
            return UInt16(min(65535, max(0, gain * 16384)).rounded())
        }
        let ends = Set(lines.flatMap { [$0.from, $0.to] })
        var row = [UInt16](repeating: 16384, count: pixels.width * channels)
        pixels.shine { out, y in
            if isVertical {
                // The row of gains is made anew only where a streak begins or ends.
                if y == 0 || ends.contains(y) {
                    for x in 0..<across {
                        let near = lines.filter { $0.places.contains(x) }
                        for c in 0..<channels { row[x * channels + c] = gain(x, y, c, near) }
                    }
                }
            } else {
                let near = lines.filter { $0.places.contains(y) }
                for x in 0..<length {
                    for c in 0..<channels { row[x * channels + c] = gain(y, x, c, near) }
                }
            }
            out.update(from: row, count: row.count)
            return true
        }
    }

    private func streaks(_ across: Int, _ length: Int, _ width: Double, _ random: RandomStream) -> [Streak] {
        (0..<streaks).map { i in
            let own = random.child(i)
            let middle = own.unit(0) * Double(across)
            let half = max(0.3, width) / 2
            let first = max(0, Int(middle - half))
            let last = min(across - 1, max(first, Int(middle + half)))
            let weights = (first...max(first, last)).map {
                max(0, min(1, min(middle + half, Double($0 + 1)) - max(middle - half, Double($0))))
            }
            let isDust = own.chance(dust, 1)
            let start = isDust ? Int(own.unit(2) * Double(length)) : 0
            return Streak(
                places: first..<first + weights.count, weights: weights, depth: depth * own.uniform(0.4...1, 3),
                channel: own.chance(color, 4) ? own.integer(0...2, 5) : nil,
                from: isDust && own.chance(0.5, 6) ? start : 0, to: isDust && !own.chance(0.5, 6) ? start : length)
        }
    }
}
