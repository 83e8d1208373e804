public import Imaging
public import OperationKit
import PipelineSyntax

/// Color planes that do not sit on each other.
public struct ColorShift: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "color-shift", family: .print, on: [.page], gives: .same,
        peers: ["ColorShift", "misregistration", "color-fringe"],
        "Color planes that do not sit on each other: colored rims around the print.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.06mm"], medium: ["amount": "0.16mm"], strong: ["amount": "0.35mm"]),
        promises: [.identity(with: ["amount": "0mm"]), .keepsBlankPaper, .meanShift(atMost: 1)], cost: (30, 0.1))

    enum Mode: String, CaseIterable {
        case planes
        case scanLines = "scan-lines"
    }

    let amount: Double
    let mode: Mode

    public init(_ p: inout Parameters) {
        amount = p.length("amount", "0.05..0.14mm", in: .mm(0...5), "how far the planes are moved")
        mode = p.choice("mode", "planes", "any way, or only along the feed")
    }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        kinds.contains(.color) ? nil : "the page has one plane only"
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard amount >= 1.0 / 16, pixels.kind == .color, !pixels.isFlat else { return }
        // Three vectors a third of a turn apart: together they do not move the page.
        let start = random.uniform(0...360)
        let views = (0..<3).map { plane in
            let (sine, cosine) = sineAndCosine(degrees: start + 120 * Double(plane))
            return ShiftedRows(pixels, x: mode == .planes ? cosine * amount : 0, y: sine * amount)
        }
        pixels.withMutablePlane { plane in
            var row = [UInt8](repeating: 0, count: plane.rowCount)
            for y in 0..<plane.height {
                let samples = plane.row(y)
                for c in 0..<3 {
                    views[c].fill(&row, y: y)
                    for x in 0..<plane.width { samples[3 &* x &+ c] = row[3 &* x &+ c] }
                }
            }
        }
    }
}
