public import Imaging
public import OperationKit

/// Ink that is paler, in patches or all over, as a tired drum, a worn ribbon or long years leave it.
public struct InkFade: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-fade", family: .ink, on: [.ink, .page], peers: ["InkFade", "faded-ink", "worn-ribbon", "faint-ink"],
        "Ink that is paler, in patches or all over, as a tired drum, a worn ribbon or long years leave it.",
        main: "strength",
        severities: Severities(
            mild: ["strength": "0.3"], medium: ["strength": "0.55"],
            strong: ["strength": "0.7..0.85", "uneven": "0.2"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["strength": "0"]), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (color: 8, gray: 4))

    let strength: Double
    let patch: Double
    let uneven: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.25..0.55", "how much of the ink is gone at the worst place")
        patch = p.length("patch", "15..60mm", in: .mm(2...400), "how large the patches are")
        uneven = p.share("uneven", "0.3..1", "0: the whole page alike; 1: the best places are as they were")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard strength > 0 else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let all = strength * (1 - uneven)
        // The noise hardly ever comes near its ends; between a fifth and four fifths lies all of the fade.
        let table = (0...255).map { level in
            UInt8((255 * (all + strength * uneven * min(1, max(0, (Double(level) - 50) / 155)))).rounded())
        }
        var noise = LatticeNoise(random, width: pixels.width, cell: patch, octaves: 2, gain: 0.4)
        let width = pixels.width
        pixels.loseInk(map) { lost, y in
            noise.fill(lost, y: y)
            for x in 0..<width { lost[x] = table[Int(lost[x])] }
            return true
        }
    }
}
