extension TextLine {
    /// Makes text and legibility again from the words, and trims the outline and the baseline to the legible ones: along
    /// the line's own axis, to the middle of the gap beside the last legible word.
    mutating func settle() {
        remakeText()
        let span = legibleSpan
        guard !span.isEmpty, span.count < words.count else { return }
        let axis = self.axis
        var (low, high) = (-Double.infinity, Double.infinity)
        func gap(from lost: Int, to kept: Int) {
            let (a, b) = (axis.extent(of: words[lost].outline.points), axis.extent(of: words[kept].outline.points))
            // Words stand in reading order, which runs against the axis in right-to-left scripts.
            if a.lowerBound + a.upperBound <= b.lowerBound + b.upperBound {
                low = max(low, (a.upperBound + b.lowerBound) / 2)
            } else {
                high = min(high, (a.lowerBound + b.upperBound) / 2)
            }
        }
        if span.lowerBound > 0 { gap(from: span.lowerBound - 1, to: span.lowerBound) }
        if span.upperBound < words.count { gap(from: span.upperBound, to: span.upperBound - 1) }
        guard low < high else { return }
        outline.trim(to: axis, low, high, isColumn: runsDown)
        baseline = baseline.flatMap { Polyline.trimmed($0, along: axis, low, high) }
    }
}

extension GroundTruth {
    /// The labels with some words left out of what may be trained on; what is illegible already keeps its reason.
    public func marking(_ reason: Illegibility, where isMarked: (Word) -> Bool) -> GroundTruth {
        var result = self
        for r in regions.indices {
            for l in regions[r].lines.indices {
                var changed = false
                for (w, word) in regions[r].lines[l].words.enumerated() where word.isLegible && isMarked(word) {
                    result.regions[r].lines[l].words[w].illegible = reason
                    changed = true
                }
                if changed { result.regions[r].lines[l].settle() }
            }
        }
        result.remakePageText()
        return result
    }
}

extension Outline {
    /// Cuts off what lies before `low` and after `high` along an axis, which runs down the strip of a column.
    mutating func trim(to axis: TextAxis, _ low: Double, _ high: Double, isColumn: Bool = false) {
        guard isStrip, let top, !isColumn else {
            let rest = Polygon.clip(Polygon.clip(points) { axis.position(of: $0) - low }) {
                high - axis.position(of: $0)
            }
            guard rest.count > 2, rest.count <= 128 else { return }
            points = Polygon.rotated(rest, toStartNear: points[0])
            if top != nil { self.top = points.count == 4 ? 2 : nil }
            return
        }
        let rungs = (0..<top).map { Rung(upper: points[$0], lower: points[points.count - 1 - $0]) }
        var kept: [Rung] = []
        for (i, rung) in rungs.enumerated() {
            let place = axis.position(of: rung.middle)
            if i > 0 {
                let before = axis.position(of: rungs[i - 1].middle)
                let cuts = [low, high].filter { (before < $0) != (place < $0) }
                let shares = cuts.map { ($0 - before) / (place - before) }.sorted()
                kept += shares.map { rungs[i - 1].towards(rung, $0) }
            }
            if place >= low, place <= high { kept.append(rung) }
        }
        guard kept.count > 1, kept.count <= 64 else { return }
        points = kept.map(\.upper) + kept.reversed().map(\.lower)
        self.top = kept.count
    }
}

/// Two points of a strip that face each other.
private struct Rung {
    var upper: Point
    var lower: Point

    var middle: Point { (upper + lower) * 0.5 }

    func towards(_ other: Rung, _ share: Double) -> Rung {
        Rung(upper: upper + (other.upper - upper) * share, lower: lower + (other.lower - lower) * share)
    }
}

extension Polygon {
    /// The same polygon from the corner that is nearest to a place.
    static func rotated(_ points: [Point], toStartNear place: Point) -> [Point] {
        let first = points.indices.min { place.distance(to: points[$0]) < place.distance(to: points[$1]) } ?? 0
        return Array(points[first...] + points[..<first])
    }
}

/// Open chains of straight pieces.
enum Polyline {
    /// The length of each piece.
    static func lengths(_ points: [Point]) -> [Double] {
        zip(points, points.dropFirst()).map { $0.distance(to: $1) }
    }

    /// The points at the given shares of the length, which must ascend.
    static func sampled(_ points: [Point], at shares: some Sequence<Double>) -> [Point] {
        let lengths = lengths(points)
        let whole = lengths.reduce(0, +)
        var (piece, done) = (0, 0.0)
        return shares.map { share in
            let place = share * whole
            while piece < lengths.count - 1, done + lengths[piece] < place {
                done += lengths[piece]
                piece += 1
            }
            if lengths.isEmpty || lengths[piece] == 0 || share <= 0 { return points[min(piece, points.count - 1)] }
            if share >= 1 { return points[points.count - 1] }
            return points[piece] + (points[piece + 1] - points[piece]) * min(1, (place - done) / lengths[piece])
        }
    }

    /// The part between two positions along an axis; nil when fewer than two points are left.
    static func trimmed(_ points: [Point], along axis: TextAxis, _ low: Double, _ high: Double) -> [Point]? {
        var kept: [Point] = []
        for (i, p) in points.enumerated() {
            let place = axis.position(of: p)
            if i > 0 {
                let before = axis.position(of: points[i - 1])
                let cuts = [low, high].filter { (before < $0) != (place < $0) }
                let shares = cuts.map { ($0 - before) / (place - before) }.sorted()
                kept += shares.map { points[i - 1] + (p - points[i - 1]) * $0 }
            }
            if place >= low, place <= high { kept.append(p) }
        }
        return kept.count > 1 ? kept : nil
    }
}
