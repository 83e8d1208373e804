extension Raster {
    /// A coverage mask (gray) made bolder, or thinner with a negative `pixels`, by that much on every edge. The picture
    /// grows by as many pixels on all sides as the shapes may need.
    public func thickened(by pixels: Double) -> Raster {
        precondition(channels == 1, "coverage has one channel")
        let steps = Int(abs(pixels).rounded(.up))
        guard steps > 0 else { return self }
        var mask = padded(by: steps + 1)
        for step in 0..<steps {
            let share = UInt16((min(1, abs(pixels) - Double(step)) * 256).rounded())
            mask = mask.stepped(bolder: pixels > 0, square: step % 2 == 1, share: share)
        }
        return mask
    }

    /// The rim of the shapes of a coverage mask: what lies within `width` pixels inside their edges.
    public func outlined(width: Double) -> Raster {
        var rim = thickened(by: -width)
        let whole = padded(by: (rim.width - self.width) / 2)
        rim.withMutablePlane { inner in
            whole.withPlane { outer in
                for i in inner.bytes.indices {
                    inner.bytes[i] = max(outer.bytes[i], inner.bytes[i]) &- inner.bytes[i]
                }
            }
        }
        return rim
    }

    private func padded(by margin: Int) -> Raster {
        var result = Raster(kind, width: width + 2 * margin, height: height + 2 * margin, filledWith: 0)
        withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<height { (target.row(y + margin) + margin).update(from: source.row(y), count: width) }
            }
        }
        return result
    }

    /// One pixel of growth or shrinkage, of which the share (256ths) is taken. The outermost pixels stay empty.
    private func stepped(bolder: Bool, square: Bool, share: UInt16) -> Raster {
        guard width > 2, height > 2 else { return self }
        var result = self
        // Shrinking is growth of what is not covered.
        let flip: UInt8 = bolder ? 0 : 255
        withPlane { source in
            result.withMutablePlane { target in
                for y in 1..<height - 1 {
                    let here = source.row(y) + 1
                    let out = target.row(y) + 1
                    if square {
                        growSquare(here, stride: source.stride, to: out, count: width - 2, flip: flip)
                    } else {
                        growCross(here, stride: source.stride, to: out, count: width - 2, flip: flip)
                    }
                    if share < 256 {
                        for x in 0..<width - 2 {
                            let mixed: UInt16 = UInt16(here[x]) &* (256 &- share) &+ UInt16(out[x]) &* share
                            out[x] = UInt8(truncatingIfNeeded: (mixed &+ 128) &>> 8)
                        }
                    }
                }
            }
        }
        return result
    }
}

/// The largest of a pixel and its four neighbors, of values turned over by `flip`.
private func growCross(
    _ here: UnsafePointer<UInt8>, stride: Int, to out: UnsafeMutablePointer<UInt8>, count: Int, flip: UInt8
) {
    let (up, down) = (here - stride, here + stride)
    for x in 0..<count {
        let sides = max(here[x &- 1] ^ flip, here[x &+ 1] ^ flip)
        out[x] = max(max(here[x] ^ flip, sides), max(up[x] ^ flip, down[x] ^ flip)) ^ flip
    }
}

/// The same of a pixel and its eight neighbors.
private func growSquare(
    _ here: UnsafePointer<UInt8>, stride: Int, to out: UnsafeMutablePointer<UInt8>, count: Int, flip: UInt8
) {
    let (up, down) = (here - stride, here + stride)
    for x in 0..<count {
        let left = max(here[x &- 1] ^ flip, max(up[x &- 1] ^ flip, down[x &- 1] ^ flip))
        let right = max(here[x &+ 1] ^ flip, max(up[x &+ 1] ^ flip, down[x &+ 1] ^ flip))
        let middle = max(here[x] ^ flip, max(up[x] ^ flip, down[x] ^ flip))
        out[x] = max(middle, max(left, right)) ^ flip
    }
}
