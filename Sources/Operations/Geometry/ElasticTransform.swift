public import Imaging
public import OperationKit

/// A soft random stretch.
public struct ElasticTransform: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "elastic-transform", family: .geometry, on: [.page, .ink, .paper], peers: ["ElasticTransform"],
        "A soft random stretch, as handling or poor feeding leaves it.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.15mm"], medium: ["amount": "0.45mm"], strong: ["amount": "1mm", "cell": "8mm"]),
        promises: [
            .identity(with: ["amount": "0mm"]), .roundTrip(atMost: 0.1), .labelsHit,
            .monotone("amount", values: ["0mm", "0.1mm", "0.2mm", "0.4mm", "0.8mm"]),
        ],
        cost: (16, 7))

    let amount: Double
    let cell: Double
    let isotropic: Bool
    let pin: Bool
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        amount = p.length("amount", "0.15..0.35mm", in: .mm(0...20), "the longest way that a place moves")
        cell = p.length("cell", "8..20mm", in: .mm(0.5...300), "how far apart places move on their own")
        isotropic = p.flag("isotropic", false, "whether places move along one diagonal only")
        pin = p.flag("pin", false, "whether the frame of the page stays put")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if amount < 1 / 16 { return .identity(page.size) }
        let wide = max(cell, Double(2 * MeshMap.cell))
        let x = ValueField(random.child("x"), cell: wide)
        let y = ValueField(random.child("y"), cell: wide)
        var mesh = MeshMap(page.size) { p in
            let across = x.value(at: p)
            return Point(across, isotropic ? across : y.value(at: p))
        }
        mesh.balance()
        if pin { mesh.taper(to: page.size, over: wide) }
        mesh.scale(toPeak: amount, of: page.size)
        mesh.limitSlope(to: 0.6)
        return GeometricMap(mesh, outputSize: page.size)
    }
}

extension MeshMap {
    /// Takes out what all nodes have in common.
    mutating func balance() {
        let mean = shifts.reduce(Point(0, 0), +) * (1 / Double(shifts.count))
        adjust { shift, _ in shift - mean }
    }

    /// Makes the longest shift so long.
    mutating func scale(toPeak length: Double) {
        let peak = peak
        if peak > 1e-9 { scale(by: length / peak) }
    }

    /// Makes the longest way of all that is on the page so long. At the very edge nodes may pull from outside the page,
    /// where nothing is seen to move.
    mutating func scale(toPeak length: Double, of size: Size) {
        let columns = MeshMap.nodes(on: size).columns
        let (w, h) = (Double(size.width), Double(size.height))
        var peak = 0.0
        for (i, shift) in shifts.enumerated() {
            let p = Point(Double(i % columns * MeshMap.cell), Double(i / columns * MeshMap.cell))
            guard min(p.x, w - p.x) >= length, min(p.y, h - p.y) >= length else { continue }
            peak = max(peak, shift.distance(to: Point(0, 0)))
        }
        if peak > 1e-9 { scale(by: length / peak) } else { scale(toPeak: length) }
    }

    /// Lets shifts fade to nothing towards the frame of a page.
    mutating func taper(to size: Size, over width: Double) {
        let reach = min(width, Double(min(size.width, size.height)) / 2)
        adjust { shift, p in
            let inner = min(min(p.x, Double(size.width) - p.x), min(p.y, Double(size.height) - p.y))
            let t = min(max(inner / max(reach, 1), 0), 1)
            return shift * (t * t * (3 - 2 * t))
        }
    }
}
