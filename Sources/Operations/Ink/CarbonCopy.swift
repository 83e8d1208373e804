public import Imaging
public import OperationKit
import Vision

/// The sheet that lay under carbon paper.
public struct CarbonCopy: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "carbon-copy", family: .ink, on: [.ink, .page], gives: .color, peers: ["carbon-paper", "carbon"],
        "The sheet under carbon paper: soft, blue-violet, grainy, with smudges of pressure.", main: "copy",
        severities: Severities(
            mild: ["copy": "1", "grain": "0.06", "blur": "0.05mm"], medium: ["copy": "2", "grain": "0.2"],
            strong: ["copy": "4", "grain": "0.35", "smudge": "0.3"]),
        promises: [
            .monotone("copy", values: ["1", "2", "3", "4", "6"])
        ],
        cost: (color: 60, gray: 55))

    let copy: Int
    let color: Color
    let blur: Double
    let grain: Double
    let smudge: Double

    public init(_ p: inout Parameters) {
        copy = p.count("copy", "1*3 | 2", in: 1...6, "which sheet it is, counted from the top")
        color = p.color("color", "#3a4a8a | #4a4488 | #34343c", "of the carbon")
        blur = p.length("blur", "0.06..0.1mm", in: .mm(0...1), "how much softer each sheet is")
        grain = p.share("grain", "0.06..0.18", "share of the strokes where little carbon is left")
        smudge = p.share("smudge", "0..0.1", in: 0...0.6, "how much carbon fingers and rollers pressed off")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let isLayer = page.layer == .ink
        let before = pixels.inkPicture(InkMap(of: pixels, dpi: page.dpi, isLayer: isLayer))
        pixels = pixels.converted(to: .color)
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: isLayer)
        let soft = try before.blurred(sigma: blur * Double(copy))
        // The blow that goes through several sheets is weaker, and its faint rim does not print.
        let strength = (0..<copy).reduce(1.0) { a, _ in a * 0.87 }
        let table = (0...255).map { ink -> UInt8 in
            UInt8(min(255, max(0, (Double(ink) - 10) * 1.18)) * strength)
        }
        let width = pixels.width
        var worn = WornInk(
            random.child("grain"), size: pixels.size, coverage: grain, grain: max(1, page.pixels(mm: 0.14)),
            clouds: page.pixels(mm: 1.2), sweep: page.pixels(mm: 60), pressure: 0.3)
        var lost = [UInt8](repeating: 0, count: width)
        pixels.reprint(map, color) { ink, y in
            soft.withPlane { soft in
                let row = soft.row(y)
                for x in 0..<width { ink[x] = table[Int(row[x])] }
            }
            guard grain > 0 else { return true }
            lost.withUnsafeMutableBufferPointer { lost in
                worn.fill(lost.baseAddress!, y: y, where: ink)
                for x in 0..<width { ink[x] = Blend.product(ink[x], 255 &- Blend.product(lost[x], 165)) }
            }
            return true
        }
        if smudge > 0 { smear(&pixels, page, random.child("smudge")) }
    }

    /// Faint carbon over patches of the sheet, in the grain of the paper.
    private func smear(_ pixels: inout Raster, _ page: PageContext, _ random: RandomStream) {
        var patches = Patches(
            random, size: pixels.size, cell: page.pixels(mm: 22), octaves: 3, coverage: min(0.9, smudge * 1.6),
            rim: 110)
        var grain = LatticeNoise(random.child("grain"), width: pixels.width, cell: max(1, page.pixels(mm: 0.2)))
        let width = pixels.width
        var fine = [UInt8](repeating: 0, count: width)
        pixels.stain(color, opacity: 0.14 + 0.3 * smudge) { row, y in
            guard patches.fill(row, y: y) else { return false }
            fine.withUnsafeMutableBufferPointer { grain.fill($0.baseAddress!, y: y) }
            for x in 0..<width { row[x] = Blend.product(row[x], fine[x]) }
            return true
        }
    }
}
