public import Imaging
public import OperationKit
import Vision

/// Gray as dots of black.
public struct Dithering: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dithering", family: .ink, on: [.ink, .page], gives: .bilevel, peers: ["Dithering", "error-diffusion"],
        "Gray as dots of black: ordered, clustered, by error diffusion or without a pattern.", main: "method",
        severities: Severities(
            mild: ["dot": "0.06mm"], medium: ["method": "bayer"],
            strong: ["dot": "0.17mm", "method": "floyd-steinberg"]),
        promises: [.outputBilevel, .keepsBlankPaper], cost: (50, 45))

    public static let usesChance = false

    let method: Dither
    let cell: Int
    let dot: Double

    public init(_ p: inout Parameters) {
        method = p.choice("method", "floyd-steinberg", "how gray becomes dots")
        cell = p.count("cell", "4", in: 2...16, "side of the matrix of the ordered methods; of bayer a power of two")
        dot = p.length("dot", "0.085mm", in: .mm(0.04...1), "size of the printer's dots")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let gray = pixels.kind == .color ? try pixels.luma() : pixels
        guard dot > 1.01 else {
            pixels = gray.dithered(method, cell: cell)
            return
        }
        let grid = DeviceGrid(over: gray.size, cell: (dot, dot))
        pixels = grid.enlarged(grid.averaged(gray).dithered(method, cell: cell), to: gray.size)
    }
}
