extension Raster {
    /// Lends the samples as a reader of a picture file sees them, row after row: one gray level a pixel, or red, green,
    /// blue. A gray raster is lent whole; a color one in bands of a few rows, swapped while they are in the cache.
    public func inFileOrder(_ body: (Span<UInt8>) -> Void) {
        withPlane { plane in
            guard kind == .color else { return body(plane.bytes.span) }
            let rowsAtOnce = max(1, 32768 / plane.rowCount)
            var band = [UInt8](repeating: 0, count: rowsAtOnce * plane.rowCount)
            var y = 0
            while y < height {
                let rows = min(rowsAtOnce, height - y)
                band.withUnsafeMutableBufferPointer { out in
                    for offset in 0..<rows {
                        swap(plane.row(y + offset), into: out.baseAddress! + offset * plane.rowCount)
                    }
                }
                body(band.span.extracting(first: rows * plane.rowCount))
                y += rows
            }
        }
    }

    private func swap(_ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>) {
        for x in 0..<width {
            target[3 * x] = source[3 * x + 2]
            target[3 * x + 1] = source[3 * x + 1]
            target[3 * x + 2] = source[3 * x]
        }
    }
}
