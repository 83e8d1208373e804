extension GroundTruth {
    /// The labels after a page of size `size` went through `map`: every point moves forward by it, in one call, and the
    /// edge of the new page does its work.
    public func moved(by map: GeometricMap, from size: Size, _ limits: EdgeLimits = .standard) -> GroundTruth {
        guard level != .none, !map.isIdentity(on: size) else { return self }
        var result = self
        if regions.isEmpty {
            result.movePage(by: map, from: size)
            return result
        }
        var paths = LabelPaths(self)
        if map.isProjective { paths.push(by: map) } else { paths.bend(by: map) }
        if paths.isMirrored { result.mirror(&paths) }
        paths.write(into: &result)
        var remains = EdgeRemains(self, on: size)
        remains.push(by: map)
        result.cutAtEdge(of: map.outputSize, limits, remains)
        return result
    }

    /// The labels after a page of size `size` went through several maps, one after the other.
    public func moved(by maps: [GeometricMap], from size: Size, _ limits: EdgeLimits = .standard) -> GroundTruth {
        var (truth, size) = (self, size)
        for map in maps {
            truth = truth.moved(by: map, from: size, limits)
            size = map.outputSize
        }
        return truth
    }

    /// Text without outlines cannot follow a crop: it is lost when less than nine tenths of the page are left, all steps
    /// together. What was added on the way does not count, nor does its loss.
    private mutating func movePage(by map: GeometricMap, from size: Size) {
        guard level == .page else { return }
        var border = Polygon.divided(rest.outline ?? size.corners, into: Double(max(size.width, size.height)) / 8)
        let before = Polygon.signedArea(border)
        map.push(&border)
        let area = Polygon.signedArea(border)
        let left = Polygon.clipped(border, to: map.outputSize)
        rest.share = area == 0 ? 0 : rest.share * min(1, abs(Polygon.signedArea(left) / area))
        rest.outline = left
        if (area < 0) != (before < 0) { isMirrored.toggle() }
        if illegible == nil || illegible == .mirrored {
            let whole = hiddenText ?? text
            illegible = !(rest.share >= 0.9) ? .cut : isMirrored ? .mirrored : nil
            text = illegible == nil ? whole : nil
            hiddenText = illegible == .mirrored ? whole : nil
        }
    }

    /// Notes that the page shows its text the other way round than before. Two mirrorings restore everything.
    private mutating func mirror(_ paths: inout LabelPaths) {
        isMirrored.toggle()
        paths.reverse()
        let (from, to): (Illegibility?, Illegibility?) = isMirrored ? (nil, .mirrored) : (.mirrored, nil)
        for r in regions.indices {
            for l in regions[r].lines.indices {
                if regions[r].lines[l].words.isEmpty, regions[r].lines[l].illegible == from {
                    regions[r].lines[l].illegible = to
                }
                for w in regions[r].lines[l].words.indices where regions[r].lines[l].words[w].illegible == from {
                    regions[r].lines[l].words[w].illegible = to
                }
                regions[r].lines[l].remakeText()
            }
        }
        remakePageText()
    }
}

/// All outlines and baselines of a page, end to end in one list of points, so that they move in one call.
struct LabelPaths {
    /// How a run of points is to be understood.
    enum Form {
        /// An upper and a lower edge of so many points each.
        case strip(Int)
        case closed
        case open
    }

    struct Run {
        var form: Form
        var count: Int
        var top: Int?
        /// Whether it goes round a piece of text, so that it tells which way the text runs.
        var isText: Bool
        /// Whether it goes round a word, which is not torn where a page is.
        var isWord = false
    }

    var points: [Point] = []
    var runs: [Run] = []

    /// Regions first, each followed by its lines: outline, baseline, words.
    init(_ truth: GroundTruth) {
        let lineCount = truth.regions.reduce(0) { $0 + $1.lines.count }
        runs.reserveCapacity(lineCount * 12 + 8)
        points.reserveCapacity(lineCount * 48 + 32)
        for region in truth.regions {
            append(region.outline, isText: false)
            for line in region.lines where line.isPlaced {
                append(line.outline, isText: true)
                if let baseline = line.baseline {
                    points.append(contentsOf: baseline)
                    runs.append(Run(form: .open, count: baseline.count, top: nil, isText: false))
                }
                for word in line.words {
                    append(word.outline, isText: true)
                    runs[runs.count - 1].isWord = true
                }
            }
        }
    }

    private mutating func append(_ outline: Outline, isText: Bool) {
        points.append(contentsOf: outline.points)
        let count = outline.points.count
        let form: Form = outline.isStrip && (isText || count > 4) ? .strip(count / 2) : .closed
        runs.append(Run(form: form, count: count, top: outline.top, isText: isText))
    }

    /// Moves every point; what was straight stays straight.
    mutating func push(by map: GeometricMap) {
        map.push(&points)
    }

    /// Whether the texts run counterclockwise on the whole.
    var isMirrored: Bool {
        var (sum, start) = (0.0, 0)
        for run in runs {
            if run.isText {
                var a = points[start + run.count - 1]
                for i in start..<start + run.count {
                    let b = points[i]
                    sum += a.x * b.y - b.x * a.y
                    a = b
                }
            }
            start += run.count
        }
        return sum < 0
    }

    /// Turns every run round, so that it is clockwise again: upper and lower edge each, or the whole.
    mutating func reverse() {
        var start = 0
        for run in runs {
            let end = start + run.count
            if let top = run.top, case let middle = start + top, middle < end {
                points[start..<middle].reverse()
                points[middle..<end].reverse()
            } else {
                points[start..<end].reverse()
            }
            start = end
        }
    }

    /// Puts the points back into the labels that they were taken from.
    func write(into truth: inout GroundTruth) {
        var (next, start) = (0, 0)
        func take() -> (points: [Point], top: Int?) {
            let run = runs[next]
            defer {
                next += 1
                start += run.count
            }
            return (Array(points[start..<start + run.count]), run.top)
        }
        for r in truth.regions.indices {
            (truth.regions[r].outline.points, truth.regions[r].outline.top) = take()
            for l in truth.regions[r].lines.indices where truth.regions[r].lines[l].isPlaced {
                let hasBaseline = truth.regions[r].lines[l].baseline != nil
                (truth.regions[r].lines[l].outline.points, truth.regions[r].lines[l].outline.top) = take()
                if hasBaseline { truth.regions[r].lines[l].baseline = take().points }
                for w in truth.regions[r].lines[l].words.indices {
                    (
                        truth.regions[r].lines[l].words[w].outline.points,
                        truth.regions[r].lines[l].words[w].outline.top
                    ) =
                        take()
                }
            }
        }
    }
}
