public import Imaging
public import OperationKit

/// Another size in pixels.
public struct Resize: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "resize", family: .geometry, on: [.page, .ink, .paper],
        peers: ["Resize", "LongestMaxSize", "SmallestMaxSize", "RandomScale", "Geometric", "fit-height"],
        "The page gets another size in pixels; `height: 48` alone is the usual step for pictures of lines.",
        main: "scale",
        severities: Severities(mild: ["scale": "0.9"], medium: ["scale": "0.7"], strong: ["scale": "0.5"]),
        promises: [
            .identity(with: ["scale": "1"]), .identity(with: [:]), .roundTrip(atMost: 0.001), .labelsHit,
            .keepsWords(with: ["scale": "0.37"]), .keepsWords(with: ["width": "223", "keep-ratio": "false"]),
            .meanShift(atMost: 1, with: ["scale": "0.5"]), .grayEqualsColor(with: ["scale": "0.7"]),
        ],
        cost: (8, 5))

    /// Drawn parameters decide all.
    public static let usesChance = false

    let target: TargetSize
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        let sides = 1...8000
        target = TargetSize(
            width: p.optionalCount("width", in: sides, "pixels in a row"),
            height: p.optionalCount("height", in: sides, "rows"),
            longest: p.optionalCount("longest", in: sides, "pixels of the longer side"),
            shortest: p.optionalCount("shortest", in: sides, "pixels of the shorter side"),
            scale: p.optionalNumber("scale", in: 0.01...50, "how much larger"),
            keepsRatio: p.flag(
                "keep-ratio", true, "whether a page given both width and height fits in, instead of being stretched"))
        resampling = p.sizing()
    }

    /// A size in pixels is meant as one of square pixels.
    public var makesSquarePixels: Bool { true }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        .scaling(page.size, to: target.size(for: page.size))
    }

    /// Pixels per inch follow the size.
    public func dpi(after map: GeometricMap, of page: PageContext) -> Double {
        let (before, after) = (page.size, map.outputSize)
        let x = Double(after.width) / Double(before.width)
        let y = Double(after.height) / Double(before.height)
        return before == after ? page.dpi : page.dpi * (x * y).squareRoot()
    }
}

/// What size a page is to get.
struct TargetSize {
    let width: Int?
    let height: Int?
    let longest: Int?
    let shortest: Int?
    let scale: Double?
    let keepsRatio: Bool

    /// The first that is given counts: width and height, longest, shortest, scale.
    func size(for size: Size) -> Size {
        let (w, h) = (Double(size.width), Double(size.height))
        if let width, let height {
            if !keepsRatio { return Size(width: width, height: height) }
            let factor = min(Double(width) / w, Double(height) / h)
            return TargetSize.scaled(size, by: factor)
        }
        if let width {
            return keepsRatio
                ? Size(width: width, height: TargetSize.side(h * Double(width) / w))
                : Size(width: width, height: size.height)
        }
        if let height {
            return keepsRatio
                ? Size(width: TargetSize.side(w * Double(height) / h), height: height)
                : Size(width: size.width, height: height)
        }
        if let longest { return TargetSize.scaled(size, by: Double(longest) / max(w, h)) }
        if let shortest { return TargetSize.scaled(size, by: Double(shortest) / min(w, h)) }
        return TargetSize.scaled(size, by: scale ?? 1)
    }

    static func scaled(_ size: Size, by factor: Double) -> Size {
        Size(width: side(Double(size.width) * factor), height: side(Double(size.height) * factor))
    }

    private static func side(_ length: Double) -> Int { max(1, Int(min(length, 60_000).rounded())) }
}

extension GeometricMap {
    /// Another size for a page; exact at its edges.
    static func scaling(_ size: Size, to target: Size) -> GeometricMap {
        if size == target { return .identity(size) }
        let x = Double(target.width) / Double(size.width)
        let y = Double(target.height) / Double(size.height)
        return GeometricMap(Homography.scale(x, y) ?? .identity, outputSize: target)
    }
}

/// How pixels between pixels are found when a page gets another size.
private enum SizingQuality: String, CaseIterable {
    case auto, nearest, linear, area, cubic
}

extension Parameters {
    /// The parameters of an operation that only gives another size, last in its list.
    mutating func sizing() -> Resampling {
        let word: SizingQuality = choice(
            "quality", "auto", "how pixels between pixels are found; smaller is always by area, but for nearest")
        let keepBilevel = flag("keep-bilevel", false, "whether a black and white page is cut to two levels again")
        let quality: Resampling.Quality =
            switch word {
            case .auto, .cubic: .cubic
            case .nearest: .nearest
            case .linear, .area: .linear
            }
        // There is no new area, but cubic pulling looks over the edge.
        return Resampling(quality: quality, fill: .edge, keepBilevel: keepBilevel)
    }
}
