public import Imaging
public import OperationKit

/// A smooth bend through a few pulled points.
public struct ThinPlateSpline: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "thin-plate-spline", family: .geometry, on: [.page, .ink, .paper], peers: ["ThinPlateSpline"],
        "A smooth bend through a few points that are pulled, as a thin plate of metal takes it.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.5mm"], medium: ["amount": "2mm"], strong: ["amount": "5mm"]),
        promises: [.identity(with: ["amount": "0mm"]), .roundTrip(atMost: 0.1), .labelsHit],
        cost: (17, 9))

    let amount: Double
    let points: Int
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        amount = p.length("amount", "0.5..1.5mm", in: .mm(0...60), "standard deviation of the pull")
        points = p.count("points", "3..4", in: 2...8, "points along each side of the page")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if amount < 1 / 16 { return .identity(page.size) }
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        let last = Double(points - 1)
        let places = (0..<points * points).map { i in
            Point(Double(i % points) / last * w, Double(i / points) / last * h)
        }
        let (x, y) = (random.child("x"), random.child("y"))
        let pulls = places.indices.map { Point(x.normal($0) * amount, y.normal($0) * amount) }
        guard let plate = ThinPlate(through: places, values: pulls) else { return .identity(page.size) }
        var mesh = MeshMap(page.size, shift: plate.value)
        // Too strong a pull would fold the paper; half of it is still the same bend.
        while mesh.steepest > 0.65 { mesh.scale(by: 0.5) }
        return GeometricMap(mesh, outputSize: page.size)
    }
}

/// The surface of least bending through given values (Duchon, 1977; Bookstein, 1989): a sum of r²·ln r about each place
/// and a plane.
struct ThinPlate {
    private let places: [Point]
    private let weights: [Point]
    private let plane: [Point]
    private let scale: Double
    /// t·ln t for t = 0…1, where t is the square of a distance in units of `scale`.
    private let kernel: [Double]

    private static let steps = 2048

    /// nil when the places lie on one line.
    init?(through places: [Point], values: [Point]) {
        var extent = 0.0
        for a in places { for b in places { extent = max(extent, a.distance(to: b)) } }
        // Nodes of the mesh reach beyond the page a little.
        let scale = extent * 1.2 + 32
        let kernel =
            [0.0]
            + (1...ThinPlate.steps).map { i in
                let t = Double(i) / Double(ThinPlate.steps)
                return t * naturalLog(t)
            }
        let n = places.count
        var rows: [[Double]] = places.enumerated().map { i, a in
            let bends = places.map { ThinPlate.bend(a, $0, scale, kernel) }
            return bends + [1, a.x / scale, a.y / scale, values[i].x, values[i].y]
        }
        rows.append([Double](repeating: 1, count: n) + [0, 0, 0, 0, 0])
        rows.append(places.map { $0.x / scale } + [0, 0, 0, 0, 0])
        rows.append(places.map { $0.y / scale } + [0, 0, 0, 0, 0])
        guard let solved = ThinPlate.solved(rows) else { return nil }
        self.places = places
        (self.scale, self.kernel) = (scale, kernel)
        weights = Array(solved[..<n])
        plane = Array(solved[n...])
    }

    func value(at p: Point) -> Point {
        var sum = plane[0] + plane[1] * (p.x / scale) + plane[2] * (p.y / scale)
        for (place, weight) in zip(places, weights) { sum = sum + weight * ThinPlate.bend(p, place, scale, kernel) }
        return sum
    }

    private static func bend(_ a: Point, _ b: Point, _ scale: Double, _ kernel: [Double]) -> Double {
        let (dx, dy) = ((a.x - b.x) / scale, (a.y - b.y) / scale)
        let t = min((dx * dx + dy * dy) * Double(steps), Double(steps) - 1e-6)
        let i = Int(t)
        return kernel[i] + (kernel[i + 1] - kernel[i]) * (t - Double(i))
    }

    /// Solves for two right sides at once, by elimination with the largest pivot; nil when there is no single answer.
    private static func solved(_ given: [[Double]]) -> [Point]? {
        var rows = given
        let n = rows.count
        for column in 0..<n {
            let best = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            guard abs(rows[best][column]) > 1e-12 else { return nil }
            rows.swapAt(best, column)
            let pivot = rows[column]
            for r in column + 1..<max(n, column + 1) where rows[r][column] != 0 {
                let factor = rows[r][column] / pivot[column]
                for c in column..<n + 2 { rows[r][c] -= factor * pivot[c] }
            }
        }
        var result = [Point](repeating: Point(0, 0), count: n)
        for r in (0..<n).reversed() {
            var sum = Point(rows[r][n], rows[r][n + 1])
            for c in r + 1..<max(n, r + 1) { sum = sum - result[c] * rows[r][c] }
            result[r] = sum * (1 / rows[r][r])
        }
        return result
    }
}
