/// A smooth map of the page onto itself that is not projective: a curl, a fold, a wave.
public protocol NonlinearMap: Sendable {
    /// Where a point of the page before goes.
    func forward(_ p: Point) -> Point
    /// Moves many points forward at once, in their places.
    func push(_ points: inout [Point])
    /// Where a point of the page after came from; within 0.05 px of the inverse of `forward`.
    func inverse(_ p: Point) -> Point
    /// The inverse of many points at once.
    func pull(_ points: inout [Point])
}

extension NonlinearMap {
    public func pull(_ points: inout [Point]) {
        for i in points.indices { points[i] = inverse(points[i]) }
    }
}

/// Where the points of a page go, and from where the pixels of the result come. Labels move forward, pixels are pulled
/// by the inverse. Maps are composed, so that a run of geometric steps resamples once.
public struct GeometricMap: Sendable {
    /// The size of the page after the map.
    public let outputSize: Size
    /// In order of application.
    public let parts: [Part]

    public enum Part: Sendable {
        case projective(Homography)
        case nonlinear(any NonlinearMap)
    }

    /// Neighboring projective parts are multiplied into one, identities dropped.
    public init(_ parts: [Part], outputSize: Size) {
        var merged: [Part] = []
        for part in parts {
            if case .projective(let h) = part {
                if h.isIdentity { continue }
                if case .projective(let before)? = merged.last {
                    merged[merged.count - 1] = .projective(before.then(h))
                    continue
                }
            }
            merged.append(part)
        }
        self.parts = merged
        self.outputSize = outputSize
    }

    public init(_ homography: Homography, outputSize: Size) {
        self.init([.projective(homography)], outputSize: outputSize)
    }

    public init(_ map: any NonlinearMap, outputSize: Size) {
        self.init([.nonlinear(map)], outputSize: outputSize)
    }

    public static func identity(_ size: Size) -> GeometricMap { GeometricMap([], outputSize: size) }

    /// Whether pixels stay where they are on a page of that size.
    public func isIdentity(on size: Size) -> Bool { parts.isEmpty && outputSize == size }

    /// The homography when the whole map is projective.
    public var homography: Homography? {
        if parts.isEmpty { return .identity }
        if parts.count == 1, case .projective(let h) = parts[0] { return h }
        return nil
    }

    /// First this map, then `next`.
    public func then(_ next: GeometricMap) -> GeometricMap {
        GeometricMap(parts + next.parts, outputSize: next.outputSize)
    }

    public func forward(_ p: Point) -> Point {
        parts.reduce(p) { point, part in
            switch part {
            case .projective(let h): h.forward(point)
            case .nonlinear(let map): map.forward(point)
            }
        }
    }

    public func inverse(_ p: Point) -> Point {
        parts.reversed().reduce(p) { point, part in
            switch part {
            case .projective(let h): h.inverse(point)
            case .nonlinear(let map): map.inverse(point)
            }
        }
    }
}

extension GeometricMap {
    /// The inverse of many points at once, in their places.
    public func pull(_ points: inout [Point]) {
        for part in parts.reversed() {
            switch part {
            case .projective(let h): for i in points.indices { points[i] = h.inverse(points[i]) }
            case .nonlinear(let map): map.pull(&points)
            }
        }
    }
}

/// What area that was not on the page before is filled with.
public enum Fill: Hashable, Sendable {
    /// The page's own border color.
    case paper
    case white
    case black
    /// The nearest pixel of the page.
    case edge
    /// A dark tone of a table top under the page.
    case desk
    case color(Color)
}

/// How pixels are pulled through a map.
public struct Resampling: Hashable, Sendable {
    public enum Quality: String, Sendable, CaseIterable { case linear, cubic, nearest }

    public var quality: Quality
    public var fill: Fill
    /// Whether new area goes on with the grain of the paper, instead of one flat tone.
    public var texture: Bool
    /// Whether a bilevel page is cut at 128 after resampling, instead of becoming gray.
    public var keepBilevel: Bool

    public init(
        quality: Quality = .linear, fill: Fill = .paper, texture: Bool = false, keepBilevel: Bool = false
    ) {
        self.quality = quality
        self.fill = fill
        self.texture = texture
        self.keepBilevel = keepBilevel
    }

    /// Whether all new area has one tone, wherever it lies.
    public var fillsEvenly: Bool { !texture && fill != .edge }
}
