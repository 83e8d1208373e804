public import Imaging

extension Raster {
    /// The same page in as few channels as it needs: gray when no pixel has a hue, bilevel when only 0 and 255 occur.
    public func settled() -> Raster {
        var page = withoutNeedlessColor()
        if page.kind == .gray, page.withPlane({ $0.isBlackAndWhite }) { page.kind = .bilevel }
        return page
    }

    private func withoutNeedlessColor() -> Raster {
        guard kind == .color, withPlane({ $0.isColorless }) else { return self }
        var gray = Raster(uninitialized: .gray, width: width, height: height)
        withPlane { color in
            gray.withMutablePlane { gray in
                let count = gray.width * gray.height
                // Both rasters are packed, so that pixel i is at i and at 3i.
                for i in 0..<count { gray.base[i] = color.base[3 * i] }
            }
        }
        return gray
    }

    /// The page turned as an orientation of 2…8 (EXIF, TIFF) says; 5 to 8 swap width and height.
    func turned(_ orientation: Int) -> Raster {
        guard (2...8).contains(orientation) else { return self }
        let swaps = orientation >= 5
        var out = Raster(uninitialized: kind, width: swaps ? height : width, height: swaps ? width : height)
        let fromRight = [2, 3, 7, 8].contains(orientation)
        let fromBottom = [3, 4, 6, 7].contains(orientation)
        withPlane { from in
            out.withMutablePlane { to in
                let alongRow = fromRight ? -from.channels : from.channels
                let alongColumn = fromBottom ? -from.stride : from.stride
                let corner =
                    (fromRight ? (from.width - 1) * from.channels : 0)
                    + (fromBottom ? (from.height - 1) * from.stride : 0)
                let (stepX, stepY) = swaps ? (alongColumn, alongRow) : (alongRow, alongColumn)
                for y in 0..<to.height {
                    var source = from.base + corner + y * stepY
                    var target = to.row(y)
                    for _ in 0..<to.width {
                        for channel in 0..<to.channels { target[channel] = source[channel] }
                        source += stepX
                        target += to.channels
                    }
                }
            }
        }
        return out
    }
}

extension Plane {
    /// Whether all three channels agree in every pixel; stops at the first row where they do not.
    fileprivate var isColorless: Bool {
        for y in 0..<height {
            let row = row(y)
            var difference: UInt8 = 0
            for x in 0..<width {
                let pixel = row + 3 * x
                difference |= (pixel[0] ^ pixel[1]) | (pixel[1] ^ pixel[2])
            }
            if difference != 0 { return false }
        }
        return true
    }

    /// Whether all samples of a one-channel plane are 0 or 255; stops at the first row where they are not.
    fileprivate var isBlackAndWhite: Bool {
        for y in 0..<height {
            let row = UnsafeRawPointer(row(y))
            var misfit: UInt64 = 0
            let words = width / 8
            for i in 0..<words {
                let word = row.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)
                misfit |= word ^ ((word & 0x0101_0101_0101_0101) &* 255)
            }
            for x in 8 * words..<width {
                let level = row.load(fromByteOffset: x, as: UInt8.self)
                misfit |= UInt64(level ^ ((level & 1) &* 255))
            }
            if misfit != 0 { return false }
        }
        return true
    }
}
