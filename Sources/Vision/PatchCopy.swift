import Imaging

extension Patchwork {
    /// Copies the patches; new area gets the fill.
    func applied(to raster: Raster, fill: Color) -> Raster {
        var result = Raster(uninitialized: raster.kind, width: after.width, height: after.height)
        let samples = fill.samples(for: raster.kind)
        let whole = InkBox(left: 0, top: 0, right: after.width, bottom: after.height)
        raster.withPlane { from in
            result.withMutablePlane { to in
                // What no patch covers is new area too.
                if patches.first?.box != whole { lay(Patch(whole, from: nil), from, to, samples) }
                for patch in patches { lay(patch, from, to, samples) }
            }
        }
        if raster.kind == .bilevel, ![0, 255].contains(samples[0]) { result.kind = .gray }
        return result
    }

    private func lay(_ patch: Patch, _ from: Plane, _ to: MutablePlane, _ fill: [UInt8]) {
        let channels = from.channels
        let (left, right) = (max(0, patch.box.left), min(to.width, patch.box.right))
        guard left < right else { return }
        for y in max(0, patch.box.top)..<max(0, patch.box.top, min(to.height, patch.box.bottom)) {
            let row = to.row(y)
            var inside = left..<left
            if let shift = patch.shift, (0..<from.height).contains(y + shift.y) {
                let (first, last) = (max(left, -shift.x), min(right, from.width - shift.x))
                if first < last {
                    inside = first..<last
                    let source = from.row(y + shift.y) + (first + shift.x) * channels
                    (row + first * channels).update(from: source, count: inside.count * channels)
                }
            }
            for columns in [left..<inside.lowerBound, inside.upperBound..<right] {
                for x in columns { for c in 0..<channels { row[x * channels + c] = fill[c] } }
            }
        }
    }
}

extension GeometricMap {
    /// Whether the map makes all of a page of that size upright smaller, and nothing else.
    func isShrinking(_ size: Size) -> Bool {
        guard let m = homography?.matrix, m[1] == 0, m[3] == 0, m[2] == 0, m[5] == 0, m[6] == 0, m[7] == 0 else {
            return false
        }
        func fits(_ factor: Double, _ before: Int, _ after: Int) -> Bool {
            factor > 0 && factor <= 1 && abs(factor * Double(before) - Double(after)) < 1e-6
        }
        return fits(m[0], size.width, outputSize.width) && fits(m[4], size.height, outputSize.height)
    }
}
