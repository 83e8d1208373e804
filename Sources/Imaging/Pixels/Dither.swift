/// How a gray picture is shown in black and white.
public enum Dither: String, Sendable, CaseIterable {
    case bayer, clustered, atkinson
    case floydSteinberg = "floyd-steinberg"
    case blueNoise = "blue-noise"
}

extension Raster {
    /// The picture in black and white; `cell` is the side of the matrix of ordered dithering. One channel.
    public func dithered(_ dither: Dither, cell: Int = 4) -> Raster {
        precondition(channels == 1, "only one channel can be dithered")
        switch dither {
        case .bayer: return compared(bayerMatrix(cell))
        case .clustered: return compared(clusteredMatrix(max(2, cell)))
        case .blueNoise: return compared(blueNoise)
        case .floydSteinberg: return diffused([(1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)], of: 16)
        // An eighth to each of six neighbors; the rest is lost, which keeps white white (Atkinson, 1984).
        case .atkinson:
            return diffused([(1, 0, 1), (2, 0, 1), (-1, 1, 1), (0, 1, 1), (1, 1, 1), (0, 2, 1)], of: 8)
        }
    }

    /// Compared with a matrix of ranks that is repeated over the page.
    private func compared(_ matrix: (side: Int, ranks: [Int])) -> Raster {
        let (side, count) = (matrix.side, matrix.side * matrix.side)
        // Black and white stay what they are.
        let levels = matrix.ranks.map { UInt8(1 + ($0 * 2 + 1) * 254 / (2 * count)) }
        var result = self
        result.withMutablePlane { plane in
            for y in 0..<plane.height {
                let (row, start) = (plane.row(y), y % side * side)
                var i = 0
                for x in 0..<plane.width {
                    row[x] = row[x] >= levels[start &+ i] ? 255 : 0
                    i = i &+ 1 == side ? 0 : i &+ 1
                }
            }
        }
        result.kind = .bilevel
        return result
    }

    /// What a pixel got too much or too little goes to neighbors not yet decided; every other row from right to left
    /// (Floyd and Steinberg, 1976, with the turn that Ulichney, 1987, found to hide the worms).
    private func diffused(_ shares: [(x: Int, y: Int, weight: Int32)], of total: Int32) -> Raster {
        var result = self
        let margin = 2
        var errors = [[Int32]](repeating: [Int32](repeating: 0, count: width + 2 * margin), count: 3)
        result.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                let step = y % 2 == 0 ? 1 : -1
                var x = step == 1 ? 0 : plane.width - 1
                for _ in 0..<plane.width {
                    let wanted = Int32(row[x]) * total + errors[0][x + margin]
                    let given: Int32 = wanted * 2 >= 255 * total ? 255 : 0
                    row[x] = UInt8(given)
                    let error = wanted / total - given
                    if error != 0 {
                        for share in shares { errors[share.y][x + share.x * step + margin] += error * share.weight }
                    }
                    x += step
                }
                errors.removeFirst()
                errors.append([Int32](repeating: 0, count: width + 2 * margin))
            }
        }
        result.kind = .bilevel
        return result
    }
}

/// The recursive matrix of ordered dithering (Bayer, 1973); the side becomes a power of two.
private func bayerMatrix(_ wanted: Int) -> (side: Int, ranks: [Int]) {
    var (side, ranks) = (1, [0])
    while side * 2 <= max(2, wanted) {
        let old = ranks
        let half = side
        side *= 2
        ranks = (0..<side * side).map { i in
            let (x, y) = (i % side, i / side)
            let quarter = [0, 2, 3, 1][(y / half) * 2 + x / half]
            return 4 * old[y % half * half + x % half] + quarter
        }
    }
    return (side, ranks)
}

/// Dots that grow from the middle of each cell, light and dark ones in turn as on a chess board.
private func clusteredMatrix(_ side: Int) -> (side: Int, ranks: [Int]) {
    let places = (0..<side * side).sorted { a, b in
        func distance(_ i: Int) -> Int {
            let (x, y) = (2 * (i % side) + 1 - side, 2 * (i / side) + 1 - side)
            return x * x + y * y
        }
        return (distance(a), a) < (distance(b), b)
    }
    var ranks = [Int](repeating: 0, count: side * side)
    // The middle is black first, hence needs the most light to stay white.
    for (rank, place) in places.enumerated() { ranks[place] = side * side - 1 - rank }
    return (side, ranks)
}

/// Ranks without a pattern to be seen: each next dot goes into the largest void that those before leave (after the
/// void-and-cluster method of Ulichney, 1993), on a tile of 32 that is repeated.
private let blueNoise: (side: Int, ranks: [Int]) = {
    let side = 32
    let reach = 5
    let bell = (0...2 * reach * reach).map { exponential(-Double($0) / 4.5) }
    var crowd = (0..<side * side).map { Double(scramble(UInt64($0)) & 1023) * 1e-9 }
    var ranks = [Int](repeating: -1, count: side * side)
    for rank in 0..<side * side {
        var best = -1
        for i in crowd.indices where ranks[i] < 0 && (best < 0 || crowd[i] < crowd[best]) { best = i }
        ranks[best] = rank
        let (x, y) = (best % side, best / side)
        for dy in -reach...reach {
            for dx in -reach...reach {
                crowd[(y + dy + side) % side * side + (x + dx + side) % side] += bell[dx * dx + dy * dy]
            }
        }
    }
    return (side, ranks)
}()
