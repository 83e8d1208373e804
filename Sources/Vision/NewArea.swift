import Imaging

/// The color of area that was not on the page before.
func fillColor(of raster: Raster, _ resampling: Resampling, in surroundings: WarpSurroundings) -> Color {
    let color: Color
    switch resampling.fill {
    case .paper: color = raster.borderColor(frame: Resolution.pixels(mm: 2, dpi: surroundings.dpi))
    case .white, .edge: color = .white
    case .black: color = .black
    case .color(let given): color = given
    case .desk: color = deskColor(surroundings.random.child("desk"))
    }
    return raster.kind == .color ? color : Color(gray: color.luma)
}

/// A table top: gray steel or brown wood, 90…150 bright.
private func deskColor(_ random: RandomStream) -> Color {
    let level = random.child("level").uniform(90...150)
    let warmth = random.child("warmth").uniform(0...0.35)
    func channel(_ factor: Double) -> UInt8 { UInt8(min(max((level * factor).rounded(), 0), 255)) }
    return Color(red: channel(1 + warmth / 2), green: channel(1), blue: channel(1 - warmth))
}

/// The page with its paper continued outwards as far as the map looks, and where its old origin lies in it. The
/// surroundings mirror the outermost `frame` pixels to and fro; ink in them becomes paper.
func grown(_ raster: Raster, for map: GeometricMap, frame: Double, border: Color) -> (Raster, Point) {
    let margin = margin(of: map, around: raster.size)
    if margin == Size(width: 0, height: 0) { return (raster, Point(0, 0)) }
    let depth = max(1, min(Int(frame.rounded()), min(raster.width, raster.height)))
    let columns = mirrored(raster.width, by: margin.width, depth: depth)
    let rows = mirrored(raster.height, by: margin.height, depth: depth)
    let paper = border.samples(for: raster.kind)
    let darkest = Int(border.luma) - 96 * (Int(border.luma) + 1) / 255
    var result = Raster(uninitialized: raster.kind, width: columns.count, height: rows.count)
    raster.withPlane { from in
        result.withMutablePlane { to in
            let channels = from.channels
            for y in 0..<to.height {
                let (source, target) = (from.row(rows[y]), to.row(y))
                let outside = y < margin.height || y >= margin.height + raster.height
                for x in 0..<to.width {
                    let pixel = source + columns[x] * channels
                    let isNew = outside || x < margin.width || x >= margin.width + raster.width
                    let isInk = isNew && Int(pixel[channels / 2]) < darkest
                    for c in 0..<channels { target[x * channels + c] = isInk ? paper[c] : pixel[c] }
                }
            }
        }
    }
    return (result, Point(Double(margin.width), Double(margin.height)))
}

/// How far beyond the page the corners and sides of the result look, at most one page.
private func margin(of map: GeometricMap, around size: Size) -> Size {
    var (dx, dy) = (0.0, 0.0)
    let (w, h) = (Double(map.outputSize.width), Double(map.outputSize.height))
    for i in 0...8 {
        let t = Double(i) / 8
        for edge in [Point(t * w, 0), Point(t * w, h), Point(0, t * h), Point(w, t * h)] {
            let p = map.inverse(edge)
            guard p.x.isFinite, p.y.isFinite else { continue }
            dx = max(dx, max(-p.x, p.x - Double(size.width)))
            dy = max(dy, max(-p.y, p.y - Double(size.height)))
        }
    }
    return Size(
        width: min(Int(dx.rounded(.up)), size.width), height: min(Int(dy.rounded(.up)), size.height))
}

/// For each place of a line that is `margin` longer at both ends, the place of the original to show there.
private func mirrored(_ count: Int, by margin: Int, depth: Int) -> [Int] {
    func fold(_ distance: Int) -> Int {
        let k = distance % (2 * depth)
        return k < depth ? k : 2 * depth - 1 - k
    }
    return (-margin..<(count + margin)).map { i in
        if i < 0 { return fold(-i - 1) }
        if i >= count { return count - 1 - fold(i - count) }
        return i
    }
}
