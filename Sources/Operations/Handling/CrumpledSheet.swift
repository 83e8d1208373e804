import Imaging

/// The surface of a crumpled sheet: curved ridges and valleys of several sizes that run into one another and fade out.
/// The absolute value of gradient noise has a fold wherever the noise changes its sign (ridged noise, Musgrave 1998);
/// slow noise says which folds stand up, which go down and which are hardly there.
struct CrumpledSheet {
    /// Pixels from one node to the next.
    let spacing: Int
    let columns: Int
    let rows: Int
    /// How high the sheet stands at each node, with a deviation of about 1.
    let heights: [Double]
    /// For the two coarsest sizes of folds, the noise whose zeros are the folds, and how strong a fold is, −1 … 1.
    let folds: [(noise: [Float], strength: [Float])]

    init(_ size: Size, cell: Double, octaves: Int, spacing: Int, _ random: RandomStream) {
        let grid = NodeGrid(size, spacing: spacing)
        let cell = max(cell, 12)
        let warp = (0..<2).map { GradientNoise(random.child("warp").child($0), cell: cell * 0.8, octaves: 1) }
        /// The nodes of a stride, bent, so that no fold runs straight for long.
        func bent(every stride: Int) -> [Point] {
            let flat = grid.places(every: stride)
            // The bends are slower than any fold.
            let coarse = stride == 1 ? grid.stride(forCell: cell * 0.8) : 1
            let bends = warp.map {
                coarse == 1
                    ? $0.values(at: flat)
                    : grid.spread($0.values(at: grid.places(every: coarse)), every: coarse)
            }
            return flat.indices.map { i in
                Point(flat[i].x + 0.12 * cell * bends[0][i], flat[i].y + 0.12 * cell * bends[1][i])
            }
        }
        let places = [1: bent(every: 1), 2: bent(every: 2), 4: bent(every: 4)]
        func values(of noise: GradientNoise, cell: Double) -> [Double] {
            let stride = grid.stride(forCell: cell)
            return grid.spread(noise.values(at: places[stride] ?? []), every: stride)
        }
        var heights = [Double](repeating: 0, count: grid.columns * grid.rows)
        var folds: [(noise: [Float], strength: [Float])] = []
        for octave in 0..<octaves {
            let own = cell / [1, 2.1, 4.4, 9.3][min(octave, 3)]
            if own < Double(2 * spacing) { break }
            let stream = random.child("fold").child(octave)
            let noise = values(of: GradientNoise(stream, cell: own, octaves: 1), cell: own)
            let strength = values(
                of: GradientNoise(stream.child("strength"), cell: own * 1.7, octaves: 1), cell: own * 1.7
            ).map { min(1, max(-1, $0 * 0.9)) }
            let weight = own / cell
            for (i, n) in noise.enumerated() {
                // Rounded at the fold by a little, so that light turns over it softly.
                heights[i] += weight * strength[i] * (n * n + 0.02).squareRoot()
            }
            if octave < 2 {
                folds.append((noise.map(Float.init), strength.map(Float.init)))
            }
        }
        self.heights = heights
        self.folds = folds
        (self.spacing, columns, rows) = (spacing, grid.columns, grid.rows)
    }

    /// Rises to the right and down at each node, per cell of `unit` pixels.
    func slopes(per unit: Double) -> [Point] {
        heights.indices.map { i in
            let (column, row) = (i % columns, i / columns)
            let (left, right) = (max(0, column - 1), min(columns - 1, column + 1))
            let (top, bottom) = (max(0, row - 1), min(rows - 1, row + 1))
            let across = (heights[row * columns + right] - heights[row * columns + left]) / Double(right - left)
            let down = (heights[bottom * columns + column] - heights[top * columns + column]) / Double(bottom - top)
            return Point(across, down) * (unit / Double(spacing))
        }
    }

    /// Calls `body` for the pixels near a fold with the noise across it, −1 … 1 within `width` pixels of the fold's middle,
    /// and the fold's strength. Only the cells of the grid that a fold crosses are visited.
    func alongFolds(
        _ fold: Int, width: Double, on size: Size,
        _ body: (_ x: Int, _ y: Int, _ across: Float, _ strength: Float) -> Void
    ) {
        let (noise, strength) = folds[fold]
        let step = 1 / Float(spacing)
        for row in 0..<rows - 1 {
            for column in 0..<columns - 1 {
                let i = row * columns + column
                let (a, b, c, d) = (noise[i], noise[i + 1], noise[i + columns], noise[i + columns + 1])
                // How fast the noise changes here tells how wide its fold is.
                let change = max(abs(b - a), abs(d - c), abs(c - a), abs(d - b)) * step
                let reach = max(change, 1e-4) * Float(width)
                if min(a, b, c, d) > reach || max(a, b, c, d) < -reach { continue }
                let perReach = 1 / reach
                for y in row * spacing..<min(size.height, (row + 1) * spacing) {
                    let v = Float(y - row * spacing) * step
                    let (left, right) = (a + (c - a) * v, b + (d - b) * v)
                    for x in column * spacing..<min(size.width, (column + 1) * spacing) {
                        let n = (left + (right - left) * Float(x - column * spacing) * step) * perReach
                        if abs(n) < 1 { body(x, y, n, strength[i]) }
                    }
                }
            }
        }
    }
}
