public import Imaging
public import OperationKit

/// The page divided by its own paper: shadows and tints go.
public struct FlattenBackground: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "flatten-background", family: .preprocess, on: [.page], gives: .same,
        peers: ["background-normalise", "shading-correction", "rolling-ball"],
        "The page divided by its own paper: shadows, stains and tints go.", main: "level",
        severities: Severities(mild: ["level": "250"], medium: ["level": "245"], strong: ["level": "255"]),
        promises: [.grayEqualsColor(tolerance: 2)], cost: (60, 40))

    public static let usesChance = false

    let level: Double

    public init(_ p: inout Parameters) {
        level = p.number("level", "245", in: 100...255, "the tone that all paper gets")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel || pixels.isFlat { return }
        let paper = PaperLevels(of: pixels, dpi: page.dpi)
        // Times 256; what is darker than a third of white is no paper.
        let factors = (0...255).map { UInt32((level / Double(max(85, $0)) * 256).rounded()) }
        pixels.withMutablePlane { plane in
            var levels = [UInt8](repeating: 0, count: plane.rowCount)
            for y in 0..<plane.height {
                levels.withUnsafeMutableBufferPointer { paper.fill($0.baseAddress!, y: y, width: plane.width) }
                let row = plane.row(y)
                for i in levels.indices {
                    row[i] = UInt8(
                        truncatingIfNeeded: min(255, (UInt32(row[i]) &* factors[Int(levels[i])] &+ 128) &>> 8))
                }
            }
        }
    }
}
