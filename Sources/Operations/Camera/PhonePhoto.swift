public import Imaging
public import OperationKit

/// A photo held by hand.
public struct PhonePhoto: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "phone-photo", family: .camera, on: [.page], gives: .color, peers: ["camera-photo", "desk"],
        "A photo held by hand: the sheet in perspective on a desk, with its shadow, the lens and the light's color.",
        main: "tilt",
        severities: Severities(
            mild: ["tilt": "2", "zoom": "0.99"], medium: ["tilt": "10", "zoom": "0.9"],
            strong: ["tilt": "25", "zoom": "0.75"]),
        promises: [
            .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(), .keepsWords(with: ["tilt": "40", "turn": "20"]),
        ],
        cost: (36, 30))

    enum Background: String, CaseIterable { case wood, cloth, dark, light, paper }

    let tilt: Double
    let turn: Double
    let zoom: Double
    let background: Background
    let image: String?
    let distortion: Double
    let shadow: Double
    let keepsSize: Bool
    private let quality: Resampling.Quality

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        tilt = p.angle("tilt", "2..9", in: 0...60, "how far the camera is from looking straight down")
        turn = p.angle("turn", "0 +- 3", in: -180...180, "how far the sheet is turned, counterclockwise")
        zoom = p.share("zoom", "0.88..0.98", in: 0.2...1.5, "how much of the frame the sheet fills")
        background = p.choice("background", "wood", "what the sheet lies on")
        image = p.path("image", "a picture of what the sheet lies on instead, or a folder of them")
        distortion = p.share("distortion", "-0.02..0.02", in: -0.3...0.3, "how far the lens moves a corner")
        shadow = p.share("shadow", "0.1..0.3", in: 0...1, "how dark the shadow of the sheet is")
        keepsSize = p.flag("keep-size", true, "whether the picture stays as large as the page, else the sheet does")
        quality = p.choice("quality", "linear", "how pixels between pixels are found")
    }

    /// New area is the desk.
    public var resampling: Resampling { Resampling(quality: quality, fill: .color(Desk.tone(of: background))) }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let size = page.size
        let (w, h) = (Double(size.width), Double(size.height))
        let middle = Point(w / 2, h / 2)
        let seen = view(of: size, from: random.child("side").uniform(0...360))
        var map = GeometricMap(seen, outputSize: size)
        let radius = (w * w + h * h).squareRoot() / 2
        if abs(distortion) * radius >= 1 / 16 {
            map = map.then(
                GeometricMap(RadialMap(center: middle, radius: radius, share: distortion), outputSize: size))
        }
        map = map.fitted(to: size)
        let room = keepsSize ? 1 : 1 / zoom
        let frame = Size(
            width: max(1, Int((w * room).rounded())), height: max(1, Int((h * room).rounded())))
        let scale = keepsSize ? zoom : 1
        let last = Homography([
            scale, 0, Double(frame.width) / 2 - scale * middle.x,
            0, scale, Double(frame.height) / 2 - scale * middle.y,
            0, 0, 1,
        ])
        return map.then(GeometricMap(last ?? .identity, outputSize: frame))
    }

    /// The sheet turned, then tilted about a line through its middle, seen from one and a half diagonals above.
    private func view(of size: Size, from side: Double) -> Homography {
        let (w, h) = (Double(size.width), Double(size.height))
        let height = (w * w + h * h).squareRoot() * 1.5
        let (sine, cosine) = sineAndCosine(degrees: tilt)
        let lean = Homography([cosine, 0, 0, 0, 1, 0, sine / height, 0, 1]) ?? .identity
        let origin = Point(0, 0)
        return Homography.translation(-w / 2, -h / 2)
            .then(.rotation(degrees: turn + side, about: origin)).then(lean)
            .then(.rotation(degrees: -side, about: origin)).then(.translation(w / 2, h / 2))
    }

    /// Paints the desk around the sheet, its shadow, and the color of the light.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let map = page.map, let before = page.sizeBefore else { return }
        var given: Raster?
        if let image {
            guard let picture = page.pictures[image] else {
                throw OperationFailure("the picture '\(image)' of what the sheet lies on was not loaded")
            }
            given = picture
        }
        pixels = pixels.converted(to: .color)
        let sheet = SheetSpans(of: map, from: before)
        var desk = Desk.picture(of: background, given, pixels.size, page, random.child("desk"))
        sheet.shadow(shadow, reach: page.pixels(mm: 8)).apply(to: &desk)
        pixels.withMutablePlane { to in
            desk.withPlane { from in
                for y in 0..<to.height {
                    for columns in sheet.outside(y) {
                        let start = columns.lowerBound * 3
                        (to.row(y) + start).update(from: from.row(y) + start, count: columns.count * 3)
                    }
                }
            }
        }
        let warmth = random.child("warmth").uniform(-0.05...0.08)
        pixels.apply(
            [1 - warmth, 1, 1 + warmth * 0.5].map { gain in
                LookupTable { UInt8(min(255, (Double($0) * gain).rounded())) }
            })
    }
}
