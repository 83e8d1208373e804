internal import COpenCV
public import Imaging

/// What a warp has to know beside the pixels and the map.
public struct WarpSurroundings: Sendable {
    /// Pixels per inch, for the width of the frame in which the border color is measured.
    public var dpi: Double
    /// Draws the tone of the desk under the page.
    public var random: RandomStream

    /// Surroundings of a page of that resolution.
    public init(dpi: Double, random: RandomStream) {
        self.dpi = dpi
        self.random = random
    }
}

/// The raster after the map: each pixel of the result is pulled from where the inverse says. Nothing is resampled by
/// an identity (the buffer stays shared), by quarter turns, flips and shifts by whole pixels. Bilevel pages become
/// gray when they are resampled, unless the resampling keeps them.
public func warped(
    _ raster: Raster, by map: GeometricMap, _ resampling: Resampling, in surroundings: WarpSurroundings
) throws(PixelFailure) -> Raster {
    if map.isIdentity(on: raster.size) { return raster }
    let stretches = map.stretches
    if stretches.count > 1 {
        var result = raster
        for stretch in stretches { result = try warped(result, by: stretch, resampling, in: surroundings) }
        return result
    }
    // The page's own border has to be measured, so only where it is wanted.
    let fill = { fillColor(of: raster, resampling, in: surroundings) }
    var result: Raster
    if let patchwork = map.patchwork {
        result = patchwork.applied(to: raster, fill: fill)
    } else if let homography = map.homography, let grid = GridMove(homography),
        resampling.fillsEvenly || grid.staysInside(raster.size, from: map.outputSize)
    {
        result = grid.applied(to: raster, size: map.outputSize, fill: fill)
    } else if resampling.quality != .nearest, map.isShrinking(raster.size) {
        result = try raster.averaged(to: map.outputSize)
    } else if resampling.quality != .nearest, resampling.fill == .edge, map.isEnlarging(raster.size) {
        result = try raster.converted(to: max(raster.kind, .gray), size: map.outputSize) { from, to in
            copencv_enlarge(from, to, resampling.quality.code)
        }
    } else {
        result = try pulled(raster, by: map, resampling, fill(), surroundings)
        // Shifts by whole pixels mix no levels, wherever they look.
        if raster.kind == .bilevel, map.homography.flatMap(GridMove.init) != nil { cut(&result) }
    }
    if raster.kind == .bilevel, resampling.keepBilevel { cut(&result) }
    return result
}

/// Pulls by a field of source places, from a source shrunk beforehand where the map shrinks.
private func pulled(
    _ raster: Raster, by map: GeometricMap, _ resampling: Resampling, _ fill: Color, _ surroundings: WarpSurroundings
) throws(PixelFailure) -> Raster {
    var source = raster
    var origin = Point(0, 0)
    if resampling.texture {
        let frame = Resolution.pixels(mm: 2, dpi: surroundings.dpi)
        (source, origin) = grown(raster, for: map, frame: frame, border: fill)
    }
    let ratio = map.growth(of: raster.size)
    if ratio < 0.7 {
        let width = max(1, Int((Double(source.width) * ratio).rounded()))
        let height = max(1, Int((Double(source.height) * ratio).rounded()))
        source = try source.averaged(to: Size(width: width, height: height))
    }
    let before = Size(
        width: raster.width + 2 * Int(origin.x), height: raster.height + 2 * Int(origin.y))
    let scale = Point(
        Double(source.width) / Double(before.width), Double(source.height) / Double(before.height))
    let field = sourceField(of: map, origin: origin, scale: scale)
    let goesOn = resampling.fill == .edge || resampling.texture
    let places = PlaceField(field, size: map.outputSize, fill: goesOn ? nil : fill.samples(for: source.kind))
    if resampling.quality == .linear { return try places.pulled(from: source) }
    return try places.pulled(from: source, by: resampling.quality)
}

/// Source places in 1/256 pixel, from pixel centers to pixel centers, one node per 8 pixels of the result.
private func sourceField(of map: GeometricMap, origin: Point, scale: Point) -> [Int32] {
    let columns = map.outputSize.width / 8 + 2
    let rows = map.outputSize.height / 8 + 2
    // A node must not be further out than the fixed-point arithmetic reaches; what is there is fill anyway.
    let reach = 100_000.0 * 256
    func fixed(_ v: Double) -> Int32 {
        v.isFinite ? Int32(min(max((v * 256).rounded(), -reach), reach)) : Int32(reach)
    }
    return [Int32](unsafeUninitializedCapacity: columns * rows * 2) { nodes, count in
        var line = [Point](repeating: Point(0, 0), count: columns)
        for j in 0..<rows {
            for i in 0..<columns { line[i] = Point(Double(i * 8) + 0.5, Double(j * 8) + 0.5) }
            map.pull(&line)
            for i in 0..<columns {
                let n = (j * columns + i) * 2
                nodes[n] = fixed((line[i].x + origin.x) * scale.x - 0.5)
                nodes[n + 1] = fixed((line[i].y + origin.y) * scale.y - 0.5)
            }
        }
        count = columns * rows * 2
    }
}

/// Leaves two levels.
func cut(_ raster: inout Raster) {
    if raster.kind == .bilevel { return }
    raster.apply([LookupTable { $0 < 128 ? 0 : 255 }])
    raster.kind = .bilevel
}

extension Resampling.Quality {
    var code: copencv_quality {
        switch self {
        case .nearest: copencv_nearest
        case .linear: copencv_linear
        case .cubic: copencv_cubic
        }
    }
}
