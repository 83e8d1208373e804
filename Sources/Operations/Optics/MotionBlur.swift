public import Imaging
public import OperationKit
import Vision

/// The camera or the sheet moved during exposure.
public struct MotionBlur: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "motion-blur", family: .camera, on: [.page], peers: ["MotionBlur", "shake", "camera-shake"],
        "The camera or the sheet moved during exposure.", main: "length",
        severities: Severities(
            mild: ["length": "0.25mm"], medium: ["length": "0.6mm"], strong: ["length": "1.05mm"]),
        promises: [
            .identity(with: ["length": "0mm"]), .keepsBlankPaper, .meanShift(atMost: 0.8), .grayEqualsColor(),
            .monotone("length", values: ["0mm", "0.3mm", "0.6mm", "1mm", "2mm"]),
        ],
        cost: (60, 25))

    let length: Double
    let angle: Double
    let curve: Double
    let ease: Double

    public init(_ p: inout Parameters) {
        length = p.length("length", "0.15..0.45mm", in: .mm(0...20), "how far it moved")
        angle = p.angle("angle", "0..360", in: 0...360, "which way")
        curve = p.share("curve", "0..0.3", "how far the path is bent")
        ease = p.share("ease", "0..0.5", "how unevenly fast it moved")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard length >= 1.0 / 16, !pixels.isFlat else { return }
        let kernel = kernel(random)
        pixels = try pixels.filtered(kernel.weights, width: kernel.side)
    }

    /// How long each place of the path was exposed, on a square whose middle is the path's mean: text stays where it is.
    private func kernel(_ random: RandomStream) -> (weights: [Float], side: Int) {
        let bounded = min(length, 120)
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let bend = curve * (random.chance(0.5) ? 1 : -1)
        let steps = max(8, Int(bounded * 8))
        var path: [(place: Point, time: Double)] = (0...steps).map { i in
            let t = Double(i) / Double(steps) - 0.5
            let (along, aside) = (t * bounded, bend * bounded * (t * t - 1.0 / 12))
            // Slow at its turning point, where it was longest.
            return (Point(along * cosine + aside * sine, -along * sine + aside * cosine), 1 + ease * (1 - 4 * abs(t)))
        }
        let total = path.reduce(0) { $0 + $1.time }
        let mean = path.reduce(Point(0, 0)) { $0 + $1.place * ($1.time / total) }
        for i in path.indices { path[i].place = path[i].place - mean }
        let reach = Int(path.map { max(abs($0.place.x), abs($0.place.y)) }.max()!.rounded(.up)) + 1
        let side = 2 * reach + 1
        var weights = [Float](repeating: 0, count: side * side)
        for (place, time) in path {
            let (x, y) = (place.x + Double(reach), place.y + Double(reach))
            let (column, row) = (Int(x), Int(y))
            let (u, v) = (x - Double(column), y - Double(row))
            let share = time / total
            for (dx, dy, weight) in [
                (0, 0, (1 - u) * (1 - v)), (1, 0, u * (1 - v)), (0, 1, (1 - u) * v), (1, 1, u * v),
            ] where column + dx < side && row + dy < side {
                weights[(row + dy) * side + column + dx] += Float(share * weight)
            }
        }
        return (weights, side)
    }
}
