public import Imaging
public import OperationKit

/// Rows and columns stretched piece by piece.
public struct GridDistortion: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "grid-distortion", family: .geometry, on: [.page, .ink, .paper],
        peers: ["GridDistortion", "GridElasticDeform", "PiecewiseAffine", "stretch"],
        "Uneven feed: rows and columns are stretched piece by piece, or a mesh is pulled at its nodes.",
        main: "amount",
        severities: Severities(
            mild: ["amount": "0.01"], medium: ["amount": "0.05"], strong: ["amount": "0.15", "mode": "mesh"]),
        promises: [
            .identity(with: ["amount": "0"]), .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(),
            .keepsWords(with: ["amount": "0.3", "mode": "mesh"]),
        ],
        cost: (16, 7))

    enum Mode: String, CaseIterable { case separable, mesh }

    let mode: Mode
    let cell: Double
    let amount: Double
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        mode = p.choice("mode", "separable", "separable: whole rows and columns; mesh: every node by itself")
        cell = p.length("cell", "25..50mm", in: .mm(2...400), "from node to node")
        amount = p.share("amount", "0.01..0.03", in: 0...0.4, "share of a cell that a node may move")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if amount * cell < 1 / 16 { return .identity(page.size) }
        let (columns, rows) = (Double(page.size.width), Double(page.size.height))
        switch mode {
        case .separable:
            let map = AxisMap(across: table(columns, random.child("x")), down: table(rows, random.child("y")))
            return GeometricMap(map, outputSize: page.size)
        case .mesh:
            let net = Net(page.size, cell: cell, amount: min(amount, 0.33), random)
            var mesh = MeshMap(page.size, shift: net.shift)
            mesh.limitSlope(to: 0.7)
            return GeometricMap(mesh, outputSize: page.size)
        }
    }

    /// Nodes along one side of the page, all moved but the first and the last.
    private func table(_ length: Double, _ random: RandomStream) -> MonotoneTable {
        let count = max(1, Int((length / cell).rounded()))
        let step = length / Double(count)
        let values = (0...count).map { i in
            let shift = i == 0 || i == count ? 0 : random.uniform(-amount...amount, i) * step
            return Double(i) * step + shift
        }
        return MonotoneTable(from: 0, step: step, values: values)
    }
}

/// A net over the page whose inner nodes are pulled; straight between them.
private struct Net {
    let columns: Int
    let rows: Int
    let step: Point
    let nodes: [Point]

    init(_ size: Size, cell: Double, amount: Double, _ random: RandomStream) {
        let columns = max(2, Int((Double(size.width) / cell).rounded()))
        let rows = max(2, Int((Double(size.height) / cell).rounded()))
        let step = Point(Double(size.width) / Double(columns), Double(size.height) / Double(rows))
        nodes = (0...rows).flatMap { row in
            (0...columns).map { column in
                let i = row * (columns + 1) + column
                let isFrame = row == 0 || column == 0 || row == rows || column == columns
                if isFrame { return Point(0, 0) }
                return Point(
                    random.child("x").uniform(-amount...amount, i) * step.x,
                    random.child("y").uniform(-amount...amount, i) * step.y)
            }
        }
        (self.columns, self.rows, self.step) = (columns, rows, step)
    }

    func shift(at p: Point) -> Point {
        let x = min(max(p.x / step.x, 0), Double(columns))
        let y = min(max(p.y / step.y, 0), Double(rows))
        let (column, row) = (min(Int(x), columns - 1), min(Int(y), rows - 1))
        let (u, v) = (x - Double(column), y - Double(row))
        let i = row * (columns + 1) + column
        let upper = nodes[i] + (nodes[i + 1] - nodes[i]) * u
        let (a, b) = (nodes[i + columns + 1], nodes[i + columns + 2])
        let lower = a + (b - a) * u
        return upper + (lower - upper) * v
    }
}
