public import Imaging
public import OperationKit

/// Blotchy density inside solid ink.
public struct InkMottling: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-mottling", family: .ink, on: [.ink, .page], peers: ["InkMottling", "blotchy-ink"],
        "Blotchy density inside solid ink, with specks where none took.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.25", "holes": "0"], medium: ["strength": "0.5", "holes": "0.04"],
            strong: ["strength": "0.7", "grain": "0.45mm", "holes": "0.14"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["strength": "0", "holes": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.4", "0.7", "1"]),
            .monotone("holes", values: ["0", "0.05", "0.1", "0.3", "0.6"]),
        ],
        cost: (color: 10, gray: 6))

    let strength: Double
    let grain: Double
    let holes: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.2..0.5", "how much of the ink the palest places lack")
        grain = p.length("grain", "0.2..0.5mm", in: .mm(0.05...5), "how large the blotches are")
        holes = p.share("holes", "0..0.05", in: 0...0.8, "share of the ink that is missing altogether, in blotches")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard strength > 0 || holes > 0 else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        var noise = LatticeNoise(random.child("blotches"), width: pixels.width, cell: grain, octaves: 2)
        var missing = Patches(
            random.child("holes"), size: pixels.size, grain: (1.6 * grain, 1.6 * grain), octaves: 3, coverage: holes,
            rim: 14)
        let table = (0...255).map { UInt8((strength * min(255, max(0, (Double($0) - 60) * 1.9))).rounded()) }
        let width = pixels.width
        var gone = [UInt8](repeating: 0, count: width)
        pixels.loseInk(map) { lost, y in
            noise.fill(lost, y: y)
            for x in 0..<width { lost[x] = table[Int(lost[x])] }
            if holes > 0, missing.fill(&gone, y: y) {
                for x in 0..<width { lost[x] = max(lost[x], gone[x]) }
            }
            return true
        }
    }
}
