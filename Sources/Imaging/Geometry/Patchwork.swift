/// A map that moves whole pixels: rectangles of the page are copied to new places, later ones on top of earlier ones.
/// Nothing is resampled, words go as wholes.
public struct Patchwork: NonlinearMap {
    /// A rectangle of the result, and where in the page before its pixels were; nil for new area.
    public struct Patch: Sendable {
        /// The rectangle in the result, in whole pixels.
        public let box: InkBox
        /// What to add to a place of the result to get the place before.
        public let shift: (x: Int, y: Int)?

        /// A copy of the rectangle that lies `shift` further on the page before, or new area.
        public init(_ box: InkBox, from shift: (x: Int, y: Int)?) {
            (self.box, self.shift) = (box, shift)
        }
    }

    /// The size of the page before.
    public let before: Size
    /// The size of the result.
    public let after: Size
    /// In the order in which they are laid.
    public let patches: [Patch]

    /// No place of the page before may be in two patches but the first, else its way forward is that of the last.
    public init(from before: Size, to after: Size, _ patches: [Patch]) {
        (self.before, self.after, self.patches) = (before, after, patches)
    }

    public func inverse(_ p: Point) -> Point {
        for patch in patches.reversed() where contains(patch.box, p, within: after) {
            // New area came from nowhere on the page.
            guard let shift = patch.shift else { return p - Point(1e6, 1e6) }
            return p + Point(Double(shift.x), Double(shift.y))
        }
        return p + shiftOfNearest(p)
    }

    public func forward(_ p: Point) -> Point {
        for patch in patches.reversed() {
            guard let source = source(of: patch) else { continue }
            if contains(source.box, p, within: before) {
                return p - Point(Double(source.shift.x), Double(source.shift.y))
            }
        }
        // What was cut away ends at the nearest place that is left.
        var (best, place) = (Double.infinity, p)
        for patch in patches {
            guard let source = source(of: patch) else { continue }
            let near = Point(
                min(max(p.x, Double(source.box.left)), Double(source.box.right)),
                min(max(p.y, Double(source.box.top)), Double(source.box.bottom)))
            let distance = near.distance(to: p)
            if distance < best {
                best = distance
                let isOutside = p.x < 0 || p.y < 0 || p.x > Double(before.width) || p.y > Double(before.height)
                place = (isOutside ? p : near) - Point(Double(source.shift.x), Double(source.shift.y))
            }
        }
        return place
    }

    private func source(of patch: Patch) -> (box: InkBox, shift: (x: Int, y: Int))? {
        guard let shift = patch.shift else { return nil }
        let box = InkBox(
            left: patch.box.left + shift.x, top: patch.box.top + shift.y, right: patch.box.right + shift.x,
            bottom: patch.box.bottom + shift.y)
        return (box, shift)
    }

    /// The shift of the patch that is nearest to a place outside all of them.
    private func shiftOfNearest(_ p: Point) -> Point {
        var (best, result) = (Double.infinity, Point(0, 0))
        for patch in patches {
            guard let shift = patch.shift else { continue }
            let box = patch.box
            let near = Point(
                min(max(p.x, Double(box.left)), Double(box.right)), min(max(p.y, Double(box.top)), Double(box.bottom)))
            if near.distance(to: p) < best {
                best = near.distance(to: p)
                result = Point(Double(shift.x), Double(shift.y))
            }
        }
        return result
    }

    /// The right and lower edge of the page belong to what ends there.
    private func contains(_ box: InkBox, _ p: Point, within size: Size) -> Bool {
        let isAcross = p.x < Double(box.right) || (p.x == Double(size.width) && box.right == size.width)
        let isDown = p.y < Double(box.bottom) || (p.y == Double(size.height) && box.bottom == size.height)
        return p.x >= Double(box.left) && p.y >= Double(box.top) && isAcross && isDown
    }
}

extension GeometricMap {
    /// The patchwork when the map is nothing else.
    public var patchwork: Patchwork? {
        guard parts.count == 1, case .nonlinear(let map) = parts[0] else { return nil }
        return map as? Patchwork
    }

    /// The map cut before and after each patchwork, so that their hard edges are copied and not resampled.
    public var stretches: [GeometricMap] {
        var result: [GeometricMap] = []
        var parts: [Part] = []
        for part in self.parts {
            guard case .nonlinear(let map) = part, let patchwork = map as? Patchwork else {
                parts.append(part)
                continue
            }
            if !parts.isEmpty { result.append(GeometricMap(parts, outputSize: patchwork.before)) }
            result.append(GeometricMap([part], outputSize: patchwork.after))
            parts = []
        }
        if !parts.isEmpty || result.isEmpty { result.append(GeometricMap(parts, outputSize: outputSize)) }
        return result
    }
}
