public import Imaging
public import OperationKit
import Vision

/// A page that was photographed on film: grain, an uneven lamp, hard contrast, scratches.
public struct Microfilm: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "microfilm", family: .print, on: [.page], gives: .gray, peers: ["microfiche"],
        "A page that was photographed on film: grain, an uneven lamp, hard contrast, scratches.", main: "grain",
        severities: Severities(
            mild: ["grain": "5"], medium: ["grain": "12", "contrast": "1.7"],
            strong: ["grain": "24", "blur": "0.22mm", "scratches": "6", "vignette": "0.4"]),
        promises: [.outputGray, .monotone("grain", values: ["0", "5", "15", "40", "80"])], cost: (60, 55))

    let negative: Bool
    let contrast: Double
    let grain: Double
    let blur: Double
    let scratches: Double
    let vignette: Double
    let frame: Double

    public init(_ p: inout Parameters) {
        negative = p.flag("negative", false, "white on black, as on the film")
        contrast = p.number("contrast", "1.2..1.7", in: 0.3...5, "how hard the film is")
        grain = p.number("grain", "5..14", in: 0...80, "deviation of the grain, in levels")
        blur = p.length("blur", "0.1..0.16mm", in: .mm(0...1), "of the optics")
        scratches = p.number("scratches", "0.5..2", in: 0...50, "upright scratches per decimeter of width")
        vignette = p.share("vignette", "0.1..0.25", in: 0...0.9, "how much darker the corners are")
        frame = p.length("frame", "0..3mm", in: .mm(0...30), "dark edge of the picture on the film")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .color { pixels = try pixels.luma() }
        pixels.kind = .gray
        pixels = try pixels.blurred(sigma: blur)
        // Paper is not quite white on film, so that its grain can be seen.
        pixels.apply([
            LookupTable.contrast(contrast).then(LookupTable { UInt8(22 + Double($0) * 208 / 255) })
        ])
        pixels.addScaledNoise(random.child("grain"), (0...255).map { _ in grain }) { width in
            NoiseRows(random.child("grain"), width: width, deviation: 16, grain: page.pixels(mm: 0.14))
        }
        shade(&pixels, page, random)
        scratch(&pixels, page, random.child("scratches"))
        if negative { pixels.apply([LookupTable { 255 - $0 }]) }
    }

    private func shade(_ pixels: inout Raster, _ page: PageContext, _ random: RandomStream) {
        guard vignette > 0 || frame > 0 else { return }
        let (w, h) = (Double(pixels.width), Double(pixels.height))
        let lamp = Point(w * random.uniform(0.35...0.65, 0), h * random.uniform(0.35...0.65, 1))
        let reach = max(1, (w * w + h * h) / 3)
        LightField(pixels.size) { x, y in
            let d = Point(x, y) - lamp
            return 1 - vignette * min(1, (d.x * d.x + d.y * d.y) / reach)
        }.apply(to: &pixels)
        guard frame >= 0.5 else { return }
        let edge = frame
        let wander = ValueField(random.child("frame"), cell: page.pixels(mm: 30))
        let (width, height) = (pixels.width, pixels.height)
        pixels.stain(Color(gray: 20)) { row, y in
            for x in 0..<width {
                let near = Double(min(min(x, width - 1 - x), min(y, height - 1 - y)))
                guard near < edge * 1.5 else {
                    row[x] = 0
                    continue
                }
                let rim = edge * (1 + 0.25 * wander.value(at: Double(x + y)))
                row[x] = UInt8(255 * min(1, max(0, rim - near)))
            }
            return true
        }
    }

    /// Hairlines from the transport of the film, light and dark, on all of its length or a part.
    private func scratch(_ pixels: inout Raster, _ page: PageContext, _ random: RandomStream) {
        let wanted = scratches * Double(pixels.width) / page.pixels(mm: 100)
        let count = min(500, Int(wanted) + (random.chance(wanted - wanted.rounded(.down)) ? 1 : 0))
        pixels.withMutablePlane { plane in
            for i in 0..<count {
                let own = random.child(i)
                let x = own.unit(0) * Double(plane.width)
                let (from, to) = own.chance(0.5, 1) ? (0.0, 1.0) : (own.unit(2), own.unit(2) + 0.4)
                let isLight = own.chance(0.5, 3)
                let wander = ValueField(own, cell: page.pixels(mm: 40))
                let broken = ValueField(own.child("broken"), cell: page.pixels(mm: 6))
                for y in Int(from * Double(plane.height))..<min(plane.height, Int(to * Double(plane.height))) {
                    let strength = min(1, max(0, 0.6 + broken.value(at: Double(y)))) * 0.6
                    let column = Int(x + 1.2 * wander.value(at: Double(y)))
                    guard column >= 0, column < plane.width else { continue }
                    let pixel = plane.row(y) + column
                    pixel.pointee = Blend.mix(pixel.pointee, isLight ? 250 : 20, UInt8(strength * 255))
                }
            }
        }
    }
}
