/// A projective map of the plane together with its inverse; it can only be made when it has one.
public struct Homography: Hashable, Sendable {
    /// Nine numbers, row after row; (x, y) goes to ((m0 x + m1 y + m2)/w, (m3 x + m4 y + m5)/w), w = m6 x + m7 y + m8.
    public let matrix: [Double]
    /// The matrix of the way back.
    public let inverseMatrix: [Double]

    public static let identity = Homography([1, 0, 0, 0, 1, 0, 0, 0, 1])!

    /// nil when the matrix cannot be inverted.
    public init?(_ m: [Double]) {
        precondition(m.count == 9, "a homography has nine numbers")
        let cofactors = [
            m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ]
        let determinant = m[0] * cofactors[0] + m[1] * cofactors[3] + m[2] * cofactors[6]
        guard determinant.isFinite, abs(determinant) > 1e-12 else { return nil }
        matrix = m
        inverseMatrix = cofactors.map { $0 / determinant }
    }

    private init(matrix: [Double], inverseMatrix: [Double]) {
        self.matrix = matrix
        self.inverseMatrix = inverseMatrix
    }

    public var inverse: Homography { Homography(matrix: inverseMatrix, inverseMatrix: matrix) }

    public var isIdentity: Bool { matrix == Homography.identity.matrix }

    /// Whether parallel lines stay parallel.
    public var isAffine: Bool { matrix[6] == 0 && matrix[7] == 0 && matrix[8] == 1 }

    /// First this map, then `next`.
    public func then(_ next: Homography) -> Homography {
        Homography(
            matrix: Homography.product(next.matrix, matrix),
            inverseMatrix: Homography.product(inverseMatrix, next.inverseMatrix))
    }

    @inlinable public func forward(_ p: Point) -> Point { Homography.apply(matrix, p) }
    @inlinable public func inverse(_ p: Point) -> Point { Homography.apply(inverseMatrix, p) }

    @usableFromInline static func apply(_ m: [Double], _ p: Point) -> Point {
        let w = m[6] * p.x + m[7] * p.y + m[8]
        return Point((m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w)
    }

    private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
        var out = [Double](repeating: 0, count: 9)
        for r in 0..<3 {
            for c in 0..<3 {
                out[r * 3 + c] = a[r * 3] * b[c] + a[r * 3 + 1] * b[3 + c] + a[r * 3 + 2] * b[6 + c]
            }
        }
        return out
    }

    public static func translation(_ dx: Double, _ dy: Double) -> Homography {
        Homography([1, 0, dx, 0, 1, dy, 0, 0, 1])!
    }

    /// Scales about the origin; nil when a factor is 0.
    public static func scale(_ sx: Double, _ sy: Double) -> Homography? {
        Homography([sx, 0, 0, 0, sy, 0, 0, 0, 1])
    }

    /// Turns by `degrees`, counterclockwise as seen, about `center`.
    public static func rotation(degrees: Double, about center: Point) -> Homography {
        let (s, c) = sineAndCosine(degrees: degrees)
        return Homography([
            c, s, center.x - c * center.x - s * center.y,
            -s, c, center.y + s * center.x - c * center.y,
            0, 0, 1,
        ])!
    }

    /// The map that sends four points to four others, in order; nil when three of either lie on a line.
    public init?(from source: [Point], to target: [Point]) {
        precondition(source.count == 4 && target.count == 4, "four points fix a homography")
        var rows: [[Double]] = []
        for (s, t) in zip(source, target) {
            rows.append([s.x, s.y, 1, 0, 0, 0, -s.x * t.x, -s.y * t.x, t.x])
            rows.append([0, 0, 0, s.x, s.y, 1, -s.x * t.y, -s.y * t.y, t.y])
        }
        // Gauss-Jordan elimination with row pivoting on the 8 × 9 system.
        for column in 0..<8 {
            guard let pivot = (column..<8).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-12
            else { return nil }
            rows.swapAt(column, pivot)
            let scale = rows[column][column]
            rows[column] = rows[column].map { $0 / scale }
            for r in 0..<8 where r != column && rows[r][column] != 0 {
                let factor = rows[r][column]
                for c in column..<9 { rows[r][c] -= factor * rows[column][c] }
            }
        }
        self.init(rows.map { $0[8] } + [1])
    }
}

/// Sine and cosine of an angle in degrees, exact at multiples of 90°, from power series: the same on every machine.
public func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    let quarter = (degrees / 90).rounded()
    let x = (degrees - quarter * 90) * 0.017453292519943295
    var (s, c) = (0.0, 0.0)
    var term = 1.0
    for k in 0..<24 {
        switch k & 3 {
        case 0: c += term
        case 1: s += term
        case 2: c -= term
        default: s -= term
        }
        term *= x / Double(k + 1)
        // What is left changes neither sum.
        if k > 1, abs(term) * 0x1p56 <= min(abs(s), abs(c)) || term == 0 { break }
    }
    switch ((Int(quarter) % 4) + 4) % 4 {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
}
