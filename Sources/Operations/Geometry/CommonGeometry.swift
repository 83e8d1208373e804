import Imaging
import OperationKit

extension Parameters {
    /// The parameters that every geometric operation takes, last in its list.
    mutating func resampling(fill usual: String = "paper", keepBilevel: Bool = false) -> Resampling {
        let fill = fillWord(usual)
        let color = optionalColor("fill-color", "none", "a color for new area instead")
        let quality: Resampling.Quality = choice("quality", "linear", "how pixels between pixels are found")
        let keepBilevel = flag(
            "keep-bilevel", keepBilevel, "whether a black and white page is cut to two levels again")
        let texture = flag("texture", false, "whether new area goes on with the grain of the paper")
        return Resampling(
            quality: quality, fill: color.map(Fill.color) ?? fill, texture: texture, keepBilevel: keepBilevel)
    }

    /// The parameters of a geometric operation that only copies pixels, last in its list.
    mutating func copying() -> Resampling {
        let fill = fillWord("paper")
        let color = optionalColor("fill-color", "none", "a color for new area instead")
        return Resampling(fill: color.map(Fill.color) ?? fill)
    }

    private mutating func fillWord(_ usual: String) -> Fill {
        let word: FillWord = choice(
            "fill", usual, "new area: the page's own border color, a fixed tone, the nearest pixel or a table top")
        return word.fill
    }
}

/// The fills that have a name.
private enum FillWord: String, CaseIterable {
    case paper, white, black, edge, desk

    var fill: Fill {
        switch self {
        case .paper: .paper
        case .white: .white
        case .black: .black
        case .edge: .edge
        case .desk: .desk
        }
    }
}

/// What becomes of the frame when a page is turned or stretched.
enum Canvas: String, CaseIterable {
    case keep, grow, fit, inside

    static let help =
        "keep: the size stays and corners may leave; grow: nothing is lost; fit: scaled so that nothing is lost; "
        + "inside: the largest upright piece without new area"

    /// The map on a page of that size.
    func map(of homography: Homography, on size: Size) -> GeometricMap {
        let corners = size.corners.map(homography.forward)
        switch self {
        case .keep: return GeometricMap(homography, outputSize: size)
        case .grow: return .growing(homography, to: corners)
        case .fit: return GeometricMap(homography.then(.fitting(corners, into: size)), outputSize: size)
        case .inside: return inside(homography, corners, size)
        }
    }

    /// The largest piece of the page's own shape, about its middle, whose corners all come from the page.
    private func inside(_ homography: Homography, _ corners: [Point], _ size: Size) -> GeometricMap {
        let middle = corners.reduce(Point(0, 0), +) * 0.25
        let half = Point(Double(size.width) / 2, Double(size.height) / 2)
        func isInside(_ share: Double) -> Bool {
            [Point(-1, -1), Point(1, -1), Point(1, 1), Point(-1, 1)].allSatisfy { sign in
                let p = homography.inverse(middle + Point(sign.x * half.x, sign.y * half.y) * share)
                return p.x >= 0 && p.y >= 0 && p.x <= 2 * half.x && p.y <= 2 * half.y
            }
        }
        var (low, high) = (0.0, 32.0)
        for _ in 0..<40 {
            let share = (low + high) / 2
            if isInside(share) { low = share } else { high = share }
        }
        let piece = Size(
            width: max(1, Int(2 * half.x * low + 1e-6)), height: max(1, Int(2 * half.y * low + 1e-6)))
        let shift = Homography.translation(
            Double(piece.width) / 2 - middle.x, Double(piece.height) / 2 - middle.y)
        return GeometricMap(homography.then(shift), outputSize: piece)
    }
}

extension Homography {
    /// The scaling and shift that puts `points` upright into a page of that size, as large as fits, in the middle.
    static func fitting(_ points: [Point], into size: Size) -> Homography {
        let (low, high) = Outline(points).bounds
        let scale = min(Double(size.width) / (high.x - low.x), Double(size.height) / (high.y - low.y))
        let middle = (low + high) * 0.5
        return Homography([
            scale, 0, Double(size.width) / 2 - scale * middle.x,
            0, scale, Double(size.height) / 2 - scale * middle.y,
            0, 0, 1,
        ]) ?? .identity
    }
}

extension GeometricMap {
    /// The map onto a page just large enough for `points`, which are where the corners of the page went.
    static func growing(_ homography: Homography, to points: [Point]) -> GeometricMap {
        let (low, high) = Outline(points).bounds
        // A hair less than whole pixels is rounding, not paper.
        let left = (low.x + 1e-6).rounded(.down)
        let top = (low.y + 1e-6).rounded(.down)
        let size = Size(
            width: max(1, Int((high.x - left - 1e-6).rounded(.up))),
            height: max(1, Int((high.y - top - 1e-6).rounded(.up))))
        return GeometricMap(homography.then(.translation(-left, -top)), outputSize: size)
    }
}
