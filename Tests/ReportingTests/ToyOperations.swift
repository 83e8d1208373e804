import Imaging
import OperationKit

/// Darkens a page; has a parameter of every common kind.
struct Tint: PixelOperation {
    static let manual = Manual(
        "tint", family: .photometric, on: [.ink, .page], gives: .grayPlus, peers: ["other.Tint"],
        "A tint over the whole page, as from old glass that has been in the sun for many years.", main: "strength",
        severities: Severities(mild: ["strength": "0.1"], medium: [:], strong: ["tone": "dark", "strength": "0.6"]),
        promises: [.onlyDarkens(), .identity(with: ["strength": "0"]), .local(mm: 0.5)], cost: (12, 4.5))

    enum Tone: String, CaseIterable { case light, dark }

    init(_ p: inout Parameters) {
        _ = p.share("strength", "0.2..0.4", "how much of the light is lost")
        _ = p.length("radius", "0.1..0.3mm", in: .mm(0...1.5), "how far it reaches")
        _ = p.choice("tone", "light | dark", "which glass") as Tone
        _ = p.optionalLength("border", in: .mm(0...10), "a margin that stays")
        _ = p.size("window", "21", of: Array(stride(from: 3, through: 51, by: 2)), "side of the window")
        _ = p.color("color", "\"#f4e8d0\"", "of the glass")
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
}

/// Works on sheets without print only.
struct Fibers: PixelOperation {
    static let manual = Manual(
        "fibers", family: .paper, on: [.paper], "Fibers in the sheet.", cost: (1, 1), destructive: "hides thin print")

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
}
