/// How many hairs a cell has, so that they crowd here and leave room there.
private let crowds = [2, 4, 5, 7, 3, 4, 2, 9]

/// Hairs and specks scattered over a sheet, as tones around 128, with their standard deviation.
func scatteredHairs(
    _ recipe: PaperRecipe, size: Size, mm: Double, direction: Double, _ stream: RandomStream
) -> (raster: Raster, deviation: Double) {
    var raster = Raster(.gray, width: size.width, height: size.height, filledWith: 128)
    let cell = max(2, 2 * mm)
    let columns = Int(Double(size.width) / cell) + 1
    let rows = Int(Double(size.height) / cell) + 1
    let dice = PlaceNoise(stream)
    raster.withMutablePlane { plane in
        for row in -1...rows {
            for column in -1...columns {
                let word = dice.word(column, row)
                let cellStream = RandomStream(key: word)
                for hair in 0..<(recipe.fibers > 0 ? crowds[Int(word & 7)] : 0) {
                    let own = cellStream.child(hair)
                    let start = Point((Double(column) + own.unit(0)) * cell, (Double(row) + own.unit(1)) * cell)
                    let length = recipe.fiberLength * mm * own.uniform(0.4...2.6, 2)
                    // Most hairs follow the machine, some lie across.
                    let spread = own.chance(0.75, 3) ? 35.0 : 90.0
                    let angle = direction + (own.unit(4) * 2 - 1) * spread
                    // Nearly all lie deep in the sheet and are hardly seen.
                    let depth = own.unit(7) * own.unit(8)
                    let tone = (own.chance(0.5, 5) ? -88 : 84) * (0.15 + 0.85 * depth * depth)
                    drawHair(
                        on: plane, from: start, length: length, angle: angle, bend: (own.unit(6) * 2 - 1) * 70,
                        tone: tone * min(1, 0.08 * mm))
                }
                if recipe.flecks > 0, cellStream.chance(0.3 * recipe.flecks, 7) {
                    let place = Point(
                        (Double(column) + cellStream.unit(8)) * cell, (Double(row) + cellStream.unit(9)) * cell)
                    // Many small ones, few large.
                    let large = cellStream.unit(10)
                    drawFleck(
                        on: plane, at: place, radius: (0.04 + 0.24 * large * large * large) * mm,
                        tone: cellStream.uniform(30...120, 11))
                }
            }
        }
    }
    return (raster, deviation(of: raster))
}

/// A hair as a run of soft dots a pixel apart that turns by `bend` degrees on its way and fades at both
/// ends; `tone` is that of a dot, in levels.
private func drawHair(
    on plane: MutablePlane, from start: Point, length: Double, angle: Double, bend: Double, tone: Double
) {
    let count = max(1, min(400, Int(length)))
    var place = start
    var (dy, dx) = sineAndCosine(degrees: angle)
    let (turnY, turnX) = sineAndCosine(degrees: bend / Double(count))
    let fade = max(1, Double(count) / 4)
    for i in 0..<count {
        let ends = min(1, Double(min(i, count - 1 - i) + 1) / fade)
        // Wider than a dot and soft at the sides, as what lies under other fibers is.
        splat(on: plane, at: place, Int32(tone * ends))
        splat(on: plane, at: Point(place.x + 0.6 * dy, place.y + 0.6 * dx), Int32(tone * ends * 0.6))
        place = Point(place.x + dx, place.y - dy)
        (dx, dy) = (dx * turnX - dy * turnY, dx * turnY + dy * turnX)
    }
}

/// Adds a dot, shared among the four pixels around it by nearness.
private func splat(on plane: MutablePlane, at place: Point, _ tone: Int32) {
    // A page further to the right and down, so that cutting off what stands behind the point rounds down; `rounded` is a
    // call into the mathematics library on processors of any age.
    let x = Int((place.x + 4095.5) * 16) &- 65536
    let y = Int((place.y + 4095.5) * 16) &- 65536
    let (left, top) = (x >> 4, y >> 4)
    guard left >= 0, top >= 0, left + 1 < plane.width, top + 1 < plane.height else { return }
    let (right, lower) = (Int32(x & 15), Int32(y & 15))
    func add(_ row: UnsafeMutablePointer<UInt8>, _ share: Int32) {
        row.pointee = UInt8(truncatingIfNeeded: min(255, max(0, Int32(row.pointee) &+ ((tone &* share) &>> 8))))
    }
    let (upper, under) = (plane.row(top) + left, plane.row(top + 1) + left)
    add(upper, (16 &- right) &* (16 &- lower))
    add(upper + 1, right &* (16 &- lower))
    add(under, (16 &- right) &* lower)
    add(under + 1, right &* lower)
}

/// A dark speck with a soft rim.
private func drawFleck(on plane: MutablePlane, at place: Point, radius: Double, tone: Double) {
    let reach = radius + 1
    let top = max(0, Int(place.y - reach))
    let bottom = min(plane.height - 1, Int(place.y + reach))
    let left = max(0, Int(place.x - reach))
    let right = min(plane.width - 1, Int(place.x + reach))
    guard top <= bottom, left <= right else { return }
    for y in top...bottom {
        for x in left...right {
            let distance = Point(Double(x) + 0.5, Double(y) + 0.5).distance(to: place)
            let cover = min(1, max(0, radius + 0.5 - distance)) * min(1, radius * radius * 6)
            let row = plane.row(y)
            row[x] = UInt8(max(0, Double(row[x]) - tone * cover))
        }
    }
}

/// From every third row, which is much the same as from all.
private func deviation(of raster: Raster) -> Double {
    raster.withPlane { plane in
        var (sum, squares, count) = (0, 0, 0)
        for y in stride(from: 0, to: plane.height, by: 3) {
            let row = plane.row(y)
            var (part, partSquares) = (0, 0)
            for x in 0..<plane.width {
                let d = Int(row[x]) &- 128
                part &+= d
                partSquares &+= d &* d
            }
            sum += part
            squares += partSquares
            count += plane.width
        }
        let mean = Double(sum) / Double(count)
        return (Double(squares) / Double(count) - mean * mean).squareRoot()
    }
}
