public import Imaging
public import OperationKit

/// Single dead or hot pixels, dust as small as a pixel.
public struct SaltAndPepper: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "salt-and-pepper", family: .camera, on: [.page, .ink], gives: .same,
        peers: ["SaltAndPepper", "PixelDropout", "impulse-noise"],
        "Single dead or hot pixels, dust as small as a pixel.", main: "amount",
        severities: Severities(mild: ["amount": "0.0003"], medium: ["amount": "0.0015"], strong: ["amount": "0.008"]),
        promises: [
            .identity(with: ["amount": "0"]), .coverage(of: "amount", values: ["0.02", "0.1", "0.4"]),
            .onlyLightens(with: ["salt": "1"]), .onlyDarkens(with: ["salt": "0"]), .grayEqualsColor(),
            .monotone("amount", values: ["0", "0.01", "0.05", "0.2", "0.8"]),
        ],
        cost: (8, 6))

    let amount: Double
    let salt: Double
    let size: Double
    let color: Bool

    public init(_ p: inout Parameters) {
        amount = p.share("amount", "log 0.0003..0.0015", "share of the pixels that are hit")
        salt = p.share("salt", "0.5", "share of those that get white; the others get black")
        size = p.length("size", "0mm", in: .mm(0...1), "side of a speck; 0 for one pixel")
        color = p.flag("color", false, "whether only one channel of a pixel is hit")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if amount == 0 { return }
        let side = max(1, Int(size.rounded()))
        // Specks overlap: n of them leave (1 − share)ⁿ of the page.
        let chance = amount >= 1 ? 1 : 1 - exponential(naturalLog(1 - amount) / Double(side * side))
        let places = PlaceNoise(random.child("places"))
        let kinds = PlaceNoise(random.child("kinds"))
        // A word of 64 bits decides for eight pixels whether any is hit.
        let none = chance >= 1 ? 0 : exponential(8 * naturalLog(1 - chance))
        let limit = UInt64(min(1, max(0, 1 - none)) * 0x1p32)
        let own = UInt32(min(1, chance / max(1e-12, 1 - none)) * 0x1p16)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                for block in 0..<(plane.width + 7) / 8 where places.word(block, y) >> 32 <= limit {
                    hit(plane, block: block, y: y, side: side, own: own, kinds)
                }
            }
        }
    }

    /// One of the eight pixels of a block for sure, the others as often as the chance says.
    private func hit(_ plane: MutablePlane, block: Int, y: Int, side: Int, own: UInt32, _ kinds: PlaceNoise) {
        let first = Int(kinds.word(block, y) >> 60) & 7
        for i in 0..<8 {
            let x = block * 8 + i
            let dice = kinds.word(x, y &+ 0x4000_0000)
            if i != first, UInt32(dice & 0xFFFF) >= secondChance(own) { continue }
            guard x < plane.width else { continue }
            let level: UInt8 = Double((dice >> 16) & 0xFFFF) < salt * 65536 ? 255 : 0
            let channel = color ? Int((dice >> 32) & 0xFF) % plane.channels : nil
            for row in y..<min(plane.height, y + side) {
                for column in x..<min(plane.width, x + side) {
                    for c in 0..<plane.channels where channel == nil || c == channel {
                        plane.row(row)[column * plane.channels + c] = level
                    }
                }
            }
        }
    }

    /// The chance of each of the seven others, given that one was hit: all together make 8 · chance on average.
    private func secondChance(_ own: UInt32) -> UInt32 {
        own <= 8192 ? 0 : (own &* 8 &- 65536) / 7
    }
}
