/// Round dots with soft rims at quarter pixels, in a few sizes, ready to be struck.
struct DotStamps: Sendable {
    /// Sizes from the smallest (0) to the full one.
    static let sizes = 4
    private static let phases = 4

    /// Side of a stamp's square.
    let side: Int
    private let shapes: [[UInt8]]

    /// Dots of that diameter in pixels; the smallest have 0.7 of it.
    init(diameter: Double) {
        let side = Int(diameter.rounded(.up)) + 2
        self.side = side
        shapes = (0..<DotStamps.sizes * DotStamps.phases * DotStamps.phases).map { index in
            let size = index / 16
            let radius = diameter / 2 * (0.7 + 0.3 * Double(size) / Double(DotStamps.sizes - 1))
            let middle = Point(
                Double(side) / 2 + Double(index % 4) / 4 - 0.375, Double(side) / 2 + Double(index / 4 % 4) / 4 - 0.375)
            return DotStamps.disc(side: side, middle, radius: radius)
        }
    }

    /// Calls `strike` with the corner of the square and the stamp for a dot at a place.
    func at(_ x: Double, _ y: Double, size: Int, _ strike: (_ left: Int, _ top: Int, _ shape: [UInt8]) -> Void) {
        let (left, top) = (x - Double(side) / 2 + 0.5, y - Double(side) / 2 + 0.5)
        let (column, row) = (left.rounded(.down), top.rounded(.down))
        let phase = Int((top - row) * 4) * 4 + Int((left - column) * 4)
        strike(Int(column), Int(row), shapes[size * 16 + phase])
    }

    /// The share of each pixel that a disc covers, by 8 × 8 samples of it.
    private static func disc(side: Int, _ middle: Point, radius: Double) -> [UInt8] {
        (0..<side * side).map { i in
            var inside = 0
            for sample in 0..<64 {
                let x = Double(i % side) + (Double(sample % 8) + 0.5) / 8 - middle.x
                let y = Double(i / side) + (Double(sample / 8) + 0.5) / 8 - middle.y
                inside += x * x + y * y <= radius * radius ? 1 : 0
            }
            return UInt8(min(255, inside * 4))
        }
    }
}
