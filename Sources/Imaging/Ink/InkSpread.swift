/// Ink that creeps outward from the strokes by a radius that wanders from place to place. The picture is eroded step by
/// step; a pixel takes the step that its own radius reaches, by fractions, so that the front is smooth at any resolution.
public struct InkSpread: Sendable {
    /// How far the ink creeps, in pixels.
    public var radius: Double
    /// How much the radius wanders, as a share of it.
    public var roughness: Double
    /// How dark the crept ink is, 0…1.
    public var intensity: Double
    /// Direction of the fibers in degrees.
    public var along: Double
    /// How many times as far the ink creeps along the fibers as across.
    public var anisotropy: Double
    /// Whether the radius stays under 40 % of the white gap that a pixel lies in.
    public var keepsCounters: Bool
    /// Cell of the wandering radius, in pixels.
    public var grain: Double

    /// Lengths in pixels, shares 0…1, angles in degrees.
    public init(
        radius: Double, roughness: Double, intensity: Double, along: Double = 0, anisotropy: Double = 1,
        keepsCounters: Bool = true, grain: Double
    ) {
        self.radius = radius
        self.roughness = roughness
        self.intensity = intensity
        self.along = along
        self.anisotropy = anisotropy
        self.keepsCounters = keepsCounters
        self.grain = grain
    }

    /// Lets the ink of a picture creep. Only darkens; a picture without ink keeps its buffer.
    public func apply(to pixels: inout Raster, dpi: Double, isLayer: Bool, _ stream: RandomStream) {
        guard intensity > 0, radius >= 1.0 / 16 else { return }
        let map = InkMap(of: pixels, dpi: dpi, isLayer: isLayer)
        let furthest = radius * (1 + roughness)
        let steps = max(1, Int((furthest - BleedFront.offset(radius)).rounded(.up)))
        let gap = keepsCounters ? Int((1.25 * furthest).rounded(.up)) : 0
        let schedule = steppings(max(steps, gap))
        let fibers = FiberNoise(stream, width: pixels.width, cell: cell)
        var front = BleedFront(
            fibers, radius: radius, roughness: roughness, steps: Array(schedule.prefix(steps)),
            gap: Array(schedule.prefix(gap)))
        let reach = max(steps, 2 * gap) + 1
        // A band finds what it needs above it in the rows of one band.
        let rows = max(64, reach)
        let band = Band(
            capacity: rows, steps: steps, reach: reach, width: pixels.width, channels: pixels.channels,
            map: map, isLayer: isLayer)
        defer { band.deallocate() }
        // Only at the very stroke does the crept ink get this dark, so that it is somewhat more than the halo's mean.
        let strength = UInt16((intensity * (1.5 - 0.5 * intensity) * 256).rounded())
        for top in stride(from: 0, to: pixels.height, by: rows) {
            let count = min(rows, pixels.height - top)
            guard pixels.withPlane({ band.load(top, count: count, of: $0) }) else { continue }
            if pixels.kind == .bilevel { pixels.kind = .gray }
            pixels.withPlane { front.advance(over: band, of: $0) }
            pixels.withMutablePlane { band.darken($0, strength: strength) }
        }
    }

    /// Cells of the wandering radius are as long along the fibers as the ink creeps.
    private var cell: (x: Double, y: Double) {
        let root = anisotropy.squareRoot()
        return abs(along) <= 45 ? (grain * root, grain / root) : (grain / root, grain * root)
    }

    /// What each step takes the minimum over: crosses and squares by turns make an octagon; with fibers some steps leave
    /// out the neighbors across them.
    private func steppings(_ count: Int) -> [Stepping] {
        let (sine, cosine) = sineAndCosine(degrees: along)
        let ratio = 1 + (anisotropy - 1) * abs(cosine * cosine - sine * sine)
        return (0..<count).map { step in
            let moves = Int(Double(step + 1) / ratio + 0.5) > Int(Double(step) / ratio + 0.5)
            if !moves { return abs(along) <= 45 ? .row : .column }
            return step % 2 == 0 ? .cross : .square
        }
    }
}

/// The neighborhood of one step of erosion or dilation by a pixel.
enum Stepping: Sendable { case cross, square, row, column }

/// How readily ink creeps from place to place: most fibers hold it back, a few lead it far out.
struct FiberNoise {
    private var lattice: LatticeNoise?
    private let single: PlaceNoise

    /// Noise for rows of `width` pixels with cells of `cell` pixels.
    init(_ stream: RandomStream, width: Int, cell: (x: Double, y: Double)) {
        single = PlaceNoise(stream)
        // Smaller cells are left to the pixels, since the smoothing of the crept ink joins neighbors anyway.
        if max(cell.x, cell.y) > 1.5 { lattice = LatticeNoise(stream, width: width, cell: cell) }
    }

    /// Writes row `y`, 0…255, mostly low.
    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int, width: Int) {
        if lattice != nil { lattice!.fill(row, y: y) } else { single.fill(row, count: width, y: y) }
        for x in 0..<width { row[x] = UInt8(truncatingIfNeeded: (UInt16(row[x]) &* UInt16(row[x])) &>> 8) }
    }
}

/// The wandering radius, and how it drives the ink over a band. Crept ink is darkest at the stroke and fades all the way
/// out, over the feather; lengths are in 1/256 of that.
private struct BleedFront {
    private var noise: FiberNoise
    private let radii: ClosedRange<Double>
    /// The length of a pixel.
    private let pixel: Double
    /// Where in a pixel the fading is measured, in pixels from its near side.
    private let offset: Double
    private let steps: [Stepping]
    private let gap: [Stepping]
    private let fullness: UInt16

    init(_ noise: FiberNoise, radius: Double, roughness: Double, steps: [Stepping], gap: [Stepping]) {
        self.noise = noise
        let pixel = 256 / max(0.7, 0.85 * radius)
        self.pixel = pixel
        offset = BleedFront.offset(radius)
        radii = radius * (1 - roughness) * pixel...radius * (1 + roughness) * pixel
        self.steps = steps
        self.gap = gap
        fullness = UInt16(min(1, radius) * 256)
    }

    /// A little before the middle of a pixel, since what the front just touches is stained too.
    static func offset(_ radius: Double) -> Double { 0.3 * min(1, radius) }

    /// Fills the band's `change` with how much darker each pixel may get at full intensity.
    mutating func advance(over band: Band, of plane: Plane) {
        if !gap.isEmpty { band.measureGaps(gap) }
        for y in band.working {
            band.setRadii(y, &noise, radii, pixel: pixel, gapSteps: gap.count)
        }
        band.clearSum()
        for (k, step) in steps.enumerated() {
            // What later steps and the smoothing look at shrinks by a row with each step.
            band.erode(step, margin: steps.count - k)
            band.accumulate(from: UInt16((Double(k) + offset) * pixel))
        }
        band.finish(plane, fullness: fullness)
    }
}

/// Bends shares so that ink is dark at the stroke and thins out fast: s/3 + 2s²/3.
func steepen(_ shares: UnsafeMutablePointer<UInt8>, count: Int) {
    for x in 0..<count {
        let share = UInt16(shares[x])
        shares[x] = UInt8(truncatingIfNeeded: (share &* (86 &+ ((share &* 171) &>> 8))) &>> 8)
    }
}

/// Raises changes to `fullness`/256 of what is dark in the samples of strokes.
func fill(
    _ changes: UnsafeMutablePointer<UInt8>, where samples: UnsafePointer<UInt8>, _ fullness: UInt16, count: Int
) {
    for x in 0..<count {
        // Half as dark as black and less is the slope of an edge, not the stroke.
        let dark: UInt16 = samples[x] < 128 ? UInt16(255 &- samples[x]) : 0
        changes[x] = max(changes[x], UInt8(truncatingIfNeeded: min(255, (dark &* fullness) &>> 8)))
    }
}
