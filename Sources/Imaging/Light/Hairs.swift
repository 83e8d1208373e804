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
                let middle = Point(
                    (Double(column) + cellStream.unit(0)) * cell, (Double(row) + cellStream.unit(1)) * cell)
                if recipe.fibres > 0, word & 3 != 0 {
                    let length = recipe.fibreLength * mm * cellStream.uniform(0.4...1.8, 2)
                    // Most hairs follow the machine, some lie across.
                    let spread = cellStream.chance(0.75, 3) ? 35.0 : 90.0
                    let angle = direction + (cellStream.unit(4) * 2 - 1) * spread
                    let tone = Int16(cellStream.chance(0.65, 5) ? -90 : 70)
                    drawHair(
                        on: plane, from: middle, length: length, angle: angle,
                        bend: (cellStream.unit(6) * 2 - 1) * 70, tone: tone, width: 0.05 * mm)
                }
                if recipe.flecks > 0, cellStream.chance(0.22 * recipe.flecks, 7) {
                    let place = Point(
                        (Double(column) + cellStream.unit(8)) * cell, (Double(row) + cellStream.unit(9)) * cell)
                    drawFleck(on: plane, at: place, radius: cellStream.uniform(0.05...0.28, 10) * mm)
                }
            }
        }
    }
    return (raster, deviation(of: raster))
}

/// A hair as a run of soft dots half a pixel apart that turns by `bend` degrees on its way; thinner than a pixel it is
/// paler instead.
private func drawHair(
    on plane: MutablePlane, from start: Point, length: Double, angle: Double, bend: Double, tone: Int16, width: Double
) {
    let count = max(1, min(400, Int(length * 1.5)))
    let strength = Int(Double(tone) * min(1, width * 1.6))
    var place = start
    var (dy, dx) = sineAndCosine(degrees: angle)
    let (turnY, turnX) = sineAndCosine(degrees: bend / Double(count))
    for _ in 0..<count {
        splat(on: plane, at: place, strength)
        place = Point(place.x + dx / 1.5, place.y - dy / 1.5)
        (dx, dy) = (dx * turnX - dy * turnY, dx * turnY + dy * turnX)
    }
}

/// Adds a dot, shared among the four pixels around it by nearness.
private func splat(on plane: MutablePlane, at place: Point, _ tone: Int) {
    let x = Int(((place.x - 0.5) * 16).rounded(.down))
    let y = Int(((place.y - 0.5) * 16).rounded(.down))
    let (left, top) = (x >> 4, y >> 4)
    guard left >= 0, top >= 0, left + 1 < plane.width, top + 1 < plane.height else { return }
    let (fx, fy) = (x & 15, y & 15)
    for (dx, dy, share) in [
        (0, 0, (16 - fx) * (16 - fy)), (1, 0, fx * (16 - fy)), (0, 1, (16 - fx) * fy), (1, 1, fx * fy),
    ] {
        let row = plane.row(top + dy)
        let value = Int(row[left + dx]) + (tone * share) >> 8
        row[left + dx] = UInt8(max(0, min(255, value)))
    }
}

/// A dark speck with a soft rim.
private func drawFleck(on plane: MutablePlane, at place: Point, radius: Double) {
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
            row[x] = UInt8(max(0, Double(row[x]) - 110 * cover))
        }
    }
}

private func deviation(of raster: Raster) -> Double {
    raster.withPlane { plane in
        var sum = 0
        var squares = 0
        for sample in plane.bytes {
            let d = Int(sample) - 128
            sum += d
            squares += d * d
        }
        let count = Double(plane.bytes.count)
        let mean = Double(sum) / count
        return (Double(squares) / count - mean * mean).squareRoot()
    }
}
