/// How much of a text must stay on the page for its reading to be trained on.
public struct EdgeLimits: Hashable, Sendable {
    /// The least share of its area, 0…1.
    public var share: Double
    /// The most of either end that may be lost, in heights of the text.
    public var end: Double

    /// Nine tenths of the area, and a fifth of a height: what keeps a long word from losing letters.
    public static let standard = EdgeLimits()

    /// Below this share there is nothing left to label.
    static let least = 0.02

    /// Limits other than the standard ones.
    public init(share: Double = 0.9, end: Double = 0.2) {
        self.share = share
        self.end = end
    }
}

/// What the edge of a page does to one outline.
enum EdgeFate {
    /// Nothing; all of it is on the page.
    case whole
    /// A part stays; so much of the area, and whether that is enough to be read.
    case part(share: Double, isReadable: Bool)

    /// `remains` is the part that was on the page before, where that was not all: what was cut off is not cut off again.
    /// `runsDown` tells text that is written from top to bottom, whose ends lie above and below.
    init(
        _ outline: Outline, _ remains: [Point]?, before: Double, on size: Size, _ limits: EdgeLimits,
        runsDown: @autoclosure () -> Bool = false
    ) {
        if outline.isInside(size, slack: 1e-6) {
            self = .whole
            return
        }
        let rest = outline.points(within: size)
        let left = remains.map { Polygon.clipped($0, to: size) } ?? rest
        let whole = abs(Polygon.signedArea(remains ?? outline.points))
        let ratio = whole > 0 ? min(1, abs(Polygon.signedArea(left)) / whole) : 0
        guard ratio > 0 else {
            self = .part(share: 0, isReadable: false)
            return
        }
        let share = before * ratio
        let axis = runsDown() ? outline.downAxis : outline.axis
        let (all, seen) = (axis.extent(of: outline.points), axis.extent(of: rest))
        let lost = (all.upperBound - all.lowerBound) - (seen.upperBound - seen.lowerBound)
        let isReadable = share >= limits.share && lost <= limits.end * axis.height
        self = .part(share: share, isReadable: isReadable)
    }
}

extension GroundTruth {
    /// The labels with what the edge of a page of that size does to them: words (lines without words) of which too
    /// little is left become illegible, those of which nothing is left go.
    public func cut(to size: Size, _ limits: EdgeLimits = .standard) -> GroundTruth {
        var result = self
        result.cutAtEdge(of: size, limits)
        return result
    }

    mutating func cutAtEdge(of size: Size, _ limits: EdgeLimits, _ remains: EdgeRemains = EdgeRemains()) {
        var changed = false
        var piece = 0
        var isEmptied = [Bool](repeating: false, count: regions.count)
        for r in regions.indices {
            if regions[r].lines.isEmpty {
                isEmptied[r] = regions[r].outline.share(within: size) < EdgeLimits.least
                continue
            }
            var here = false
            for l in regions[r].lines.indices {
                let count = max(1, regions[r].lines[l].words.count)
                if regions[r].lines[l].isPlaced {
                    here = regions[r].lines[l].cutAtEdge(of: size, limits, remains, piece, &gone) || here
                } else {
                    here = regions[r].lines[l].cut(with: regions[r].outline, remains[piece], to: size, limits) || here
                }
                piece += count
            }
            guard here else { continue }
            regions[r].lines.removeAll(where: \.isGone)
            isEmptied[r] = regions[r].lines.isEmpty
            changed = true
        }
        if isEmptied.contains(true) {
            regions = zip(regions, isEmptied).compactMap { region, isEmptied in isEmptied ? nil : region }
        }
        if changed { remakePageText() }
    }
}

extension TextLine {
    /// Whether anything changed. `piece` is the number of the first word (or of the line) among all pieces.
    fileprivate mutating func cutAtEdge(
        of size: Size, _ limits: EdgeLimits, _ remains: EdgeRemains, _ piece: Int, _ gone: inout Int
    ) -> Bool {
        if words.isEmpty {
            let fate = EdgeFate(outline, remains[piece], before: share, on: size, limits, runsDown: runsDown)
            guard case .part(let rest, let isReadable) = fate else { return false }
            share = rest
            if isGone { gone += 1 }
            if !isReadable { illegible.cut() }
            return true
        }
        var changed = false
        for w in words.indices {
            let fate = EdgeFate(
                words[w].outline, remains[piece + w], before: words[w].share, on: size, limits,
                runsDown: isVertical || words[w].runsDown)
            guard case .part(let rest, let isReadable) = fate else { continue }
            words[w].share = rest
            if !isReadable { words[w].illegible.cut() }
            changed = true
        }
        guard changed else { return false }
        let count = words.count
        words.removeAll { $0.share < EdgeLimits.least }
        gone += count - words.count
        if words.isEmpty { share = 0 } else { settle() }
        return true
    }

    /// Text that stands somewhere in a region goes as the region goes, and is never gone altogether: nobody saw it leave.
    /// Whether anything changed.
    fileprivate mutating func cut(
        with region: Outline, _ remains: [Point]?, to size: Size, _ limits: EdgeLimits
    ) -> Bool {
        guard case .part(let rest, _) = EdgeFate(region, remains, before: share, on: size, limits) else { return false }
        share = max(rest, EdgeLimits.least)
        if rest < limits.share { illegible.cut() }
        return true
    }

    fileprivate var isGone: Bool { share < EdgeLimits.least }
}

extension Illegibility? {
    /// Notes that too much is cut off. What was never legible keeps its reason.
    fileprivate mutating func cut() {
        if self == nil || self == .mirrored { self = .cut }
    }
}

/// What lies on the page of the pieces (words, or lines without words) that its edge cuts.
struct EdgeRemains {
    private var pieces: [Int: [Point]] = [:]

    /// None.
    init() {}

    /// Of labels on a page of that size.
    init(_ truth: GroundTruth, on size: Size) {
        var piece = 0
        for region in truth.regions {
            for line in region.lines {
                if line.words.isEmpty { note(line.isPlaced ? line.outline : region.outline, piece, size) }
                for (w, word) in line.words.enumerated() { note(word.outline, piece + w, size) }
                piece += max(1, line.words.count)
            }
        }
    }

    private mutating func note(_ outline: Outline, _ piece: Int, _ size: Size) {
        if !outline.isInside(size, slack: 1e-6) { pieces[piece] = outline.points(within: size) }
    }

    subscript(piece: Int) -> [Point]? { pieces.isEmpty ? nil : pieces[piece] }

    mutating func push(by map: GeometricMap) {
        for piece in pieces.keys { map.push(&pieces[piece, default: []]) }
    }
}
