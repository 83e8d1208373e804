/// Where the ink of a picture is. On an ink layer all that is not white is ink; on a printed page ink is what is darker
/// than the bare paper around it.
public struct InkMap: Sendable {
    /// From this share of 255 on a pixel is ink.
    public static let threshold: UInt8 = 96

    /// The level of the bare paper.
    public let paper: PaperLevels
    private let isLayer: Bool
    private let channels: Int
    private let width: Int

    /// The map of an ink layer (`isLayer`), or of a printed page.
    public init(of pixels: Raster, dpi: Double, isLayer: Bool) {
        paper = isLayer ? PaperLevels(even: 255, channels: pixels.channels) : PaperLevels(of: pixels, dpi: dpi)
        self.isLayer = isLayer
        channels = pixels.channels
        width = pixels.width
    }

    /// Writes how much ink there is in each pixel of row `y`, 0…255: 255·(paper − luma)/paper.
    public func fill(_ ink: UnsafeMutablePointer<UInt8>, y: Int, of plane: Plane) {
        let samples = plane.row(y)
        if channels == 3 {
            luma(samples, to: ink, count: width)
        } else {
            ink.update(from: samples, count: width)
        }
        if let even = paper.even {
            darkness(ink, paper: lumaOfPaper(even), count: width)
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * channels + width) { rows in
            let levels = rows.baseAddress!
            paper.fill(levels, y: y, width: width)
            let gray = channels == 3 ? levels + width * 3 : levels
            if channels == 3 { luma(levels, to: gray, count: width) }
            reciprocals.withUnsafeBufferPointer { reciprocals in
                for x in 0..<width {
                    let lack = UInt32(max(gray[x], ink[x]) &- ink[x])
                    ink[x] = UInt8(truncatingIfNeeded: min(255, (lack &* reciprocals[Int(gray[x])] &+ 128) &>> 8))
                }
            }
        }
    }

    /// Takes the share `lost` (0…255, per pixel) of the ink from row `y`: each channel moves that far to its paper level.
    /// The paper's own grain stays, and nothing gets darker.
    public func lighten(_ samples: UnsafeMutablePointer<UInt8>, y: Int, of plane: Plane, lost: UnsafePointer<UInt8>) {
        let count = width * channels
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count * 2 + width) { rows in
            let shares = rows.baseAddress!
            let levels = shares + count
            let ink = levels + count
            if isLayer {
                spread(lost, to: shares, count: width, channels: channels)
                blendToWhite(samples, shares, count: count)
                return
            }
            fill(ink, y: y, of: plane)
            // Ink counts fully from 40 on and not at all under 8, so that grain is not taken for print.
            for x in 0..<width {
                let seen = UInt16(min(255, max(Int16(ink[x]) &- 8, 0) &* 8))
                ink[x] = Blend.product(UInt8(truncatingIfNeeded: seen), lost[x])
            }
            spread(ink, to: shares, count: width, channels: channels)
            paper.fill(levels, y: y, width: width)
            blendUp(samples, toward: levels, shares, count: count)
        }
    }

    private func lumaOfPaper(_ level: [UInt8]) -> UInt8 {
        level.count == 1 ? level[0] : Color(red: level[2], green: level[1], blue: level[0]).luma
    }
}

/// 255·256/level for every paper level.
private let reciprocals: [UInt32] = (0...255).map { 65280 / UInt32(max(1, $0)) }

/// Replaces luma by ink for one level of paper.
private func darkness(_ row: UnsafeMutablePointer<UInt8>, paper: UInt8, count: Int) {
    if paper == 255 {
        for x in 0..<count { row[x] = 255 &- row[x] }
        return
    }
    let reciprocal = reciprocals[Int(paper)]
    for x in 0..<count {
        let lack = UInt32(max(paper, row[x]) &- row[x])
        row[x] = UInt8(truncatingIfNeeded: min(255, (lack &* reciprocal &+ 128) &>> 8))
    }
}

/// Repeats a value per pixel for each of its channels.
func spread(
    _ values: UnsafePointer<UInt8>, to samples: UnsafeMutablePointer<UInt8>, count: Int, channels: Int
) {
    if channels == 1 {
        samples.update(from: values, count: count)
        return
    }
    widen(values, to: samples, count: count)
}

/// v + share·(255 − v)/255, rounded.
private func blendToWhite(_ samples: UnsafeMutablePointer<UInt8>, _ shares: UnsafePointer<UInt8>, count: Int) {
    for i in 0..<count {
        let product = UInt16(255 &- samples[i]) &* UInt16(shares[i]) &+ 128
        samples[i] &+= UInt8(truncatingIfNeeded: (product &+ (product &>> 8)) &>> 8)
    }
}

/// v + share·max(0, level − v)/255, rounded.
private func blendUp(
    _ samples: UnsafeMutablePointer<UInt8>, toward levels: UnsafePointer<UInt8>, _ shares: UnsafePointer<UInt8>,
    count: Int
) {
    for i in 0..<count {
        let gap = max(levels[i], samples[i]) &- samples[i]
        let product = UInt16(gap) &* UInt16(shares[i]) &+ 128
        samples[i] &+= UInt8(truncatingIfNeeded: (product &+ (product &>> 8)) &>> 8)
    }
}
