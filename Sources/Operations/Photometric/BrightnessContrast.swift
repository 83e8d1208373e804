public import Imaging
public import OperationKit

/// Exposure and contrast.
public struct BrightnessContrast: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "brightness-contrast", family: .photometric, on: [.page, .paper, .ink],
        peers: [
            "RandomBrightnessContrast", "RandomBrightness", "RandomContrast", "Brightness", "ColorJitter", "contrast",
        ],
        "Exposure and contrast: every level moved and spread alike.", main: "brightness",
        severities: Severities(
            mild: ["brightness": "-10..10", "contrast": "0.9"], medium: ["brightness": "-25", "contrast": "0.7"],
            strong: ["brightness": "-60", "contrast": "0.45"]),
        promises: [
            .identity(with: ["brightness": "0", "contrast": "1"]), .grayEqualsColor(with: ["around": "mid"]),
            .monotone("brightness", values: ["0", "-20", "-60", "-120", "-250"]),
        ],
        cost: (4, 2))

    public static let usesChance = false

    enum Pivot: String, CaseIterable { case mid, paper, mean }

    let brightness: Double
    let contrast: Double
    let around: Pivot
    let floor: Double

    public init(_ p: inout Parameters) {
        brightness = p.number("brightness", "-20..15", in: -255...255, "levels added")
        contrast = p.number("contrast", "0.8..1.15", in: 0...5, "how far levels are spread; below 1 duller")
        around = p.choice("around", "mid", "the level that contrast leaves alone: 128, the paper's, or the page's mean")
        floor = p.number("floor", "0", in: 0...255, "no level gets below this")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if brightness == 0, contrast == 1, floor == 0 { return }
        let pivot = pivot(of: pixels)
        pixels.lookUp([
            LookupTable { level in
                let moved = pivot + (Double(level) - pivot) * contrast + brightness
                return UInt8(min(255, max(floor, max(0, moved))).rounded())
            }
        ])
    }

    private func pivot(of pixels: Raster) -> Double {
        switch around {
        case .mid: return 128
        case .mean, .paper:
            let counts = pixels.histogram()
            if around == .mean {
                let sum = counts.indices.reduce(0) { $0 + $1 * counts[$1] }
                return Double(sum) / Double(max(1, pixels.byteCount))
            }
            // Most of a page is paper: the commonest of the lighter levels.
            return Double((128...255).max { (counts[$0], $0) < (counts[$1], $1) } ?? 255)
        }
    }
}
