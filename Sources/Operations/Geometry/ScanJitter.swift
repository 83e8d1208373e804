public import Imaging
public import OperationKit

/// The carriage or the hand wanders.
public struct ScanJitter: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "scan-jitter", family: .geometry, on: [.page, .paper],
        peers: ["carriage-jitter", "row-jitter", "wobble", "rolling-shutter"],
        "The carriage of a scanner, or the hand that moves it, wanders: rows slide sideways and bunch up.",
        main: "sideways",
        severities: Severities(
            mild: ["sideways": "0.04mm"], medium: ["sideways": "0.12mm", "feed": "0.02"],
            strong: ["sideways": "0.3mm", "smooth": "1mm"]),
        promises: [
            .identity(with: ["sideways": "0mm", "feed": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .monotone("sideways", values: ["0mm", "0.05mm", "0.1mm", "0.2mm", "0.4mm"]),
        ],
        cost: (6, 2.7))

    let sideways: Double
    let feed: Double
    let smooth: Double
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        sideways = p.length(
            "sideways", "0..0.06mm", in: .mm(0...5), "standard deviation of the way that rows slide")
        feed = p.share("feed", "0..0.01", in: 0...0.5, "how much more or less than even the paper moves on")
        smooth = p.length("smooth", "2..10mm", in: .mm(0.1...200), "how far down the page a slip lasts")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let sways = sideways >= 1 / 32
        if !sways, feed == 0 { return .identity(page.size) }
        let step = Double(MeshMap.cell)
        let cell = max(smooth, step)
        let count = page.size.height / MeshMap.cell + 2
        var sway: Profile?
        if sways {
            let field = ValueField(random.child("sideways"), cell: cell)
            // Uniform values with soft slopes between them deviate by about half a unit.
            let values = (0..<count).map { field.value(at: Double($0) * step + 0.5) * sideways * 2 }
            sway = Profile(from: 0.5, step: step, values: values)
        }
        var down: MonotoneTable?
        if feed > 0 { down = advance(count, step, ValueField(random.child("feed"), cell: cell), page.size) }
        return GeometricMap(AxisMap(down: down, sway: sway), outputSize: page.size)
    }

    /// Where rows come to lie when the paper moves on unevenly; the page keeps its height.
    private func advance(_ count: Int, _ step: Double, _ field: ValueField, _ size: Size) -> MonotoneTable {
        var values = [0.0]
        for i in 1..<max(count, 2) {
            values.append(values[i - 1] + step * (1 + feed * field.value(at: Double(i) * step)))
        }
        let length = Double(values.count - 1) * step
        let factor = length / values[values.count - 1]
        return MonotoneTable(from: 0, step: step, values: values.map { $0 * factor })
    }
}
