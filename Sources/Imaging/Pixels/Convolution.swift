/// A small kernel and how its sums become levels: the arithmetic of Pillow's `ImageFilter.Kernel`, step by step in single
/// precision, so that every pixel is the same. Rows of weights go from the bottom up, as there.
public struct Convolution: Sendable {
    /// 3 or 5.
    let side: Int
    let weights: [Float]
    let offset: Float

    /// 9 or 25 weights, each divided by `scale`; `offset` levels are added to the sum.
    public init(_ weights: [Float], scale: Float, offset: Float = 0) {
        precondition(weights.count == 9 || weights.count == 25, "a kernel has 3 × 3 or 5 × 5 weights")
        side = weights.count == 9 ? 3 : 5
        self.weights = weights.map { $0 / scale }
        self.offset = offset
    }
}

extension Raster {
    /// The picture under a kernel. A rim of one pixel (3 × 3) or two (5 × 5) stays as it is, and so does a picture that has
    /// nothing but rim. Bilevel becomes gray.
    public func convolved(_ kernel: Convolution) -> Raster {
        let reach = kernel.side / 2
        guard width > 2 * reach, height > 2 * reach else { return self }
        var result = self
        if kind == .bilevel { result.kind = .gray }
        let count = (width - 2 * reach) * channels
        var sums = [Float](repeating: 0, count: count)
        withPlane { source in
            result.withMutablePlane { target in
                for y in reach..<height - reach {
                    for i in sums.indices { sums[i] = kernel.offset + 0.5 }
                    for line in 0..<kernel.side {
                        // The first row of weights belongs to the lowest row of pixels.
                        let row = source.row(y + reach - line)
                        add(row, Array(kernel.weights[line * kernel.side..<(line + 1) * kernel.side]), to: &sums)
                    }
                    let out = target.row(y) + reach * channels
                    for i in sums.indices { out[i] = UInt8(min(255, max(0, sums[i]))) }
                }
            }
        }
        return result
    }

    /// Adds one row of products; they are summed from left to right before they join the rest.
    private func add(_ row: UnsafePointer<UInt8>, _ weights: [Float], to sums: inout [Float]) {
        let step = channels
        if weights.count == 3 {
            let (a, b, c) = (weights[0], weights[1], weights[2])
            for i in sums.indices {
                sums[i] += Float(row[i]) * a + Float(row[i &+ step]) * b + Float(row[i &+ 2 &* step]) * c
            }
            return
        }
        let (a, b, c, d, e) = (weights[0], weights[1], weights[2], weights[3], weights[4])
        for i in sums.indices {
            let left = Float(row[i]) * a + Float(row[i &+ step]) * b
            let middle = left + Float(row[i &+ 2 &* step]) * c
            sums[i] += middle + Float(row[i &+ 3 &* step]) * d + Float(row[i &+ 4 &* step]) * e
        }
    }
}
