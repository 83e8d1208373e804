import Imaging
import OperationKit

/// Fine lines that rise and fall together, slowly out of step from one to the next.
struct WavyLines: CoverageRows {
    private let size: Size
    private let spacing: Double
    private let half: Double
    private let height: Double
    /// Sine and cosine of the wave at each column, and of what it is out of step at each row.
    private let along: [(sine: Double, cosine: Double)]
    private let down: [(sine: Double, cosine: Double)]
    private let slope: Double

    /// Lines `line` pixels wide whose waves are as long as two cells and a half.
    init(_ size: Size, cell: Double, line: Double, slope: Double, _ random: RandomStream) {
        self.size = size
        self.slope = slope
        spacing = max(5, line * 5, cell / 5)
        half = line / 2
        height = cell * 0.42
        let (length, period) = (max(12, cell * 2.5), max(12, cell * 6))
        let (first, second) = (random.unit(0) * 360, random.unit(1) * 360)
        along = (0..<size.width).map { sineAndCosine(degrees: first + Double($0) * 360 / length) }
        down = (0..<size.height).map {
            sineAndCosine(degrees: 150 * sineAndCosine(degrees: second + Double($0) * 360 / period).sine)
        }
    }

    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        let shift = down[y]
        for x in 0..<size.width {
            let wave = along[x].sine * shift.cosine + along[x].cosine * shift.sine
            let place = (Double(y) + 0.5 + height * wave + slope * Double(x)) / spacing
            // Where lines crowd they stay as wide across, since the wave is flat for its length.
            let off = abs(place - place.rounded()) * spacing
            row[x] = UInt8(255 * min(1, max(0, half + 0.5 - off * 0.75)))
        }
        return true
    }
}

/// Rosettes of many closed curves, as on bonds and banknotes.
struct Guilloche: CoverageRows {
    private let mask: Raster

    /// Rosettes side by side, each six cells wide.
    init(_ size: Size, cell: Double, _ random: RandomStream) {
        var mask = Raster(.gray, width: size.width, height: size.height, filledWith: 0)
        let radius = max(4, cell * 3)
        let petals = random.integer(5...11)
        let shape = Guilloche.curves(radius: radius, petals: petals)
        let step = radius * 2.05
        mask.withMutablePlane { plane in
            let rows = Int(Double(size.height) / step) + 2
            let columns = Int(Double(size.width) / step) + 2
            for row in 0..<rows {
                for column in 0..<columns {
                    let shift = row % 2 == 0 ? 0 : step / 2
                    let middle = Point(Double(column) * step - shift, Double(row) * step * 0.87)
                    for point in shape { Guilloche.plot(middle + point, on: plane) }
                }
            }
        }
        self.mask = mask
    }

    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        mask.withPlane { row.update(from: $0.row(y), count: $0.width) }
        return true
    }

    /// Points about half a pixel apart.
    private static func curves(radius: Double, petals: Int) -> [Point] {
        let rings = min(24, max(4, Int(radius / 6)))
        var points: [Point] = []
        for ring in 0..<rings {
            let share = Double(ring + 1) / Double(rings)
            let count = max(24, Int(radius * share * 2 * 3.1416 * 2))
            for i in 0..<count {
                let turn = 360 * Double(i) / Double(count)
                let wave = sineAndCosine(degrees: turn * Double(petals) + 180 * share).sine
                let (sine, cosine) = sineAndCosine(degrees: turn)
                let r = radius * share * (0.82 + 0.18 * wave)
                points.append(Point(cosine * r, sine * r))
            }
        }
        return points
    }

    /// Shares a point between the four pixels around it.
    private static func plot(_ p: Point, on plane: MutablePlane) {
        let (left, top) = ((p.x - 0.5).rounded(.down), (p.y - 0.5).rounded(.down))
        guard left >= -1, top >= -1, left < Double(plane.width), top < Double(plane.height) else { return }
        let (u, v) = (p.x - 0.5 - left, p.y - 0.5 - top)
        for (dx, dy, share) in [(0, 0, (1 - u) * (1 - v)), (1, 0, u * (1 - v)), (0, 1, (1 - u) * v), (1, 1, u * v)] {
            let (x, y) = (Int(left) + dx, Int(top) + dy)
            guard x >= 0, y >= 0, x < plane.width, y < plane.height else { continue }
            let sum = Int(plane.row(y)[x]) + Int(share * 150)
            plane.row(y)[x] = UInt8(min(255, sum))
        }
    }
}

/// Slanting lines, or with no direction dots.
struct Hatching: CoverageRows {
    private let size: Size
    private let spacing: Double
    private let half: Double
    private let falls: Bool?

    init(_ size: Size, cell: Double, line: Double, falls: Bool?) {
        (self.size, self.falls) = (size, falls)
        spacing = max(3, cell)
        half = line / 2
    }

    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        func off(_ way: Double) -> Double { abs(way / spacing - (way / spacing).rounded()) * spacing }
        let down = Double(y) + 0.5
        if falls == nil, off(down) > half + 0.5 { return false }
        let shift = falls == nil && Int((down / spacing).rounded()) % 2 != 0 ? spacing / 2 : 0
        for x in 0..<size.width {
            let across = Double(x) + 0.5
            let inside: Double
            if let falls {
                inside = half + 0.5 - off((across + (falls ? -down : down)) * 0.7071)
            } else {
                let (u, v) = (off(across + shift), off(down))
                inside = half + 0.5 - (u * u + v * v).squareRoot()
            }
            row[x] = UInt8(255 * min(1, max(0, inside)))
        }
        return true
    }
}

/// A mosaic of one jittered site for each cell of a grid: the cells around the sites, or the triangles between them.
struct Tiles: CoverageRows {
    private let size: Size
    private let cell: Double
    private let isVoronoi: Bool
    private let sites: RandomStream
    private var isOther = false

    init(_ size: Size, cell: Double, isVoronoi: Bool, _ random: RandomStream) {
        (self.size, self.isVoronoi) = (size, isVoronoi)
        self.cell = max(3, cell)
        sites = random
    }

    /// The parts that the mosaic leaves out.
    var others: Tiles {
        var other = self
        other.isOther = true
        return other
    }

    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        // Two by two pixels share a tone.
        let place = Double(y / 2 * 2) + 1
        let line = Int((place / cell).rounded(.down))
        let columns = -2...Int(Double(size.width) / cell) + 2
        let near = (line - 1...line + 1).map { row in columns.map { site($0, row) } }
        for x in stride(from: 0, to: size.width, by: 2) {
            let p = Point(Double(x) + 1, place)
            let column = Int((p.x / cell).rounded(.down))
            let key = isVoronoi ? nearest(p, column, line, near) : triangle(p, column, line, near)
            let tone = UInt8(truncatingIfNeeded: scramble(sites.key &+ UInt64(bitPattern: Int64(key))) >> 40)
            // Both colors have their own half of the tones.
            let own = isOther ? 255 &- tone : tone
            row[x] = own
            if x + 1 < size.width { row[x + 1] = own }
        }
        return true
    }

    private func site(_ column: Int, _ row: Int) -> Point {
        let own = sites.child(row).child(column)
        return Point(
            (Double(column) + 0.5 + own.uniform(-0.45...0.45, 0)) * cell,
            (Double(row) + 0.5 + own.uniform(-0.45...0.45, 1)) * cell)
    }

    private func nearest(_ p: Point, _ column: Int, _ line: Int, _ near: [[Point]]) -> Int {
        var (best, key) = (Double.infinity, 0)
        for dy in 0...2 {
            for dx in -1...1 {
                let d = near[dy][column + dx + 2] - p
                let distance = d.x * d.x + d.y * d.y
                if distance < best { (best, key) = (distance, (line + dy) &* 65_536 &+ column &+ dx) }
            }
        }
        return key
    }

    /// The triangle of the jittered grid that holds a place: of the four quads around, the one with the place inside, cut
    /// along its diagonal.
    private func triangle(_ p: Point, _ column: Int, _ line: Int, _ near: [[Point]]) -> Int {
        for dy in 0...1 {
            for dx in -1...0 {
                let i = column + dx + 2
                let (a, b) = (near[dy][i], near[dy][i + 1])
                let (c, d) = (near[dy + 1][i + 1], near[dy + 1][i])
                let key = ((line + dy) &* 65_536 &+ column &+ dx) &* 2
                if isInside(p, a, b, c) { return key }
                if isInside(p, a, c, d) { return key &+ 1 }
            }
        }
        return 0
    }

    private func isInside(_ p: Point, _ a: Point, _ b: Point, _ c: Point) -> Bool {
        func side(_ a: Point, _ b: Point) -> Bool { (b.x - a.x) * (p.y - a.y) >= (b.y - a.y) * (p.x - a.x) }
        let first = side(a, b)
        return side(b, c) == first && side(c, a) == first
    }
}

/// A picture's ink, side by side.
struct TiledPicture: CoverageRows {
    private let tile: Raster
    private let size: Size

    init(_ picture: Raster, side: Double, _ size: Size) {
        let gray = picture.converted(to: .gray)
        let scale = max(2, side) / Double(max(gray.width, gray.height))
        tile = gray.shrunk(
            to: Size(
                width: max(1, Int(Double(gray.width) * scale)), height: max(1, Int(Double(gray.height) * scale))))
        self.size = size
    }

    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        tile.withPlane { plane in
            let source = plane.row(y % plane.height)
            for x in 0..<size.width { row[x] = 255 - source[x % plane.width] }
        }
        return true
    }
}
