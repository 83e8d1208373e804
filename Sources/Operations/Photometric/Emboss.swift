public import Imaging
public import OperationKit

/// Relief of the print, lit from one side.
public struct Emboss: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "emboss", family: .photometric, on: [.page], peers: ["Emboss", "relief", "blind-stamp"],
        "Relief of the print, lit from one side.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.15"], medium: ["strength": "0.5"], strong: ["strength": "1.2"]),
        promises: [
            .identity(with: ["strength": "0"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.5", "1", "2"]),
        ],
        cost: (20, 8))

    public static let usesChance = false

    let strength: Double
    let light: Double
    let radius: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.15..0.35", in: 0...2, "how deep the relief is")
        light = p.angle("light", "0..360", in: 0...360, "where the light comes from")
        radius = p.length("radius", "0.15..0.25mm", in: .mm(0.03...2), "width of the flanks")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 || pixels.isFlat { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let (sine, cosine) = sineAndCosine(degrees: light)
        let old = pixels
        let toward = ShiftedRows(old, x: cosine * radius, y: -sine * radius)
        let away = ShiftedRows(old, x: -cosine * radius, y: sine * radius)
        let weight = Int32((strength * 256).rounded())
        pixels.withMutablePlane { plane in
            var (lit, shaded) = ([UInt8](repeating: 0, count: plane.rowCount), [UInt8]())
            shaded = lit
            for y in 0..<plane.height {
                toward.fill(&lit, y: y)
                away.fill(&shaded, y: y)
                let row = plane.row(y)
                for i in lit.indices {
                    // Light falls on the flank that rises toward it: ink stands up from the paper.
                    let slope = ((Int32(shaded[i]) &- Int32(lit[i])) &* weight) &>> 8
                    row[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int32(row[i]) &- slope)))
                }
            }
        }
    }
}
