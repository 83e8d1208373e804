public import Imaging
public import OperationKit
import Vision

/// The print of the other side, which shines through mirrored and blurred.
public struct BleedThrough: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "bleed-through", family: .ink, on: [.page, .paper], peers: ["BleedThrough", "show-through"],
        "The print of the other side, which shines through mirrored and blurred.", main: "opacity",
        severities: Severities(
            mild: ["opacity": "0.1"], medium: ["opacity": "0.25"], strong: ["opacity": "0.45", "blur": "0.15mm"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["opacity": "0"]), .grayEqualsColor(),
            .monotone("opacity", values: ["0", "0.1", "0.3", "0.6", "1"]),
        ],
        cost: (20, 14))

    let opacity: Double
    let blur: Double
    let shift: (x: Double, y: Double)
    let uneven: Double
    let angle: Double
    let reverse: String?

    public init(_ p: inout Parameters) {
        opacity = p.share("opacity", "0.08..0.25", "how dark it gets")
        blur = p.length("blur", "0.15..0.35mm", in: .mm(0...3), "how much the sheet softens it")
        let x = p.length("offset-x", "-15..15mm", in: .mm(-300...300), "how far the other side's print stands aside")
        let y = p.length("offset-y", "-15..15mm", in: .mm(-300...300), "how far it stands lower")
        shift = (x, y)
        uneven = p.share("uneven", "0.2..0.5", "how much it comes and goes over the sheet")
        angle = p.angle("angle", "0 +- 0.5", in: -5...5, "how far the other side is turned")
        reverse = p.path("reverse", "a picture of the other side, or a folder of them; else this page serves")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if opacity == 0 { return }
        var other = pixels
        if let reverse {
            guard let picture = page.pictures[reverse] else {
                throw OperationFailure("the picture of the other side '\(reverse)' was not loaded")
            }
            other = picture
        }
        if other.isFlat { return }
        let ink = try other.inkPicture(InkMap(of: other, dpi: page.dpi, isLayer: false)).blurred(sigma: blur)
        let view = PrintThrough(ink, isMirrored: true, shift: shift, degrees: angle, wraps: reverse == nil)
        var clouds = CloudField(random, width: pixels.width, cell: page.pixels(mm: 20), octaves: 2)
        let (width, height) = (pixels.width, pixels.height)
        var swing = [UInt8](repeating: 0, count: width)
        let table = (0...255).map { level in
            UInt8((255 * (1 - uneven * min(1, max(0, (Double(level) - 70) / 120)))).rounded())
        }
        pixels.stain(Color(gray: 30), opacity: opacity) { row, y in
            clouds.fill(&swing, y: y)
            guard view.fill(row, y: y, width: width, height: height) else { return false }
            for x in 0..<width { row[x] = Blend.product(row[x], table[Int(swing[x])]) }
            return true
        }
    }
}
