import Imaging

/// A map that sends pixels to pixels: a quarter turn or a flip and a shift by whole pixels. Source pixel =
/// (xx·x + xy·y + x0, yx·x + yy·y + y0) with factors −1, 0 and 1.
struct GridMove {
    let xx: Int, xy: Int, x0: Int
    let yx: Int, yy: Int, y0: Int

    /// nil when the map lies between the pixels.
    init?(_ homography: Homography) {
        guard homography.isAffine else { return nil }
        let m = homography.inverseMatrix
        let factors = [m[0], m[1], m[3], m[4]]
        guard factors.allSatisfy({ [-1, 0, 1].contains($0) }) else { return nil }
        (xx, xy, yx, yy) = (Int(m[0]), Int(m[1]), Int(m[3]), Int(m[4]))
        // From places at the edges of pixels to the pixels themselves: their centers are half a pixel off.
        let x = m[2] + Double(xx + xy) / 2 - 0.5
        let y = m[5] + Double(yx + yy) / 2 - 0.5
        guard abs(x) < 1e6, abs(y) < 1e6, abs(x - x.rounded()) < 1e-6, abs(y - y.rounded()) < 1e-6 else { return nil }
        x0 = Int(x.rounded())
        y0 = Int(y.rounded())
    }

    /// Whether every pixel of a result of that size has its source on a page of size `source`.
    func staysInside(_ source: Size, from result: Size) -> Bool {
        inside(of: result, on: source) == (0..<result.width, 0..<result.height)
    }

    /// Copies; what has no source gets the fill, which is only asked for when there is such area.
    func applied(to raster: Raster, size: Size, fill: () -> Color) -> Raster {
        var result = Raster(uninitialized: raster.kind, width: size.width, height: size.height)
        let (columns, rows) = inside(of: size, on: raster.size)
        let isWhole = columns.count == size.width && rows.count == size.height
        let blank = isWhole ? nil : fill()
        raster.withPlane { from in
            result.withMutablePlane { to in
                if let blank { frame(columns, rows, to, blank.samples(for: raster.kind)) }
                if !columns.isEmpty, !rows.isEmpty { copy(from, to, columns, rows) }
            }
        }
        if result.kind == .bilevel, let blank, ![0, 255].contains(blank.luma) { result.kind = .gray }
        return result
    }

    /// Gives samples to all of a result that does not come from a page of size `source`.
    func fill(_ result: inout Raster, outside source: Size, _ samples: [UInt8]) {
        let (columns, rows) = inside(of: result.size, on: source)
        result.withMutablePlane { frame(columns, rows, $0, samples) }
    }

    /// The columns and rows of a result whose source lies on the page.
    private func inside(of result: Size, on source: Size) -> (columns: Range<Int>, rows: Range<Int>) {
        if xx != 0 {
            return (
                within(start: x0, step: xx, count: source.width, of: result.width),
                within(start: y0, step: yy, count: source.height, of: result.height)
            )
        }
        return (
            within(start: y0, step: yx, count: source.height, of: result.width),
            within(start: x0, step: xy, count: source.width, of: result.height)
        )
    }

    private func frame(_ columns: Range<Int>, _ rows: Range<Int>, _ to: MutablePlane, _ samples: [UInt8]) {
        let blank = FillRow(samples, width: to.width)
        for y in 0..<to.height {
            if rows.contains(y) {
                blank.fill(to.row(y), 0..<columns.lowerBound)
                blank.fill(to.row(y), columns.upperBound..<to.width)
            } else {
                blank.fill(to.row(y), 0..<to.width)
            }
        }
    }

    private func copy(_ from: Plane, _ to: MutablePlane, _ columns: Range<Int>, _ rows: Range<Int>) {
        let target = to.part(columns, rows)
        if xx != 0 {
            from.part(GridMove.source(of: columns, x0, xx), GridMove.source(of: rows, y0, yy))
                .mirror(to: target, across: xx < 0, down: yy < 0)
        } else {
            from.part(GridMove.source(of: rows, x0, xy), GridMove.source(of: columns, y0, yx))
                .turn(to: target, fromRight: xy < 0, fromBottom: yx < 0)
        }
    }

    /// Where start + step·i lies for i in a range.
    private static func source(of range: Range<Int>, _ start: Int, _ step: Int) -> Range<Int> {
        step > 0
            ? range.lowerBound + start..<range.upperBound + start
            : start - range.upperBound + 1..<start - range.lowerBound + 1
    }

    /// The i in 0 ..< `total` with 0 ≤ start + step·i < count.
    private func within(start: Int, step: Int, count: Int, of total: Int) -> Range<Int> {
        let (low, high) = step > 0 ? (-start, count - start) : (start - count + 1, start + 1)
        let first = min(max(low, 0), total)
        return first..<min(max(high, first), total)
    }
}
