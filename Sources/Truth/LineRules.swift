import Imaging
import OperationKit

/// What a pipeline says of lines whose outline and baseline do not go together.
struct LineRules: Sendable {
    /// Which of the two is right where they contradict each other.
    enum Trust: String, Sendable, CaseIterable { case baseline, outline }

    /// The place of lines that come without an outline.
    enum Outlines: String, Sendable, CaseIterable {
        case asGiven = "as-given"
        case fromBaseline = "from-baseline"
    }

    /// nil leaves such lines out of what is trained on.
    var trust: Trust?
    var outlines = Outlines.asGiven
    /// Whether the coordinates of files that do not say the size of their page are those of the picture as it is stored.
    var areStored = false
    /// Whether characters stay as they were written.
    var keepsForm = false

    init() {}

    init(_ options: FormatOptions) {
        trust = options.word(.trust).flatMap(Trust.init)
        outlines = options.word(.outline).flatMap(Outlines.init) ?? .asGiven
        areStored = options.word(.coordinates) == "stored"
    }

    /// The same, keeping characters as they were written.
    func keepingForm(_ keepsForm: Bool) -> LineRules {
        var rules = self
        rules.keepsForm = keepsForm
        return rules
    }
}

extension KeyDeclaration {
    /// For formats with baselines.
    static let trust = KeyDeclaration.words(
        "trust", LineRules.Trust.allCases.map(\.rawValue), isOptional: true,
        "which is right where a line's outline and its baseline lie in different places; left out, such a line is not "
            + "trained on")

    /// For formats with baselines.
    static let outline = KeyDeclaration.words(
        "outline", LineRules.Outlines.allCases.map(\.rawValue),
        "whether a line that has a baseline and no outline gets one made from it (from-baseline), as high as the lines "
            + "around it")

    /// For formats that may not say the size of their page.
    static let coordinates = KeyDeclaration.words(
        "coordinates", ["upright", "stored"],
        "which picture places are in where a file does not say its page's size: the one that is shown (upright), or as its "
            + "rows are stored, before its EXIF orientation is applied")
}

extension TruthDraft {
    /// Makes outlines from baselines where that is asked for, and holds the two against each other.
    mutating func settleBaselines(_ rules: LineRules) {
        let height = TextHeight(of: regions)
        var (bare, made, wrong) = (0, 0, 0)
        for r in regions.indices {
            for l in regions[r].lines.indices {
                let line = regions[r].lines[l]
                guard let baseline = line.baseline, baseline.count > 1 else { continue }
                let isBare = line.outline.sound() == nil && line.words.allSatisfy { $0.outline.sound() == nil }
                if isBare, rules.outlines == .fromBaseline, let outline = height.outline(around: baseline, r, l) {
                    regions[r].lines[l].outline = outline
                    made += 1
                } else if isBare {
                    bare += 1
                } else if Contradiction.isIn(line, among: regions) {
                    wrong += 1
                    settle(&regions[r].lines[l], rules.trust, height.outline(around: baseline, r, l))
                }
            }
        }
        tellBaselines(bare: bare, made: made, wrong: wrong, rules)
    }

    private func settle(_ line: inout TextLine, _ trust: LineRules.Trust?, _ outline: Outline?) {
        switch trust {
        case nil:
            if line.isLegible { line.illegible = .contradictory }
            // A line of words is judged by these.
            for w in line.words.indices where line.words[w].isLegible { line.words[w].illegible = .contradictory }
        case .outline: line.baseline = nil
        case .baseline:
            guard let outline else { return }
            // Words stand where the outline does.
            if line.text.isEmpty { line.text = TextLine.text(of: line.words) }
            (line.outline, line.words) = (outline, [])
        }
    }

    private mutating func tellBaselines(bare: Int, made: Int, wrong: Int, _ rules: LineRules) {
        if bare > 0 {
            hints.append(
                TruthProblem(
                    .unplaced,
                    "has \(bare) lines with a baseline and no outline; truth: {…, outline: from-baseline} makes one of it"
                ))
        }
        if made > 0 {
            hints.append(TruthProblem(.madeOutline, "has \(made) lines whose outline is made from their baseline"))
        }
        guard wrong > 0 else { return }
        let fate =
            switch rules.trust {
            case nil: "they are not trained on"
            case .outline?: "the outlines are taken"
            case .baseline?: "the baselines are taken"
            }
        hints.append(
            TruthProblem(
                .contradictory, "has \(wrong) lines whose outline and baseline lie in different places; \(fate)",
                help: "truth: {…, trust: baseline} or  trust: outline  says which is right"))
    }
}

/// How high the text of a page is, for lines that do not say it.
private struct TextHeight {
    /// Medians of the page and of its regions, above the baseline and below.
    private let page: (above: Double, below: Double)?
    private let regions: [(above: Double, below: Double)?]
    private let baselines: [[[Point]?]]

    init(of regions: [Region]) {
        let all = regions.map { region in
            region.lines.compactMap { line -> (above: Double, below: Double)? in
                guard let baseline = line.baseline, baseline.count > 1, let outline = line.outline.sound() else {
                    return nil
                }
                return Self.extent(of: outline, along: baseline)
            }
        }
        self.regions = all.map(Self.median)
        page = Self.median(all.flatMap { $0 })
        baselines = regions.map { $0.lines.map(\.baseline) }
    }

    private static func median(_ all: [(above: Double, below: Double)]) -> (above: Double, below: Double)? {
        // Lines whose baseline lies outside them say nothing.
        let sane = all.filter { $0.above > 0 && $0.below >= 0 && $0.above + $0.below > 1 }
        if sane.isEmpty { return nil }
        return (sane.map(\.above).sorted()[sane.count / 2], sane.map(\.below).sorted()[sane.count / 2])
    }

    /// How far an outline reaches above the straight line through a baseline's ends, and below.
    private static func extent(of outline: Outline, along baseline: [Point]) -> (above: Double, below: Double)? {
        guard let first = baseline.first, let last = baseline.last, first != last else { return nil }
        let way = (last - first) * (1 / last.distance(to: first))
        let depths = outline.points.map { ($0.x - first.x) * -way.y + ($0.y - first.y) * way.x }
        return (-(depths.min() ?? 0), depths.max() ?? 0)
    }

    /// A band around a baseline: as high as the lines of its region or page, else as the way to the next baseline allows,
    /// else as letters half as wide as high would be.
    func outline(around baseline: [Point], _ region: Int, _ line: Int) -> Outline? {
        let points = baseline.reduce(into: [Point]()) { if $0.last != $1 { $0.append($1) } }
        guard points.count > 1, points.count <= 64 else { return nil }
        let known = regions[region] ?? page
        let guess = spacing(of: points, region, line).map { (above: $0 * 0.55, below: $0 * 0.2) }
        let length = zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        let (above, below) = known ?? guess ?? (above: length * 0.05 + 8, below: length * 0.02 + 3)
        var (upper, lower): ([Point], [Point]) = ([], [])
        for i in points.indices {
            let (a, b) = (points[max(0, i - 1)], points[min(points.count - 1, i + 1)])
            let way = (b - a) * (1 / max(b.distance(to: a), 1e-9))
            let up = Point(way.y, -way.x)
            upper.append(points[i] + up * above)
            lower.append(points[i] - up * below)
        }
        return Outline(upper + lower.reversed(), top: upper.count)
    }

    /// The distance to the nearest baseline beside this one in its region.
    private func spacing(of points: [Point], _ region: Int, _ line: Int) -> Double? {
        guard let first = points.first, let last = points.last else { return nil }
        let way = (last - first) * (1 / max(last.distance(to: first), 1e-9))
        let others = baselines[region].enumerated().filter { $0.offset != line }.compactMap(\.element)
        let depths = others.compactMap { other -> Double? in
            guard let a = other.first, let b = other.last else { return nil }
            let middle = (a + b) * 0.5
            return abs((middle.x - first.x) * -way.y + (middle.y - first.y) * way.x)
        }
        return depths.filter { $0 > 2 }.min()
    }
}

/// Outlines and baselines that speak of different places.
private enum Contradiction {
    /// How far a baseline may lie outside its outline, as a share of the line's thickness.
    private static let slack = 0.25

    /// Whether a line's baseline lies outside its outline, or outside and nearer to another line's.
    static func isIn(_ line: TextLine, among regions: [Region]) -> Bool {
        let around = Outline(enclosing: line.words.map(\.outline))
        guard let baseline = line.baseline, let own = line.outline.sound() ?? around else { return false }
        let samples = samples(of: baseline)
        let distance = distance(of: samples, from: own)
        if distance <= 0 { return false }
        if distance > slack * thickness(of: own) { return true }
        let others = regions.lazy.flatMap(\.lines).filter { $0 != line && !$0.outline.points.isEmpty }
        return others.contains { self.distance(of: samples, from: $0.outline) < distance }
    }

    private static func thickness(of outline: Outline) -> Double {
        let axis = outline.axis
        return min(axis.height, max(axis.start.distance(to: axis.end), 1))
    }

    private static func samples(of baseline: [Point]) -> [Point] {
        let pieces = zip(baseline, baseline.dropFirst())
        return pieces.flatMap { a, b in (0..<4).map { a + (b - a) * ((Double($0) + 0.5) / 4) } }
    }

    /// The mean distance of points from a polygon, 0 for those in it.
    private static func distance(of points: [Point], from outline: Outline) -> Double {
        if points.isEmpty { return 0 }
        let sum = points.reduce(0) { $0 + (contains(outline.points, $1) ? 0 : edgeDistance(outline.points, $1)) }
        return sum / Double(points.count)
    }

    private static func contains(_ ring: [Point], _ p: Point) -> Bool {
        guard var a = ring.last else { return false }
        var isInside = false
        for b in ring {
            if (a.y > p.y) != (b.y > p.y), p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) { isInside.toggle() }
            a = b
        }
        return isInside
    }

    private static func edgeDistance(_ ring: [Point], _ p: Point) -> Double {
        guard var a = ring.last else { return .infinity }
        var best = Double.infinity
        for b in ring {
            let way = b - a
            let length = way.x * way.x + way.y * way.y
            let share = length > 0 ? min(1, max(0, ((p.x - a.x) * way.x + (p.y - a.y) * way.y) / length)) : 0
            best = min(best, p.distance(to: a + way * share))
            a = b
        }
        return best
    }
}
