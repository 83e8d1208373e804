public import Imaging
public import OperationKit

/// A sheet that springs up along one side.
public struct PageCurl: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "page-curl", family: .geometry, on: [.page, .paper], peers: ["curl", "rolled-page", "bent-sheet"],
        "A sheet that springs up along one side or at a corner, as paper does that was rolled.", main: "side",
        severities: Severities(
            mild: ["reach": "20mm"], medium: ["reach": "60mm", "radius": "70mm"],
            strong: ["reach": "70mm", "radius": "50mm"]),
        promises: [
            .identity(with: ["reach": "0mm"]), .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(),
            .keepsWords(with: ["reach": "60mm", "radius": "50mm"]),
        ],
        cost: (20, 9))

    enum Side: String, CaseIterable { case left, right, top, bottom, corner }

    let side: Side
    let radius: Double
    let reach: Double
    let camera: Double
    let contrast: Double
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        side = p.choice("side", "left | right | top | bottom | corner", "where the sheet springs up")
        radius = p.length("radius", "60..140mm", in: .mm(5...1000), "radius of the curl")
        reach = p.length("reach", "20..60mm", in: .mm(0...400), "how much of the paper does not lie flat")
        camera = p.length("camera", "350..600mm", in: .mm(80...5000), "how far above the page the camera is")
        contrast = p.share("contrast", "0.1..0.35", "how dark the curl gets")
        resampling = p.resampling(fill: "desk")
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if reach < 1 { return .identity(page.size) }
        let roll = roll(on: page.size, random)
        let sheet = RolledSheet(
            origin: roll.middle, normal: roll.normal, along: roll.along, size: roll.size)
        return GeometricMap(sheet, outputSize: page.size).fitted(to: page.size, onlyIfNeeded: true)
    }

    /// Shades the curl and the desk beside it.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard contrast > 0, reach >= 1, let map = page.map else { return }
        let roll = roll(on: page.size, random)
        let isLit = random.child("lit").chance(0.5)
        let soft = page.pixels(mm: 10)
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        // Two lights that run on over the edge of the sheet, each without a step: between the nodes of a field a step would
        // become a dark rim. Which one a pixel gets is told by where the sheet is.
        var desk = pixels
        LightField(page.size) { x, y in
            let p = map.inverse(Point(x, y))
            let outside = max(0, max(-p.x, p.x - w), max(-p.y, p.y - h))
            // The raised edge throws a soft shadow on the desk, paler where it stands higher.
            let fade = max(0, 1 - outside / soft)
            let lift = min(1, roll.turn(at: p) / 40)
            return 1 - contrast * 1.1 * fade * fade * lift * (2 - lift)
        }.apply(to: &desk)
        LightField(page.size) { x, y in
            let p = map.inverse(Point(x, y))
            let (sine, cosine) = sineAndCosine(degrees: roll.turn(at: Point(min(max(p.x, 0), w), min(max(p.y, 0), h))))
            let shade = isLit ? 0.35 * sine * cosine * 2 - 0.9 * (1 - cosine) : -0.75 * sine - 0.25 * (1 - cosine)
            return 1 + contrast * shade
        }.apply(to: &pixels)
        guard desk.kind == pixels.kind, let before = page.sizeBefore else { return }
        let sheet = SheetSpans(of: map, from: before)
        let channels = pixels.channels
        pixels.withMutablePlane { to in
            desk.withPlane { from in
                for y in 0..<to.height {
                    for columns in sheet.outside(y) where !columns.isEmpty {
                        let start = columns.lowerBound * channels
                        (to.row(y) + start).update(from: from.row(y) + start, count: columns.count * channels)
                    }
                }
            }
        }
    }

    private func roll(on size: Size, _ random: RandomStream) -> Roll {
        let half = Point(Double(size.width) / 2, Double(size.height) / 2)
        let root = 0.5.squareRoot()
        let normal: Point
        switch side {
        case .left: normal = Point(-1, 0)
        case .right: normal = Point(1, 0)
        case .top: normal = Point(0, -1)
        case .bottom: normal = Point(0, 1)
        case .corner:
            let corner = random.child("corner").integer(0...3)
            normal = Point(corner % 2 == 0 ? -root : root, corner < 2 ? -root : root)
        }
        let extent = abs(normal.x) * half.x + abs(normal.y) * half.y
        return Roll(
            middle: half, normal: normal, flat: extent - reach, radius: radius, reach: reach, camera: camera)
    }
}

/// A cylinder that a sheet follows from a line on: how far places go, how much larger they are seen, how they turn.
private struct Roll {
    let middle: Point
    let normal: Point
    let along: MonotoneTable
    let size: Profile
    private let flat: Double
    private let radius: Double

    /// Paper does not curl past upright; further out it goes on straight.
    private static let most = 70.0

    init(middle: Point, normal: Point, flat: Double, radius: Double, reach: Double, camera: Double) {
        (self.middle, self.normal, self.flat, self.radius) = (middle, normal, flat, radius)
        let count = max(64, min(1024, Int(reach / 2)))
        let step = reach / Double(count)
        var (places, sizes): ([Double], [Double]) = ([], [])
        let arc = Roll.most * 0.017453292519943295 * radius
        let (lastSine, lastCosine) = sineAndCosine(degrees: Roll.most)
        for i in 0...count {
            let s = Double(i) * step
            var (x, z): (Double, Double)
            if s <= arc {
                let (sine, cosine) = sineAndCosine(degrees: s / radius * 57.29577951308232)
                (x, z) = (radius * sine, radius * (1 - cosine))
            } else {
                x = radius * lastSine + (s - arc) * lastCosine
                z = radius * (1 - lastCosine) + (s - arc) * lastSine
            }
            // A camera that the paper would touch is moved up.
            let near = camera / (camera - min(z, camera * 0.6))
            places.append((flat + x) * near)
            sizes.append(near)
        }
        along = MonotoneTable(from: flat, step: step, values: places)
        size = Profile(from: flat, step: step, values: sizes)
    }

    /// By how many degrees the paper stands up at a place of the flat page.
    func turn(at p: Point) -> Double {
        let d = p - middle
        let s = d.x * normal.x + d.y * normal.y - flat
        return s <= 0 ? 0 : min(s / radius * 57.29577951308232, Roll.most)
    }
}
