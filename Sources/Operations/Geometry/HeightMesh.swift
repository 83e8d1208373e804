import Imaging

/// A sheet that does not lie flat: how high it stands at the nodes of a mesh, in pixels. From its heights come both where
/// places are seen and how the light falls.
struct HeightMesh {
    let size: Size
    private let columns: Int
    private let rows: Int
    private let heights: [Double]

    init(_ size: Size, height: (Point) -> Double) {
        let (columns, rows) = MeshMap.nodes(on: size)
        let cell = Double(MeshMap.cell)
        heights = (0..<rows).flatMap { row in
            (0..<columns).map { height(Point(Double($0) * cell + 0.5, Double(row) * cell + 0.5)) }
        }
        (self.size, self.columns, self.rows) = (size, columns, rows)
    }

    /// What a camera over the middle of the page sees: the higher, the further out.
    func seen(from camera: Double) -> MeshMap {
        let middle = Point(Double(size.width) / 2, Double(size.height) / 2)
        let cell = Double(MeshMap.cell)
        let shifts = heights.indices.map { i in
            let p = Point(Double(i % columns) * cell + 0.5, Double(i / columns) * cell + 0.5)
            return (middle - p) * (heights[i] / camera)
        }
        return MeshMap(size, shifts: shifts)
    }

    /// Rises per pixel to the right and down at a node.
    private func slope(_ column: Int, _ row: Int) -> Point {
        let (left, right) = (max(0, column - 1), min(columns - 1, column + 1))
        let (top, bottom) = (max(0, row - 1), min(rows - 1, row + 1))
        let cell = Double(MeshMap.cell)
        return Point(
            (heights[row * columns + right] - heights[row * columns + left]) / (Double(right - left) * cell),
            (heights[bottom * columns + column] - heights[top * columns + column]) / (Double(bottom - top) * cell))
    }

    /// Light from a side: flanks towards it are lit a little, those away from it lie in the shade by up to `contrast`.
    func light(from degrees: Double, contrast: Double) -> LightField {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        var facing: [Double] = []
        facing.reserveCapacity(heights.count)
        for row in 0..<rows {
            for column in 0..<columns {
                let slope = slope(column, row)
                facing.append(slope.y * sine - slope.x * cosine)
            }
        }
        let steepest = max(facing.reduce(0) { max($0, abs($1)) }, 1e-9)
        let cell = Double(MeshMap.cell)
        return LightField(size) { x, y in
            let column = min(Int(x / cell), columns - 1)
            let row = min(Int(y / cell), rows - 1)
            let share = facing[row * columns + column] / steepest
            return 1 + 0.7 * contrast * (share > 0 ? share * 0.4 : share)
        }
    }
}

/// Sines from a table, for the many nodes of a mesh.
struct Sines {
    private let values: [Double] = (0...1024).map { sineAndCosine(degrees: Double($0) * 360 / 1024).sine }

    /// The sine of so many whole turns.
    func callAsFunction(_ turns: Double) -> Double {
        let place = (turns - turns.rounded(.down)) * 1024
        let i = min(Int(place), 1023)
        return values[i] + (values[i + 1] - values[i]) * (place - Double(i))
    }
}
