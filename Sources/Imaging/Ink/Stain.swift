internal import CKernels

extension Raster {
    /// Lays a color over the page like ink, row by row: `coverage` writes how much of it (0…255) each pixel of row `y` gets
    /// and tells whether any does. Only darkens. A page without color takes the color's luma; bilevel becomes gray.
    public mutating func stain(
        _ color: Color, opacity: Double = 1, _ coverage: (UnsafeMutablePointer<UInt8>, _ y: Int) -> Bool
    ) {
        if kind == .bilevel { kind = .gray }
        let ink = color.samples(for: kind)
        let strength = min(1, max(0, opacity))
        let lacks = (0..<width * channels).map { UInt8((Double(255 - ink[$0 % ink.count]) * strength).rounded()) }
        withMutablePlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * plane.width) { room in
                let (row, wide) = (room.baseAddress!, room.baseAddress! + plane.width)
                for y in 0..<plane.height where coverage(row, y) {
                    if plane.channels == 1 {
                        crows_stain(plane.row(y), row, lacks, Int64(plane.width))
                    } else {
                        crows_triple(row, wide, Int64(plane.width))
                        crows_stain(plane.row(y), wide, lacks, Int64(3 * plane.width))
                    }
                }
            }
        }
    }

    /// Mixes a color into the page like a veil or paint, row by row; `coverage` as of `stain`.
    public mutating func cover(
        _ color: Color, opacity: Double = 1, _ coverage: (UnsafeMutablePointer<UInt8>, _ y: Int) -> Bool
    ) {
        if kind == .bilevel { kind = .gray }
        let paint = color.samples(for: kind)
        let strength = UInt8((min(1, max(0, opacity)) * 255).rounded())
        withMutablePlane { plane in
            let channels = plane.channels
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { room in
                let row = room.baseAddress!
                for y in 0..<plane.height where coverage(row, y) {
                    let samples = plane.row(y)
                    for x in 0..<plane.width where row[x] > 0 {
                        let share = Blend.product(row[x], strength)
                        for c in 0..<channels {
                            let i = x &* channels &+ c
                            samples[i] = Blend.mix(samples[i], paint[c], share)
                        }
                    }
                }
            }
        }
    }

    /// Multiplies rows by gains in Q2.14 (16384 leaves a sample alone): `gains` writes one per sample of row `y` and tells
    /// whether the row changes. Bilevel becomes gray.
    public mutating func shine(_ gains: (UnsafeMutablePointer<UInt16>, _ y: Int) -> Bool) {
        if kind == .bilevel { kind = .gray }
        withMutablePlane { plane in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: plane.rowCount) { room in
                for y in 0..<plane.height where gains(room.baseAddress!, y) {
                    Rows.multiply(plane.row(y), by: room.baseAddress!, count: plane.rowCount)
                }
            }
        }
    }

    /// Adds light that the page mirrors: v + (255 − v)·(1 − gain), so that white stays white.
    public mutating func screen(by field: LightField) {
        if field.isNeutral { return }
        if kind == .bilevel { kind = .gray }
        let turned = [LookupTable { 255 - $0 }]
        apply(turned)
        field.apply(to: &self)
        apply(turned)
    }
}
