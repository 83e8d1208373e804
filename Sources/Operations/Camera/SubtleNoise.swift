public import Imaging
public import OperationKit

/// The last bits of a scanner flicker.
public struct SubtleNoise: PixelOperation {
    public static let manual = Manual(
        "subtle-noise", family: .camera, on: [.page, .paper], peers: ["SubtleNoise", "AdditiveNoise", "uniform-noise"],
        "The last bits of a scanner flicker.", main: "range",
        severities: Severities(mild: ["range": "4"], medium: ["range": "12"], strong: ["range": "40"]),
        promises: [
            .identity(with: ["range": "0"]), .monotone("range", values: ["1", "4", "10", "30", "90"]),
            .meanShift(atMost: 3, with: ["range": "8"]), .grayEqualsColor(with: ["per-channel": "0"]),
        ],
        cost: (6, 2))

    let range: Int
    let perChannel: Double

    public init(_ p: inout Parameters) {
        range = Int(p.number("range", "3..10", in: 0...128, "levels up or down at most"))
        perChannel = p.share("per-channel", "0.3", "share of the noise that is colored")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if range == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let own = UInt16((perChannel * 256).rounded())
        pixels.withMutablePlane { plane in
            if plane.channels == 1 || own == 0 {
                addCommon(to: plane, PlaceNoise(random))
            } else {
                addMixed(to: plane, PlaceNoise(random), PlaceNoise(random.child("channels")), own: own)
            }
        }
    }

    /// One value for each pixel, the same in all channels.
    private func addCommon(to plane: MutablePlane, _ noise: PlaceNoise) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * plane.rowCount + 4) { room in
            let bytes = room.baseAddress!
            let spread = plane.channels == 1 ? bytes : bytes + plane.width
            for y in 0..<plane.height {
                noise.fill(bytes, count: plane.width, y: y)
                if plane.channels == 3 { Rows.triple(bytes, to: spread, count: plane.width) }
                Rows.flicker(plane.row(y), spread, range: range, count: plane.rowCount)
            }
        }
    }

    private func addMixed(to plane: MutablePlane, _ noise: PlaceNoise, _ colors: PlaceNoise, own: UInt16) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * plane.rowCount + 4) { room in
            let bytes = room.baseAddress!
            let hues = bytes + plane.width
            let spread = hues + plane.rowCount
            for y in 0..<plane.height {
                noise.fill(bytes, count: plane.width, y: y)
                Rows.triple(bytes, to: spread, count: plane.width)
                colors.fill(hues, count: plane.rowCount, y: y)
                Rows.mix(spread, hues, share: own, count: plane.rowCount)
                Rows.flicker(plane.row(y), spread, range: range, count: plane.rowCount)
            }
        }
    }
}
