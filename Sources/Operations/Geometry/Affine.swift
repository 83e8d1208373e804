public import Imaging
public import OperationKit

/// Scale, stretch, shift, shear and turn at once.
public struct Affine: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "affine", family: .geometry, on: [.page, .ink, .paper], peers: ["Affine", "ShiftScaleRotate", "Geometric"],
        "The page is a little larger, narrower, shifted and sheared, all at once.", main: "scale",
        severities: Severities(
            mild: ["scale": "0.99..1.01"], medium: ["scale": "0.95..1.05", "shear": "-2..2"],
            strong: ["scale": "0.8..1.2", "shear": "-8..8", "canvas": "fit"]),
        promises: [
            .identity(with: [
                "scale": "1", "stretch": "1", "shift-x": "0mm", "shift-y": "0mm", "shear": "0", "angle": "0",
            ]),
            .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(with: ["shear": "8", "canvas": "grow"]),
            .keepsWords(with: ["shear": "-8", "scale": "1.2", "canvas": "fit"]),
        ],
        cost: (15, 6.5))

    /// Drawn parameters decide all.
    public static let usesChance = false

    let scale: Double
    let stretch: Double
    let shift: Point
    let shear: Double
    let angle: Double
    let canvas: Canvas
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        scale = p.number("scale", "0.97..1.03", in: 0.05...20, "how much larger the page gets")
        stretch = p.number("stretch", "0.99..1.01", in: 0.1...10, "how much wider it gets against its height")
        let x = p.length("shift-x", "-2..2mm", in: .mm(-500...500), "how far it moves to the right")
        let y = p.length("shift-y", "-2..2mm", in: .mm(-500...500), "how far it moves down")
        shift = Point(x, y)
        shear = p.angle("shear", "-1..1", in: -60...60, "how far upright lines lean to the right")
        angle = p.angle("angle", "0", in: -180...180, "how far the page is turned, counterclockwise")
        canvas = p.choice("canvas", "keep", Canvas.help)
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let size = page.size
        let middle = Point(Double(size.width) / 2, Double(size.height) / 2)
        let (sine, cosine) = sineAndCosine(degrees: shear)
        let root = stretch.squareRoot()
        guard abs(shear) < 89,
            let form = Homography([scale * root, -scale / root * sine / cosine, 0, 0, scale / root, 0, 0, 0, 1])
        else { return .identity(size) }
        let whole = Homography.translation(-middle.x, -middle.y).then(form)
            .then(.rotation(degrees: angle, about: Point(0, 0)))
            .then(.translation(middle.x + shift.x, middle.y + shift.y))
        let isNothing = scale == 1 && stretch == 1 && shear == 0 && angle == 0 && shift == Point(0, 0)
        return isNothing ? .identity(size) : canvas.map(of: whole, on: size)
    }
}
