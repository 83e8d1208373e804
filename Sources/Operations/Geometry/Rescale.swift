public import Imaging
public import OperationKit

/// Every page at one resolution.
public struct Rescale: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "rescale", family: .geometry, on: [.page, .ink, .paper], peers: ["Rescale", "set-dpi", "resample"],
        "Brings every page to one resolution, whatever its file says.", main: "dpi",
        severities: Severities(mild: ["dpi": "200"], medium: ["dpi": "120"], strong: ["dpi": "90"]),
        promises: [
            .identity(with: ["dpi": "150"]), .roundTrip(atMost: 0.001), .labelsHit, .keepsWords(),
            .keepsWords(with: ["dpi": "70"]), .meanShift(atMost: 1, with: ["dpi": "100"]),
        ],
        cost: (18, 6))

    /// Drawn parameters decide all.
    public static let usesChance = false

    let dpi: Double
    let assumed: Double?
    let onlyIfLarger: Bool
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        dpi = p.number("dpi", "300", in: 20...2400, "pixels per inch afterwards")
        assumed = p.optionalNumber(
            "assume", in: 20...2400, "pixels per inch of a page whose file does not say; else it is guessed")
        onlyIfLarger = p.flag("only-if-larger", false, "whether pages of a lower resolution stay as they are")
        resampling = p.sizing()
    }

    /// A size in pixels is meant as one of square pixels.
    public var makesSquarePixels: Bool { true }

    /// It is the one asked for.
    public var saysResolution: Bool { true }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let before = before(page)
        if abs(before - dpi) < 1e-9 || (onlyIfLarger && before < dpi) { return .identity(page.size) }
        return .scaling(page.size, to: TargetSize.scaled(page.size, by: dpi / before))
    }

    /// The resolution asked for.
    public func dpi(after map: GeometricMap, of page: PageContext) -> Double {
        onlyIfLarger && before(page) < dpi ? before(page) : dpi
    }

    private func before(_ page: PageContext) -> Double { page.isDPIGuessed ? assumed ?? page.dpi : page.dpi }
}
