import Imaging

extension Patchwork {
    /// Copies the patches; new area gets the fill, which is only asked for when there is such area.
    func applied(to raster: Raster, fill: () -> Color) -> Raster {
        var result = Raster(uninitialized: raster.kind, width: after.width, height: after.height)
        let whole = InkBox(left: 0, top: 0, right: after.width, bottom: after.height)
        // What no patch covers is new area too.
        let rest = patches.reduce([whole]) { rest, patch in rest.flatMap { $0.without(patch.box) } }
        let isCopied = rest.isEmpty && patches.allSatisfy { $0.isInside(raster.size, after) }
        let samples = isCopied ? nil : fill().samples(for: raster.kind)
        let blank = samples.map { FillRow($0, width: after.width) }
        raster.withPlane { from in
            result.withMutablePlane { to in
                for box in rest { lay(Patch(box, from: nil), from, to, blank) }
                for patch in patches { lay(patch, from, to, blank) }
            }
        }
        if raster.kind == .bilevel, let samples, ![0, 255].contains(samples[0]) { result.kind = .gray }
        return result
    }

    private func lay(_ patch: Patch, _ from: Plane, _ to: MutablePlane, _ blank: FillRow?) {
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
            blank?.fill(row, left..<inside.lowerBound)
            blank?.fill(row, inside.upperBound..<right)
        }
    }
}

extension Patchwork.Patch {
    /// Whether all of the patch that shows on a result of size `after` comes from a page of that size.
    fileprivate func isInside(_ size: Size, _ after: Size) -> Bool {
        guard let shift else { return false }
        let (left, right) = (max(0, box.left), min(after.width, box.right))
        let (top, bottom) = (max(0, box.top), min(after.height, box.bottom))
        guard left < right, top < bottom else { return true }
        return left + shift.x >= 0 && right + shift.x <= size.width && top + shift.y >= 0
            && bottom + shift.y <= size.height
    }
}

extension InkBox {
    /// What is left of the box, in up to four pieces, when another is cut out.
    fileprivate func without(_ other: InkBox) -> [InkBox] {
        let cut = InkBox(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
        guard cut.left < cut.right, cut.top < cut.bottom else { return [self] }
        return [
            InkBox(left: left, top: top, right: right, bottom: cut.top),
            InkBox(left: left, top: cut.top, right: cut.left, bottom: cut.bottom),
            InkBox(left: cut.right, top: cut.top, right: right, bottom: cut.bottom),
            InkBox(left: left, top: cut.bottom, right: right, bottom: bottom),
        ].filter { $0.left < $0.right && $0.top < $0.bottom }
    }
}

extension GeometricMap {
    /// Whether the map makes all of a page of that size upright smaller, and nothing else.
    func isShrinking(_ size: Size) -> Bool { scale(of: size).map { $0.x <= 1 && $0.y <= 1 } ?? false }

    /// Whether the map makes all of a page of that size upright larger, and nothing else.
    func isEnlarging(_ size: Size) -> Bool { scale(of: size).map { $0.x >= 1 && $0.y >= 1 } ?? false }

    /// How much larger the map makes both sides of a page of that size, when it does nothing else.
    private func scale(of size: Size) -> Point? {
        guard let m = homography?.matrix, m[1] == 0, m[3] == 0, m[2] == 0, m[5] == 0, m[6] == 0, m[7] == 0 else {
            return nil
        }
        func fits(_ factor: Double, _ before: Int, _ after: Int) -> Bool {
            factor > 0 && abs(factor * Double(before) - Double(after)) < 1e-6
        }
        let isWhole = fits(m[0], size.width, outputSize.width) && fits(m[4], size.height, outputSize.height)
        return isWhole ? Point(m[0], m[4]) : nil
    }
}
