extension Raster {
    /// Prints the ink of a page anew in another color: `ink` gets how much of it (0…255) each pixel of row `y` has, may
    /// change that, and says whether the row is printed at all; `columns` tells for each row where, nil for everywhere.
    /// A pixel becomes the bare paper at its place under that ink. A page without color takes the color's luma; bilevel
    /// becomes gray.
    public mutating func reprint(
        _ map: InkMap, _ color: Color, only columns: [[Range<Int>]]? = nil,
        _ ink: (UnsafeMutablePointer<UInt8>, _ y: Int) -> Bool
    ) {
        if kind == .bilevel { kind = .gray }
        let lacks = color.samples(for: kind).map { 255 - $0 }
        let all = [0..<width]
        withMutablePlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width * (2 + plane.channels)) { room in
                let (new, old) = (room.baseAddress!, room.baseAddress! + plane.width)
                let levels = old + plane.width
                for y in 0..<plane.height {
                    let parts = columns?[y] ?? all
                    if parts.isEmpty { continue }
                    map.fill(old, y: y, of: plane.reading)
                    new.update(from: old, count: plane.width)
                    guard ink(new, y) else { continue }
                    map.paper.fill(levels, y: y, width: plane.width)
                    for part in parts { lay(part, on: plane.row(y), old, new, levels, lacks) }
                }
            }
        }
    }
}

/// Prints some columns of a row.
private func lay(
    _ columns: Range<Int>, on row: UnsafeMutablePointer<UInt8>, _ old: UnsafePointer<UInt8>,
    _ new: UnsafePointer<UInt8>, _ levels: UnsafePointer<UInt8>, _ lacks: [UInt8]
) {
    let channels = lacks.count
    for x in columns {
        let most = max(old[x], new[x])
        // Less is the paper's grain, and the soft rim of the ink keeps some of it.
        if most <= 8 { continue }
        let share = UInt8(truncatingIfNeeded: min(255, (UInt16(most) &- 8) &* 8))
        for c in 0..<channels {
            let i = x &* channels &+ c
            let printed = levels[i] &- Blend.product(levels[i], Blend.product(new[x], lacks[c]))
            row[i] = Blend.mix(row[i], printed, share)
        }
    }
}
