public import Imaging
public import OperationKit

/// Holes and metal along an edge.
public struct Fasteners: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "bindings-and-fasteners", family: .handling, on: [.page],
        peers: [
            "BindingsAndFasteners", "punch-holes", "staples", "paper-clip", "spiral-binding", "hole-punch", "binder",
        ],
        "Holes and metal along an edge: punched holes, slots, staples, clips, a spiral, split pins.", main: "kind",
        severities: Severities(
            mild: ["kind": "staple", "count": "1"], medium: ["kind": "punch-holes", "count": "4"],
            strong: ["kind": "spiral", "count": "40", "pitch": "8.5mm", "inset": "8mm"]),
        promises: [
            .identity(with: ["count": "0"]),
            .grayEqualsColor(tolerance: 2, with: ["behind": "80", "kind": "punch-holes"]),
        ],
        cost: (color: 6, gray: 5))

    enum Kind: String, CaseIterable {
        case staple, clip, spiral
        case punchHoles = "punch-holes"
        case binderSlots = "binder-slots"
        case splitPin = "split-pin"
    }

    enum Edge: String, CaseIterable { case left, right, top, bottom, corner }

    let kind: Kind
    let edge: Edge
    let count: Int
    let pitch: Double
    let size: Double
    let inset: Double
    let jitter: Double
    let behind: Color
    let shadow: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "punch-holes", "what it is")
        edge = p.choice("edge", "left", "where; corner: the upper left, for one staple or clip")
        count = p.count("count", "2", in: 0...60, "how many")
        pitch = p.length("pitch", "80mm", in: .mm(2...300), "from one to the next")
        size = p.length("size", "5.5..6.5mm", in: .mm(0.3...60), "of a punched hole; the others are in proportion")
        inset = p.length(
            "inset", "11..13mm", in: .mm(0...100), "from the edge to their middles, if the margin has room")
        jitter = p.length("jitter", "0.5mm", in: .mm(0...20), "how far they stand off their places")
        behind = p.color("behind", "40..110", "of what shows through a hole")
        shadow = p.share("shadow", "0.2..0.5", "how dark the shadows are")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, size >= 0.5 else { return }
        let frame = EdgeFrame(edge, pixels.size)
        let reach = max(0.5, kind == .punchHoles || kind == .splitPin ? size / 2 : size * 0.3)
        let depth = kind == .clip ? inset : room(of: pixels, frame, reach, page)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let metal = Metalwork(behind: behind, shadow: shadow, mm: page.pixels(mm: 1), isCornered: edge == .corner)
        pixels.withMutablePlane { plane in
            for i in 0..<count {
                let own = random.child(i)
                let along =
                    edge == .corner
                    ? depth + Double(i) * pitch : frame.length / 2 + (Double(i) - Double(count - 1) / 2) * pitch
                let off = Point(own.uniform(-jitter...jitter, 0), own.uniform(-jitter...jitter, 1) * 0.5)
                guard along > -size, along < frame.length + size else { continue }
                let spot = frame.spot(along + off.x, max(reach * 0.6, depth + off.y))
                draw(spot, metal, on: plane, own)
            }
        }
    }

    private func draw(_ spot: EdgeFrame.Spot, _ metal: Metalwork, on plane: MutablePlane, _ random: RandomStream) {
        switch kind {
        case .punchHoles: metal.hole(spot.place, size / 2, on: plane, random)
        case .binderSlots: metal.slot(spot, size, on: plane)
        case .staple: metal.staple(spot, size, on: plane, random)
        case .clip: metal.clip(spot, size, on: plane, random)
        case .spiral: metal.coil(spot, size, on: plane, random)
        case .splitPin: metal.pin(spot.place, size / 2, on: plane, random)
        }
    }

    /// How far in the middles may stand: less where print begins earlier.
    private func room(of pixels: Raster, _ frame: EdgeFrame, _ reach: Double, _ page: PageContext) -> Double {
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: false)
        let places = BlankPlaces(of: pixels, map: map, dpi: page.dpi, least: 64)
        let step = max(1, page.pixels(mm: 1))
        let wanted = inset + reach
        var depth = 0.0
        while depth + step <= wanted, places.isBlank(frame.strip(upTo: depth + step)) { depth += step }
        return depth + step > wanted ? inset : max(reach * 0.7, depth - reach - page.pixels(mm: 0.6))
    }
}

/// An edge of the page as a line of its own: places along it and inwards from it.
struct EdgeFrame {
    /// A place, the way along the edge there and the way inwards.
    struct Spot {
        let place: Point
        let along: Point
        let inwards: Point
    }

    private let edge: Fasteners.Edge
    private let size: Size

    init(_ edge: Fasteners.Edge, _ size: Size) {
        (self.edge, self.size) = (edge, size)
    }

    /// How long the edge is.
    var length: Double { Double(edge == .left || edge == .right ? size.height : size.width) }

    func spot(_ along: Double, _ inwards: Double) -> Spot {
        let (w, h) = (Double(size.width), Double(size.height))
        switch edge {
        case .left: return Spot(place: Point(inwards, along), along: Point(0, 1), inwards: Point(1, 0))
        case .right: return Spot(place: Point(w - inwards, along), along: Point(0, 1), inwards: Point(-1, 0))
        case .top: return Spot(place: Point(along, inwards), along: Point(1, 0), inwards: Point(0, 1))
        case .bottom: return Spot(place: Point(along, h - inwards), along: Point(1, 0), inwards: Point(0, -1))
        case .corner:
            return Spot(place: Point(along, inwards), along: Point(0.7071, -0.7071), inwards: Point(0.7071, 0.7071))
        }
    }

    /// The strip along the edge, so many pixels deep.
    func strip(upTo depth: Double) -> InkBox {
        let deep = Int(depth.rounded(.up))
        switch edge {
        case .left: return InkBox(left: 0, top: 0, right: deep, bottom: size.height)
        case .right: return InkBox(left: size.width - deep, top: 0, right: size.width, bottom: size.height)
        case .top: return InkBox(left: 0, top: 0, right: size.width, bottom: deep)
        case .bottom: return InkBox(left: 0, top: size.height - deep, right: size.width, bottom: size.height)
        case .corner: return InkBox(left: 0, top: 0, right: 2 * deep, bottom: 2 * deep)
        }
    }
}
