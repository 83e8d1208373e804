internal import CKernels

extension Raster {
    /// The same picture in another kind: gray and bilevel become color by repeating their level, color becomes gray by
    /// the weights of luma (0.299, 0.587, 0.114), rounded. A kind with the same channels shares the buffer; nothing is
    /// cut to two levels, so `bilevel` may only be asked of what is bilevel already.
    public func converted(to kind: PixelKind) -> Raster {
        if kind == self.kind { return self }
        precondition(kind != .bilevel, "only a threshold makes a picture bilevel")
        if kind.channels == channels {
            var result = self
            result.kind = kind
            return result
        }
        var result = Raster(uninitialized: kind, width: width, height: height)
        withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<height {
                    if kind == .color {
                        widen(source.row(y), to: target.row(y), count: width)
                    } else {
                        luma(source.row(y), to: target.row(y), count: width)
                    }
                }
            }
        }
        return result
    }
}

/// Repeats each value of a row as blue, green and red.
func widen(_ gray: UnsafePointer<UInt8>, to color: UnsafeMutablePointer<UInt8>, count: Int) {
    crows_triple(gray, color, Int64(count))
}

/// Writes the luma of `count` pixels of blue, green, red. Bare white is most of a page and is passed over sixteen pixels
/// at a time.
func luma(_ color: UnsafePointer<UInt8>, to gray: UnsafeMutablePointer<UInt8>, count: Int) {
    let raw = UnsafeRawPointer(color)
    var x = 0
    while x < count {
        let end = min(count, x &+ 16)
        if end &- x == 16 {
            var common = UInt64.max
            for word in 0..<6 { common &= raw.loadUnaligned(fromByteOffset: 3 &* x &+ 8 &* word, as: UInt64.self) }
            if common == .max {
                (gray + x).update(repeating: 255, count: 16)
                x = end
                continue
            }
        }
        while x < end {
            let blue: UInt32 = UInt32(color[3 &* x]) &* 7471
            let green: UInt32 = UInt32(color[3 &* x &+ 1]) &* 38470
            let red: UInt32 = UInt32(color[3 &* x &+ 2]) &* 19595
            gray[x] = UInt8(truncatingIfNeeded: (blue &+ green &+ red &+ 32768) &>> 16)
            x &+= 1
        }
    }
}
