public import Imaging
public import OperationKit
import Vision

/// A faint repeat of the page one turn of the drum further down, or set off, mirrored, by the sheet that lay on it.
public struct Ghosting: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ghosting", family: .print, on: [.page, .ink], peers: ["laser-ghost", "offset-print", "set-off", "ghost"],
        "A faint repeat of the page one turn of the drum further down, or set off, mirrored, by another sheet.",
        main: "opacity",
        severities: Severities(
            mild: ["opacity": "0.05"], medium: ["opacity": "0.14"], strong: ["opacity": "0.28", "blur": "0.05mm"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["opacity": "0"]), .grayEqualsColor(),
            .monotone("opacity", values: ["0", "0.1", "0.3", "0.6", "1"]),
        ],
        cost: (16, 10))

    let opacity: Double
    let shift: Double
    let mirror: Bool
    let copies: Int
    let blur: Double

    public init(_ p: inout Parameters) {
        opacity = p.share("opacity", "0.04..0.12", "how dark the first repeat is")
        shift = p.length("shift", "60..95mm", in: .mm(1...300), "circumference of the drum")
        mirror = p.flag("mirror", false, "set off by another sheet, hence mirrored and not shifted")
        copies = p.count("copies", "1", in: 1...4, "repeats, each half as dark as the one before")
        blur = p.length("blur", "0.1..0.3mm", in: .mm(0...2), "how soft it is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if opacity == 0 || pixels.isFlat { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let ink = try pixels.inkPicture(map).blurred(sigma: blur)
        // A drum smaller than the page: short pages see their own repeat all the same.
        let step = min(shift, Double(pixels.height) * 0.4)
        let (width, height) = (pixels.width, pixels.height)
        for copy in 1...copies {
            let aside = random.uniform(-2...2, copy) * page.pixels(mm: 1)
            let view = PrintThrough(
                ink, isMirrored: mirror, shift: (aside, mirror ? aside : step * Double(copy)), degrees: 0, wraps: false)
            let share = opacity / Double(1 << (copy - 1))
            pixels.stain(.black, opacity: share) { view.fill($0, y: $1, width: width, height: height) }
        }
    }
}
