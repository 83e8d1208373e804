public import Imaging
public import OperationKit

/// Mid-tones lighter or darker.
public struct Gamma: TableOperation {
    /// What the manual says.
    public static let manual = Manual(
        "gamma", family: .photometric, on: [.page, .paper, .ink], peers: ["RandomGamma"],
        "Mid-tones lighter or darker; black and white stay.", main: "gamma",
        severities: Severities(
            mild: ["gamma": "log 0.85..1.2"], medium: ["gamma": "0.6 | 1.7"], strong: ["gamma": "0.35 | 3"]),
        promises: [
            .identity(with: ["gamma": "1"]), .onlyDarkens(with: ["gamma": "1.6"]),
            .onlyLightens(with: ["gamma": "0.6"]), .keepsBlankPaper, .grayEqualsColor(),
        ],
        cost: (4, 2))

    public static let usesChance = false

    let gamma: Double

    public init(_ p: inout Parameters) {
        gamma = p.number("gamma", "log 0.7..1.5", in: 0.05...20, "the exponent; above 1 darker")
    }

    public func tables(for kind: PixelKind) -> [LookupTable] {
        if gamma == 1 { return [.identity] }
        return [
            LookupTable { level in
                level == 0 ? 0 : UInt8((255 * exponential(gamma * naturalLog(Double(level) / 255))).rounded())
            }
        ]
    }
}
