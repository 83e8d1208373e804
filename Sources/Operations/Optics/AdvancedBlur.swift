public import Imaging
public import OperationKit
import Vision

/// Different blur along and across a direction.
public struct AdvancedBlur: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "advanced-blur", family: .camera, on: [.page], peers: ["AdvancedBlur", "anisotropic-blur"],
        "Different blur along and across a direction, with a peaked or a flat kernel.", main: "along",
        severities: Severities(
            mild: ["along": "0.1mm", "across": "0.05mm"], medium: ["along": "0.22mm"],
            strong: ["along": "0.34mm", "across": "0.25mm"]),
        promises: [
            .identity(with: ["along": "0mm", "across": "0mm"]), .keepsBlankPaper, .meanShift(atMost: 1),
            .grayEqualsColor(), .monotone("along", values: ["0.1mm", "0.2mm", "0.3mm", "0.45mm", "0.7mm"]),
        ],
        cost: (color: 80, gray: 30))

    let along: Double
    let across: Double
    let angle: Double
    let peak: Double
    let grain: Double

    public init(_ p: inout Parameters) {
        along = p.length("along", "0.05..0.2mm", in: .mm(0...3), "deviation of the blur along its direction")
        across = p.length("across", "0.05..0.2mm", in: .mm(0...3), "and across")
        angle = p.angle("angle", "-90..90", in: -90...90, "the direction")
        peak = p.number("peak", "0.7..2", in: 0.5...8, "shape of the kernel: 2 a bell, less a peak, more a plateau")
        grain = p.share("grain", "0..0.1", in: 0...0.5, "how uneven the kernel is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard max(along, across) >= 1.0 / 16, !pixels.isFlat else { return }
        let (long, wide) = (max(0.2, min(along, 24)), max(0.2, min(across, 24)))
        // A peaked kernel has long tails, of which what matters is kept.
        let reach = max(1, min(48, Int((max(long, wide) * (peak < 1.5 ? 3 : 2.4)).rounded(.up))))
        let side = 2 * reach + 1
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let deviation = AdvancedBlur.deviation(peak)
        var weights = (0..<side * side).map { i -> Double in
            let (x, y) = (Double(i % side - reach), Double(i / side - reach))
            let (u, v) = (cosine * x - sine * y, sine * x + cosine * y)
            let squared = (u * u / (long * long) + v * v / (wide * wide)) * deviation * deviation
            let rough = 1 + grain * (2 * random.unit(i) - 1)
            return exponential(-0.5 * AdvancedBlur.power(squared, peak / 2)) * rough
        }
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        weights = weights.map { $0 / total }
        pixels = try pixels.filtered(weights.map(Float.init), width: side)
    }

    /// The base to that power, from logarithm and exponential that are the same on every machine.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        base <= 0 ? 0 : exponential(naturalLog(base) * exponent)
    }

    /// The standard deviation along one axis of a kernel of that peak and unit width, summed on a fine grid.
    private static func deviation(_ peak: Double) -> Double {
        var (sum, squares) = (0.0, 0.0)
        for i in 0..<800 {
            let r = (Double(i) + 0.5) / 40
            let weight = exponential(-0.5 * power(r * r, peak / 2)) * r
            sum += weight
            squares += weight * r * r / 2
        }
        return (squares / sum).squareRoot()
    }
}
