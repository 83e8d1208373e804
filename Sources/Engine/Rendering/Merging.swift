import Imaging

extension Raster {
    /// This raster and another of its size as one, sample by sample. Bilevel becomes gray, gray meets color as color.
    func merged(with other: Raster, _ merge: Merge) -> Raster {
        let kind = max(self.kind, other.kind, .gray)
        precondition(size == other.size, "only pages of one size are merged")
        var result = widened(to: kind)
        let second = other.widened(to: kind)
        result.withMutablePlane { a in
            second.withPlane { b in
                if merge == .over {
                    for y in 0..<a.height { layOver(a.row(y), b.row(y), width: a.width, channels: a.channels) }
                } else {
                    combine(a.bytes, b.bytes, merge)
                }
            }
        }
        return result
    }

    private func widened(to kind: PixelKind) -> Raster {
        if channels == kind.channels {
            var same = self
            same.kind = kind
            return same
        }
        var wide = Raster(uninitialized: kind, width: width, height: height)
        wide.withMutablePlane { target in
            withPlane { source in
                for y in 0..<height {
                    let (from, to) = (source.row(y), target.row(y))
                    for x in 0..<width {
                        to[3 * x] = from[x]
                        to[3 * x + 1] = from[x]
                        to[3 * x + 2] = from[x]
                    }
                }
            }
        }
        return wide
    }
}

private func combine(_ a: UnsafeMutableBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, _ merge: Merge) {
    @inline(__always) func each(_ body: (Int, Int) -> Int) {
        for i in 0..<a.count { a[i] = UInt8(truncatingIfNeeded: body(Int(a[i]), Int(b[i]))) }
    }
    switch merge {
    case .multiply: multiply(a, b)
    case .darken: each { min($0, $1) }
    case .lighten: each { max($0, $1) }
    case .screen: each { 255 - divided255((255 - $0) * (255 - $1)) }
    case .overlay:
        each { x, y in
            y < 128 ? divided255(2 * x * y) : 255 - divided255(2 * (255 - x) * (255 - y))
        }
    case .average: each { ($0 + $1 + 1) >> 1 }
    case .over: preconditionFailure("'over' looks at whole pixels")
    }
}

/// Products of 16 samples at a time; the hot case of a page on its paper.
private func multiply(_ a: UnsafeMutableBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) {
    for i in 0..<a.count {
        let product = UInt16(a[i]) &* UInt16(b[i]) &+ 128
        a[i] = UInt8(truncatingIfNeeded: (product &+ (product >> 8)) >> 8)
    }
}

/// v / 255, rounded, for v up to 255².
@inline(__always) private func divided255(_ v: Int) -> Int {
    let t = v + 128
    return (t + (t >> 8)) >> 8
}

/// Lays row `a` over row `b`: its white lets the other through, its darkest channel says how much it covers.
private func layOver(_ a: UnsafeMutablePointer<UInt8>, _ b: UnsafePointer<UInt8>, width: Int, channels: Int) {
    for x in 0..<width {
        let i = x * channels
        var least = 255
        for c in 0..<channels { least = min(least, Int(a[i + c])) }
        for c in 0..<channels {
            let own = Int(a[i + c]) - least
            a[i + c] = UInt8(min(255, divided255(Int(b[i + c]) * least) + own))
        }
    }
}
