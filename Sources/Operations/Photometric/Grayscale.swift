public import Imaging
public import OperationKit
import Vision

/// One channel.
public struct Grayscale: PixelOperation {
    public static let manual = Manual(
        "grayscale", family: .photometric, on: [.page, .ink, .paper], gives: .gray,
        peers: ["ToGray", "gray", "monochrome", "COLOR_BGR2GRAY"],
        "One channel of brightness instead of three of color.", main: "method",
        promises: [.outputGray, .grayEqualsColor()], cost: (1, 0.1))

    public static let usesChance = false

    enum Method: String, CaseIterable { case luma, average, lightest, darkest, red, green, blue, lightness }

    let method: Method

    public init(_ p: inout Parameters) {
        method = p.choice("method", "luma", "what the brightness of a color is; luma is 0.299 R + 0.587 G + 0.114 B")
    }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        kinds == [.gray] ? "the page is gray already" : nil
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        switch (pixels.kind, method) {
        case (.gray, _): return
        case (.bilevel, _): pixels.kind = .gray
        case (.color, .luma): pixels = try pixels.luma()
        case (.color, .average):
            // A third in 1/65536, rounded up so that three equal samples give themselves.
            combine(&pixels) { b, g, r in
                let sum = UInt32(b) &+ UInt32(g) &+ UInt32(r)
                return UInt8(truncatingIfNeeded: (sum &* 21846 &+ 32768) &>> 16)
            }
        case (.color, .lightest): combine(&pixels) { b, g, r in max(b, max(g, r)) }
        case (.color, .darkest): combine(&pixels) { b, g, r in min(b, min(g, r)) }
        case (.color, .red): combine(&pixels) { _, _, r in r }
        case (.color, .green): combine(&pixels) { _, g, _ in g }
        case (.color, .blue): combine(&pixels) { b, _, _ in b }
        case (.color, .lightness):
            combine(&pixels) { b, g, r in
                let sum = UInt16(max(b, max(g, r))) &+ UInt16(min(b, min(g, r)))
                return UInt8(truncatingIfNeeded: (sum &+ 1) &>> 1)
            }
        }
    }

    @inline(__always)
    private func combine(_ pixels: inout Raster, _ level: (UInt8, UInt8, UInt8) -> UInt8) {
        var gray = Raster(uninitialized: .gray, width: pixels.width, height: pixels.height)
        pixels.withPlane { from in
            gray.withMutablePlane { to in
                for y in 0..<from.height {
                    let (source, target) = (from.row(y), to.row(y))
                    for x in 0..<from.width {
                        target[x] = level(source[3 &* x], source[3 &* x &+ 1], source[3 &* x &+ 2])
                    }
                }
            }
        }
        pixels = gray
    }
}
