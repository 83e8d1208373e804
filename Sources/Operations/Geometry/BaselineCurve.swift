public import Imaging
public import OperationKit

/// Lines of text bow or wave.
public struct BaselineCurve: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "baseline-curve", family: .geometry, on: [.page, .ink, .paper], peers: ["curved-text", "arc", "wave-line"],
        "Lines of text bow or wave while columns stay upright, which is safe for pictures of single lines.",
        main: "rise",
        severities: Severities(
            mild: ["rise": "0.3mm"], medium: ["rise": "0.9mm"], strong: ["rise": "2mm", "period": "60mm"]),
        promises: [
            .identity(with: ["rise": "0mm"]), .roundTrip(atMost: 0.1), .labelsHit,
            .keepsWords(with: ["rise": "4mm", "grow": "true"]),
        ],
        cost: (8, 7))

    enum Shape: String, CaseIterable { case wave, arc, s }

    let rise: Double
    let period: Double
    let shape: Shape
    let grow: Bool
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        rise = p.length("rise", "0.2..0.7mm", in: .mm(0...40), "how far off its line a letter gets at most")
        period = p.length("period", "60..250mm", in: .mm(3...2000), "from crest to crest (wave)")
        shape = p.choice("shape", "wave", "wave: up and down along the line; arc: one bow; s: up, then down")
        grow = p.flag("grow", false, "whether the page gets higher by as much as letters move")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if rise < 1 / 16 { return .identity(page.size) }
        let cell = Double(MeshMap.cell)
        let phase = random.child("phase").uniform(0...360)
        let sign = random.child("side").chance(0.5) ? 1.0 : -1.0
        let count = page.size.width / MeshMap.cell + 2
        let drops = (0..<count).map { i in
            sign * rise * height(at: Double(i) * cell + 0.5, of: Double(page.size.width), phase)
        }
        let bow = GeometricMap(AxisMap(drop: Profile(from: 0.5, step: cell, values: drops)), outputSize: page.size)
        guard grow else { return bow }
        let room = Int(rise.rounded(.up))
        return bow.then(
            GeometricMap(
                .translation(0, Double(room)),
                outputSize: Size(width: page.size.width, height: page.size.height + 2 * room)))
    }

    /// −1…1 along a line of that length.
    private func height(at x: Double, of length: Double, _ phase: Double) -> Double {
        let t = 2 * x / length - 1
        switch shape {
        case .wave: return sineAndCosine(degrees: 360 * x / period + phase).sine
        case .arc: return 1 - 2 * t * t
        case .s: return sineAndCosine(degrees: 180 * t).sine
        }
    }
}
