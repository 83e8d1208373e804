extension Page {
    /// The picture in color with its labels drawn over it: regions gray, lines green with orange baselines, words blue,
    /// what must not be trained on red and dashed. `width` is that of the strokes, in pixels.
    public func withLabelsDrawn(width: Double = 1.4) -> Raster {
        var picture = pixels.converted(to: .color)
        func draw(_ outline: Outline, _ color: Color, isLegible: Bool = true) {
            let ring = outline.points + [outline.points[0]]
            picture.draw(ring, isLegible ? color : LabelColor.illegible, width: width, isDashed: !isLegible)
        }
        for region in truth.regions {
            draw(region.outline, LabelColor.region)
            for line in region.lines where line.isPlaced {
                // Lines of words are judged by their words.
                draw(line.outline, LabelColor.line, isLegible: line.isLegible || !line.words.isEmpty)
                if let baseline = line.baseline { picture.draw(baseline, LabelColor.baseline, width: width) }
                for word in line.words { draw(word.outline, LabelColor.word, isLegible: word.isLegible) }
            }
        }
        return picture
    }
}

private enum LabelColor {
    static let region = Color(gray: 128)
    static let line = Color(red: 20, green: 150, blue: 60)
    static let baseline = Color(red: 235, green: 140, blue: 0)
    static let word = Color(red: 30, green: 90, blue: 230)
    static let illegible = Color(red: 225, green: 20, blue: 40)
}

extension Raster {
    /// Draws a chain of straight strokes with smooth rims; dashes are six widths long, the gaps between them four.
    public mutating func draw(_ points: [Point], _ color: Color, width: Double, isDashed: Bool = false) {
        if kind == .bilevel { kind = .gray }
        let samples = color.samples(for: kind)
        var run = 0.0
        withMutablePlane { plane in
            for (a, b) in zip(points, points.dropFirst()) {
                stroke(a, b, width: width, run: run, isDashed: isDashed, on: plane, samples)
                run += a.distance(to: b)
            }
        }
    }
}

/// Walks along the longer direction of a stroke and covers the few pixels across it. `run` is the way before `a`.
private func stroke(
    _ a: Point, _ b: Point, width: Double, run: Double, isDashed: Bool, on plane: MutablePlane, _ color: [UInt8]
) {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = a.distance(to: b)
    guard length > 0, length < 1e6 else { return }
    let isSteep = abs(dy) > abs(dx)
    // Everything below is said for a flat stroke; a steep one has its sides swapped.
    let (from, to) = isSteep ? (a.y, b.y) : (a.x, b.x)
    let (limit, across) = isSteep ? (plane.height, plane.width) : (plane.width, plane.height)
    let slope = isSteep ? dx / dy : dy / dx
    let start = isSteep ? a.x : a.y
    let squeeze = (1 + slope * slope).squareRoot()
    let reach = (width / 2 + 0.5) * squeeze
    let low = max(0, min(from, to).rounded(.down))
    let high = min(Double(limit), max(from, to).rounded(.up))
    guard low < high else { return }
    for i in Int(low)..<Int(high) {
        let along = Double(i) + 0.5
        let way = run + abs(along - from) * squeeze
        if isDashed, way.truncatingRemainder(dividingBy: 10 * width) > 6 * width { continue }
        let middle = start + (along - from) * slope
        let first = max(0, (middle - reach).rounded(.down))
        let last = min(Double(across - 1), (middle + reach).rounded(.up))
        guard first <= last else { continue }
        for j in Int(first)...Int(last) {
            let cover = min(1, width / 2 + 0.5 - abs(Double(j) + 0.5 - middle) / squeeze)
            guard cover > 0 else { continue }
            let place = isSteep ? plane.row(i) + j * plane.channels : plane.row(j) + i * plane.channels
            let share = UInt8(cover * 255)
            for (c, sample) in color.enumerated() { place[c] = Blend.mix(place[c], sample, share) }
        }
    }
}
