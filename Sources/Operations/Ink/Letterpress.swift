public import Imaging
public import OperationKit

/// Uneven pressure and worn type, which leave pale patches and pinholes inside the strokes.
public struct Letterpress: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "letterpress", family: .ink, on: [.ink, .page], peers: ["Letterpress"],
        "Uneven pressure and worn type, which leave pale patches and pinholes inside the strokes.",
        severities: Severities(
            mild: ["coverage": "0.08", "loss": "0.4"],
            medium: ["coverage": "0.15", "loss": "0.65"],
            strong: ["coverage": "0.25", "loss": "0.8", "grain": "0.6mm"]),
        promises: [
            .onlyLightens(with: ["rim": "0"]), .keepsBlankPaper,
            .identity(with: ["coverage": "0"]), .identity(with: ["loss": "0"]),
            .monotone("loss", values: ["0", "0.2", "0.5", "0.8", "1"]),
            .monotone("coverage", values: ["0", "0.1", "0.2", "0.4", "0.8"]),
            .coverage(of: "coverage", values: ["0.1", "0.3", "0.6"]), .grayEqualsColor(),
        ],
        cost: (color: 8, gray: 5))

    let coverage: Double
    let loss: Double
    let grain: Double
    let rim: Double
    let pressure: Double

    public init(_ p: inout Parameters) {
        coverage = p.share("coverage", "0.05..0.15", in: 0...0.8, "share of the ink that is hit")
        loss = p.share("loss", "0.4..0.7", "how much of the ink is gone there")
        grain = p.length("grain", "0.5..0.8mm", in: .mm(0.1...3), "size of the pale patches")
        rim = p.share("rim", "0..0.25", "ink squeezed to the edge of the strokes, which stays and gets darker")
        pressure = p.share("pressure", "0.1..0.3", "slow variation over the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard coverage > 0, loss > 0 else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        var worn = WornInk(
            random, size: pixels.size, coverage: coverage, grain: grain,
            clouds: page.pixels(mm: random.child("clouds").uniform(4...10)), sweep: page.pixels(mm: 60),
            pressure: pressure)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let rimWidth = rim > 0 ? page.pixels(mm: 0.1) : 0
        let (width, height) = (pixels.width, pixels.height)
        let limit = UInt16((loss * 256).rounded())
        pixels.withMutablePlane { plane in
            var window = InkWindow(map, reach: Int(rimWidth.rounded(.up)), width: width)
            var mask = [UInt8](repeating: 0, count: width)
            for y in 0..<height where window.move(to: y, of: plane.reading) {
                mask.withUnsafeMutableBufferPointer { mask in
                    let mask = mask.baseAddress!
                    window.withInk(at: y) { worn.fill(mask, y: y, where: $0) }
                    let rim = rimWidth > 0 ? window.rim(where: mask, at: y, within: rimWidth, height: height) : []
                    let extra = rim.map { extraInk(wear: mask[$0.column], rim: $0.share) }
                    for x in 0..<width { mask[x] = UInt8(truncatingIfNeeded: (UInt16(mask[x]) &* limit &+ 128) &>> 8) }
                    for place in rim { mask[place.column] = keptFromLoss(mask[place.column], rim: place.share) }
                    map.lighten(plane.row(y), y: y, of: plane.reading, lost: mask)
                    for (place, share) in zip(rim, extra) { darken(plane.row(y), place.column, share, plane.channels) }
                }
            }
        }
    }

    /// The loss that remains where a pixel is so much (0…255) rim: the rim keeps its ink, up to two thirds of it once there
    /// is a quarter of extra ink in it, so that letters do not turn into outlines.
    private func keptFromLoss(_ lost: UInt8, rim share: UInt8) -> UInt8 {
        let kept = UInt32((min(1, 4 * rim) * 170).rounded()) * UInt32(share)
        return UInt8(truncatingIfNeeded: (UInt32(lost) &* (65280 &- kept) &+ 32640) / 65280)
    }

    /// The share (0…255) of lightness that a worn pixel of the rim loses.
    private func extraInk(wear: UInt8, rim share: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: UInt32(share) &* UInt32((rim * 255).rounded()) &* UInt32(wear) / 65025)
    }

    private func darken(_ samples: UnsafeMutablePointer<UInt8>, _ column: Int, _ share: UInt8, _ channels: Int) {
        for i in column * channels..<(column + 1) * channels { samples[i] = Blend.product(samples[i], 255 - share) }
    }
}
