extension Raster {
    /// Takes ink off row by row: `lost` writes the share (0…255) that each pixel of row `y` loses and tells whether any
    /// does. On a printed page the paper and its grain stay. Bilevel becomes gray.
    public mutating func loseInk(_ map: InkMap, _ lost: (UnsafeMutablePointer<UInt8>, _ y: Int) -> Bool) {
        if kind == .bilevel { kind = .gray }
        withMutablePlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { shares in
                let shares = shares.baseAddress!
                for y in 0..<plane.height where lost(shares, y) {
                    map.lighten(plane.row(y), y: y, of: plane.reading, lost: shares)
                }
            }
        }
    }
}
