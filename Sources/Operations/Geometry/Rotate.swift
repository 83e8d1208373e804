public import Imaging
public import OperationKit

/// The sheet lay askew.
public struct Rotate: GeometricOperation {
    public static let manual = Manual(
        "rotate", family: .geometry, on: [.page, .ink, .paper],
        peers: ["Rotate", "SafeRotate", "Geometric", "skew", "tilt", "ShiftScaleRotate"],
        "The sheet lay askew.", main: "angle",
        severities: Severities(
            mild: ["angle": "-0.7..0.7"], medium: ["angle": "0.8..1.5 | -1.5..-0.8"], strong: ["angle": "-2.5..2.5"]),
        promises: [
            .identity(with: ["angle": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .keepsWords(with: ["angle": "7", "canvas": "grow"]), .keepsWords(with: ["angle": "-7", "canvas": "fit"]),
        ],
        cost: (15, 6.5))

    public static let usesChance = false

    enum Center: String, CaseIterable { case page, corner }

    let angle: Double
    let canvas: Canvas
    let center: Center
    public let resampling: Resampling

    public init(_ p: inout Parameters) {
        angle = p.angle("angle", "-1.5..1.5", in: -180...180, "how far the sheet is turned, counterclockwise")
        canvas = p.choice("canvas", "keep", Canvas.help)
        center = p.choice("center", "page", "what stays in place: the middle of the page or its top left corner")
        resampling = p.resampling()
    }

    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        Rotate.map(of: page.size, degrees: angle, canvas: canvas, center: center)
    }

    /// A turn of a page of that size, counterclockwise.
    static func map(of size: Size, degrees: Double, canvas: Canvas, center: Center = .page) -> GeometricMap {
        if abs(degrees) < 0.003 { return .identity(size) }
        let middle = Point(Double(size.width) / 2, Double(size.height) / 2)
        let turn = Homography.rotation(degrees: degrees, about: center == .page ? middle : Point(0, 0))
        return canvas == .inside ? inside(turn, degrees, size) : canvas.map(of: turn, on: size)
    }

    /// The largest upright rectangle within a turned one: either it touches all four sides, or two opposite corners of
    /// it lie on the middle line of the long side.
    private static func inside(_ turn: Homography, _ degrees: Double, _ size: Size) -> GeometricMap {
        let corners = size.corners.map(turn.forward)
        let (long, short) = (Double(max(size.width, size.height)), Double(min(size.width, size.height)))
        let (s, c) = sineAndCosine(degrees: degrees)
        let (sine, cosine) = (abs(s), abs(c))
        var (along, across) = (0.0, 0.0)
        if short <= 2 * sine * cosine * long || abs(sine - cosine) < 1e-9 {
            let half = short / 2
            (along, across) = sine < cosine ? (half / sine, half / cosine) : (half / cosine, half / sine)
        } else {
            let double = cosine * cosine - sine * sine
            (along, across) = ((long * cosine - short * sine) / double, (short * cosine - long * sine) / double)
        }
        let isWide = size.width >= size.height
        let width = max(1, Int((isWide ? along : across) + 1e-6))
        let height = max(1, Int((isWide ? across : along) + 1e-6))
        let middle = corners.reduce(Point(0, 0), +) * 0.25
        let shift = Homography.translation(Double(width) / 2 - middle.x, Double(height) / 2 - middle.y)
        return GeometricMap(turn.then(shift), outputSize: Size(width: width, height: height))
    }
}
