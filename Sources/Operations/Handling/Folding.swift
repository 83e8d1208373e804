public import Imaging
public import OperationKit

/// The sheet was folded: each crease bends the paper, catches light on one side, and wears.
public struct Folding: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "folding", family: .handling, on: [.page], peers: ["Folding", "crease", "folds"],
        "The sheet was folded for an envelope: each crease bends the paper, catches light on one side and shade on the "
            + "other, and wears.",
        main: "layout",
        severities: Severities(
            mild: ["depth": "0.3mm", "contrast": "0.12", "wear": "0.05"],
            medium: ["depth": "1mm", "contrast": "0.3"],
            strong: ["layout": "random", "folds": "5", "depth": "2.5mm", "contrast": "0.5", "wear": "0.7"]),
        promises: [
            .identity(with: ["depth": "0mm", "wear": "0", "grime": "0", "contrast": "0"]), .roundTrip(atMost: 0.1),
            .labelsHit, .keepsWords(), .meanShift(atMost: 8), .grayEqualsColor(),
            .monotone("contrast", values: ["0", "0.1", "0.2", "0.4", "0.8"]),
        ],
        cost: (10, 5))

    enum Layout: String, CaseIterable { case letter, half, quarter, random, accordion }
    enum Direction: String, CaseIterable { case horizontal, vertical, any }

    let layout: Layout
    let folds: Int
    let direction: Direction
    let angle: Double
    let depth: Double
    let width: Double
    let sharpness: Double
    let light: Double
    let contrast: Double
    let wear: Double
    let grime: Double
    public let resampling: Resampling

    public init(_ p: inout Parameters) {
        layout = p.choice(
            "layout", "letter", "letter: in three; half; quarter: in four; random; accordion: to and fro, evenly")
        folds = p.count("folds", "1..3", in: 1...12, "how many (random and accordion)")
        direction = p.choice("direction", "horizontal", "which way the creases run")
        angle = p.angle("angle", "0 +- 1", in: -90...90, "how far off that they run")
        depth = p.length("depth", "0.3..1mm", in: .mm(0...15), "how high the paper stands at a crease")
        width = p.length("width", "4..12mm", in: .mm(0.3...80), "width of the bend")
        sharpness = p.share("sharpness", "0.4..0.8", "from rounded to a knife edge")
        light = p.angle("light", "0..360", in: 0...360, "where the light comes from")
        contrast = p.share("contrast", "0.1..0.3", "how much darker the side away from the light is")
        wear = p.share("wear", "0.1..0.3", "ink and paper rubbed off along the crease")
        grime = p.share("grime", "0..0.1", "dirt along the crease")
        resampling = p.resampling()
    }

    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if depth == 0 { return .identity(page.size) }
        let sheet = CreasedSheet(creases(on: page, random))
        return sheet.isFlat ? .identity(page.size) : GeometricMap(sheet, outputSize: page.size)
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if (depth == 0 || contrast == 0), wear == 0, grime == 0 { return }
        let creases = creases(on: page, random)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let paper = pixels.borderColor(frame: page.pixels(mm: 2)).samples(for: pixels.kind)
        for (index, crease) in creases.enumerated() {
            let marks = CreaseMarks(
                crease, gains: gains(along: crease, page), wear: wear, grime: grime, paper: paper, page: page,
                random.child("marks").child(index))
            pixels.withMutablePlane { marks.paint(on: $0) }
        }
    }

    /// The folds, the same for the map and for the marks.
    private func creases(on page: PageContext, _ random: RandomStream) -> [Crease] {
        let places = random.child("places")
        let turns = random.child("turns")
        let upFirst = random.child("up").chance(0.5)
        func isVertical(_ i: Int) -> Bool {
            direction == .vertical || (direction == .any && turns.chance(0.5, i))
        }
        let shares: [(place: Double, vertical: Bool)] =
            switch layout {
            case .letter: [1.0 / 3, 2.0 / 3].map { ($0 + places.uniform(-0.01...0.01, Int($0 * 3)), isVertical(0)) }
            case .half: [(0.5 + places.uniform(-0.008...0.008), isVertical(0))]
            case .quarter: [(0.5, false), (0.5, true)]
            case .random:
                (0..<folds).map { i in
                    ((Double(i) + places.uniform(0.2...0.8, i)) / Double(folds), isVertical(i))
                }
            case .accordion: (1...folds).map { (Double($0) / Double(folds + 1), isVertical(0)) }
            }
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        // Where bends overlap, their shifts must not add up to more than the page between them.
        let crowd = max(1, (Double(shares.count) * width / max(1, min(w, h))).rounded(.up))
        return shares.enumerated().map { i, share in
            let center = share.vertical ? Point(share.place * w, h / 2) : Point(w / 2, share.place * h)
            return Crease(
                through: center, degrees: (share.vertical ? 90 : 0) + angle, depth: depth, width: width,
                sharpness: sharpness, isRidge: (i % 2 == 0) == upFirst, limit: page.pixels(mm: 1) / crowd)
        }
    }

    /// Gains in Q2.14 across a crease, four per pixel from −reach to reach: brighter towards the light, darker away from
    /// it, and a fine dark line along the crease itself.
    private func gains(along crease: Crease, _ page: PageContext) -> [UInt16] {
        let (sine, cosine) = sineAndCosine(degrees: light)
        let across = crease.normal.x * cosine - crease.normal.y * sine
        // Even light along the crease leaves some shade, since a lamp is not a point.
        let lit = across < 0 ? min(across, -0.4) : max(across, 0.4)
        let line = max(0.5, page.pixels(mm: 0.1))
        let count = Int((crease.reach * 8).rounded(.up)) + 1
        let steepest = crease.steepest
        return (0..<count).map { i in
            let s = Double(i) / 4 - crease.reach
            let facing = steepest > 0 ? -crease.slope(at: s) / steepest * lit : 0
            // A steep flank is as dark as it gets. Towards the light a sheet that faced it already gains little.
            let shade = facing * steepest / (0.1 + steepest) * (facing > 0 ? 0.35 : 1)
            // Fibers that broke, and the dirt they hold, make a fine dark line.
            let edge = depth == 0 ? 0 : max(0, 1 - abs(s) / line) * (crease.isRidge ? -0.5 : -0.9)
            return UInt16((16384 * (1 + contrast * min(max(shade + edge, -1), 1))).rounded())
        }
    }
}
