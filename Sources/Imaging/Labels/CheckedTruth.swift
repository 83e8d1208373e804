/// What a reader of ground truth found, counted where a rule of labels changed it.
public struct TruthReport: Hashable, Sendable {
    /// Words, or lines where there are none, that have a place, before anything was left out.
    public var pieces = 0
    /// Control characters and byte order marks left out.
    public var controlCharacters = 0
    /// Outlines that crossed themselves or had next to no area: replaced by their hull, or left out.
    public var degenerate = 0
    /// Those of them that were left out.
    public var lostOutlines = 0
    /// Lines whose text and words did not agree, so that the words were left out.
    public var disagreements = 0
    /// Lines with words that have no place, so that the words were left out and the line's text kept.
    public var placelessWords = 0
    /// Lines whose words stood out of order and were put in the order of its text.
    public var reordered = 0
    /// Words left out of lines whose text is kept.
    public var lostWords = 0
    /// Lines left out that had neither text nor place.
    public var lostLines = 0
    /// Pieces that lay wholly outside the page and were left out.
    public var outside = 0
}

extension GroundTruth {
    /// Labels out of what a reader found, after every rule of the model: cleaned text in NFC, glued words, sound
    /// clockwise outlines, ids, the edge of a page of that size, line and page text. Regions, lines and words come in
    /// reading order. A line's `text` is the truth's own, empty when it gives none; then it is made from the words.
    /// Words keep the `glued` that they come with only where `keepsGlue` is set. What is broken below does no harm above:
    /// with `keepsForm` texts are not composed. A line keeps the text that it came with, or that of all its words, when its words or its place are of no use.
    public static func checked(
        _ regions: [Region], origin: String, size: Size, _ limits: EdgeLimits = .standard, keepsGlue: Bool = false,
        keepsForm: Bool = false
    ) -> (truth: GroundTruth, report: TruthReport) {
        var check = TruthCheck(size: size, keepsGlue: keepsGlue, keepsForm: keepsForm)
        let sound = regions.enumerated().compactMap { check.region($0.element, $0.offset) }
        check.report.controlCharacters = check.text.removed
        let lines = sound.flatMap(\.lines)
        let hasWords = lines.contains { !$0.words.isEmpty }
        // A page of which it is known that nothing stands on it is not an unknown one.
        let level: Level = hasWords ? .word : lines.contains(where: \.isPlaced) ? .line : .page
        var truth = GroundTruth(text: "", level: level, origin: origin, regions: sound)
        truth.isMirrored = lines.contains { line in
            line.illegible == .mirrored || line.words.contains { $0.illegible == .mirrored }
        }
        truth.cutAtEdge(of: size, limits)
        // What was never on the page has not left it.
        check.report.outside += truth.gone
        truth.gone = 0
        truth.remakePageText()
        return (truth, check.report)
    }
}

extension Outline {
    /// The same outline as the model wants it: clockwise, simple, at most 128 points. One that crosses itself or has less
    /// than 1 px² becomes its convex hull. nil when there is still no area.
    public func sound() -> Outline? {
        var points = self.points.reduce(into: [Point]()) { if $0.last != $1 { $0.append($1) } }
        while points.count > 1, points.last == points.first { points.removeLast() }
        guard points.count > 2, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
        var top = points.count == self.points.count ? self.top : nil
        if abs(Polygon.signedArea(points)) < 1 || Polygon.crossesItself(points) {
            points = Polygon.rotated(Polygon.hull(points), toStartNear: points[0])
            top = nil
            guard points.count > 2, abs(Polygon.signedArea(points)) >= 1 else { return nil }
        }
        if Polygon.signedArea(points) < 0 {
            points = [points[0]] + points[1...].reversed()
            top = nil
        }
        if points.count > 128 {
            points = Polygon.thinned(points, to: 128)
            top = nil
        }
        if points.count == 4 { top = 2 }
        return Outline(points, top: top)
    }
}

extension Polygon {
    /// The polygon without the corners that matter least, each by the area that goes with it (Visvalingam and Whyatt,
    /// 1993); the first corner stays.
    static func thinned(_ points: [Point], to count: Int) -> [Point] {
        var rest = points
        while rest.count > count {
            func weight(_ i: Int) -> Double { abs(turn(rest[i - 1], rest[i], rest[(i + 1) % rest.count])) }
            guard let least = (1..<rest.count).min(by: { weight($0) < weight($1) }) else { break }
            rest.remove(at: least)
        }
        return rest
    }
}
