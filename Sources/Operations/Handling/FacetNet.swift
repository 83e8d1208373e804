import Imaging
import OperationKit

/// A page covered with triangles between sites that stand at random heights.
struct FacetNet {
    /// A triangle between three sites, by their indices.
    struct Facet {
        let corners: SIMD3<Int>
    }

    /// Two sites with a crease between them.
    struct Edge {
        let from: Int
        let to: Int
        /// How much the light changes across it, 0…2.
        let bend: Double
        /// Whether it is a ridge.
        let rises: Bool
    }

    let sites: [Point]
    /// Of each site −1…1.
    let heights: [Double]
    let tones: [Double]
    /// How far a site is off its place, each part −1…1.
    let shifts: [Point]
    let facets: [Facet]
    private let cell: Double
    private let columns: Int

    /// One site in each cell of a grid that reaches beyond the page on all sides.
    init(_ size: Size, cell: Double, _ random: RandomStream) {
        let columns = Int(Double(size.width) / cell) + 5
        let rows = Int(Double(size.height) / cell) + 5
        let (x, y) = (random.child("x"), random.child("y"))
        let (height, tone) = (random.child("height"), random.child("tone"))
        let (right, down) = (random.child("right"), random.child("down"))
        let all = 0..<columns * rows
        sites = all.map { i in
            Point(
                (Double(i % columns) - 1.5 + x.uniform(-0.42...0.42, i)) * cell,
                (Double(i / columns) - 1.5 + y.uniform(-0.42...0.42, i)) * cell)
        }
        heights = all.map { height.uniform(-1...1, $0) }
        tones = all.map { tone.uniform(-1...1, $0) }
        // Within a circle, so that no way is longer than 1.
        shifts = all.map { Point(right.uniform(-0.7...0.7, $0), down.uniform(-0.7...0.7, $0)) }
        var facets: [Facet] = []
        facets.reserveCapacity(2 * columns * rows)
        for row in 0..<rows - 1 {
            for column in 0..<columns - 1 {
                let (a, b) = (row * columns + column, row * columns + column + 1)
                let (c, d) = (a + columns, b + columns)
                // The shorter diagonal gives the better triangles.
                if sites[a].distance(to: sites[d]) < sites[b].distance(to: sites[c]) {
                    facets.append(Facet(corners: SIMD3(a, b, d)))
                    facets.append(Facet(corners: SIMD3(a, d, c)))
                } else {
                    facets.append(Facet(corners: SIMD3(a, b, c)))
                    facets.append(Facet(corners: SIMD3(b, d, c)))
                }
            }
        }
        self.facets = facets
        (self.cell, self.columns) = (cell, columns)
    }

    /// How much each facet faces a light from a side, −1…1.
    func facing(lightFrom degrees: Double) -> [Double] {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        return facets.map { facet in
            let corners = facet.corners
            let (a, b, c) = (sites[corners[0]], sites[corners[1]], sites[corners[2]])
            let (u, v) = (b - a, c - a)
            let area = u.x * v.y - u.y * v.x
            if abs(area) < 1e-9 { return 0 }
            let rise = heights[corners[1]] - heights[corners[0]]
            let other = heights[corners[2]] - heights[corners[0]]
            let slope = Point((rise * v.y - other * u.y) / area, (other * u.x - rise * v.x) / area)
            return min(max((slope.y * sine - slope.x * cosine) * cell * 0.8, -1), 1)
        }
    }

    /// The creases between neighbouring facets, in the order of the facets.
    func edges(lightFrom degrees: Double) -> [Edge] {
        let light = facing(lightFrom: degrees)
        // The facet first met at an edge, by the edge's smaller site and which of its neighbours the larger one is.
        var first = [Int32](repeating: -1, count: 4 * sites.count)
        var result: [Edge] = []
        for (i, facet) in facets.enumerated() {
            for k in 0..<3 {
                let (p, q) = (facet.corners[k], facet.corners[(k + 1) % 3])
                let (low, high) = (min(p, q), max(p, q))
                let key = 4 * low + (high == low + 1 ? 0 : high - low - columns + 2)
                if first[key] < 0 {
                    first[key] = Int32(i)
                    continue
                }
                let bend = abs(light[Int(first[key])] - light[i])
                result.append(Edge(from: low, to: high, bend: bend, rises: heights[p] + heights[q] > 0))
            }
        }
        return result
    }
}

extension FacetNet.Facet {
    /// Calls `body` for every node of a grid within the facet, with the node's index and the shares of the three corners
    /// in it. Nodes stand at 0.5 + cell·i; those on a seam belong to one side.
    func cover(
        columns: Int, rows: Int, cell: Double, _ sites: [Point], _ body: (Int, Double, Double, Double) -> Void
    ) {
        let (a, b, c) = (sites[corners[0]], sites[corners[1]], sites[corners[2]])
        let (u, v) = (b - a, c - a)
        let area = u.x * v.y - u.y * v.x
        if abs(area) < 1e-9 { return }
        let share = 1 / area
        let (low, high) = (min(a.y, min(b.y, c.y)), max(a.y, max(b.y, c.y)))
        let first = max(0, Int(((low - 0.5) / cell).rounded(.up)))
        let last = min(rows - 1, Int(((high - 0.5) / cell).rounded(.down)))
        guard first <= last else { return }
        for row in first...last {
            let y = Double(row) * cell + 0.5
            // Where the row enters and leaves the triangle.
            var (left, right) = (Double.infinity, -Double.infinity)
            for (p, q) in [(a, b), (b, c), (c, a)] where (p.y <= y) != (q.y <= y) {
                let x = p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y)
                (left, right) = (min(left, x), max(right, x))
            }
            guard left < right else { continue }
            let start = max(0, Int(((left - 0.5) / cell).rounded(.up)))
            // What lies on the right seam belongs to the neighbour.
            let end = min(columns, Int(((right - 0.5) / cell).rounded(.up)))
            guard start < end else { continue }
            for column in start..<end {
                let (dx, dy) = (Double(column) * cell + 0.5 - a.x, y - a.y)
                let second = (dx * v.y - dy * v.x) * share
                let third = (u.x * dy - u.y * dx) * share
                body(row * columns + column, 1 - second - third, second, third)
            }
        }
    }
}

/// A crease as a fine line: bright on its ridge and dark beside it, fading out at its ends, with ink rubbed off.
struct CreaseLine {
    private let width: Double
    private let contrast: Double
    private let wear: Double
    private let paper: [UInt8]
    private let noise: PlaceNoise
    private let speck: Int

    init(
        width: Double, contrast: Double, wear: Double, paper: [UInt8], page: PageContext, _ random: RandomStream
    ) {
        (self.width, self.contrast, self.wear, self.paper) = (width, contrast, wear, paper)
        noise = PlaceNoise(random)
        speck = max(1, Int(page.pixels(mm: 0.12).rounded()))
    }

    /// Draws a crease; `bend` tells how sharp it is, `rises` whether the bright side is the ridge.
    func draw(from a: Point, to b: Point, _ bend: Double, _ rises: Bool, on plane: MutablePlane) {
        let length = a.distance(to: b)
        if length < 1 { return }
        let along = (b - a) * (1 / length)
        let reach = width * 2
        let (perLength, perWidth, sharpness) = (1 / length, 1 / width, min(1, bend))
        let top = max(0, Int(min(a.y, b.y) - reach))
        let bottom = min(plane.height - 1, Int(max(a.y, b.y) + reach))
        guard top <= bottom else { return }
        for y in top...bottom {
            let v = Double(y) + 0.5 - a.y
            // The columns near the line through both ends.
            var (low, high) = (min(a.x, b.x) - reach, max(a.x, b.x) + reach)
            if abs(along.y) > 0.05 {
                let middle = a.x + v * along.x / along.y
                low = max(low, middle - reach / abs(along.y))
                high = min(high, middle + reach / abs(along.y))
            }
            let (first, last) = (max(0, Int(low)), min(plane.width - 1, Int(high)))
            guard first <= last else { continue }
            let row = plane.row(y)
            for x in first...last {
                let u = Double(x) + 0.5 - a.x
                let s = (u * along.x + v * along.y) * perLength
                if s <= 0 || s >= 1 { continue }
                let across = (v * along.x - u * along.y) * perWidth
                // Beyond, neither the crease nor its flank is seen.
                if across <= -1 || across >= 2 { continue }
                let strength = sharpness * min(1, 6 * min(s, 1 - s))
                touch(row + x * plane.channels, plane.channels, x, y, across, strength, rises)
            }
        }
    }

    @inline(__always)
    private func touch(
        _ pixel: UnsafeMutablePointer<UInt8>, _ channels: Int, _ x: Int, _ y: Int, _ across: Double, _ strength: Double,
        _ rises: Bool
    ) {
        let core = max(0, 1 - abs(across))
        let flank = max(0, 1 - abs(across - 1))
        let light = rises ? 0.3 * core - 0.5 * flank : 0.1 * flank - 0.6 * core
        let gain = 1 + contrast * strength * light
        let chance = UInt8(min(255, 255 * wear * strength * core))
        let isRubbed = chance > 0 && noise.byte(x / speck, y / speck) < chance
        for c in 0..<channels {
            var level = Double(pixel[c])
            if isRubbed, pixel[c] < paper[c] { level += (Double(paper[c]) - level) * 0.7 }
            pixel[c] = UInt8(min(255, max(0, level * gain)) + 0.5)
        }
    }
}
