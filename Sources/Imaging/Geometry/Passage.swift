/// Geometric steps that follow one another, done as one: from a pixel of the result straight back to the page before the
/// first step. The page is a rectangle after each step; what one of them pushed out of it does not come back.
public struct Passage: Sendable {
    /// One step on its way through the graph.
    public struct Step: Sendable {
        /// Where the points of the page go.
        public let map: GeometricMap
        /// The size of the page before.
        public let before: Size
        /// Pixels per inch of the page before.
        public let dpi: Double
        /// Draws the tone of the desk under the page.
        public let stream: RandomStream

        /// A step of a page of that size.
        public init(_ map: GeometricMap, from before: Size, dpi: Double, _ stream: RandomStream) {
            (self.map, self.before, self.dpi, self.stream) = (map, before, dpi, stream)
        }
    }

    /// The page between two steps, where the later one shows what the earlier one cut off.
    public struct Frame: Sendable {
        /// How many steps went before.
        public let place: Int
        /// The size of the page there.
        public let size: Size
        /// From there to the result.
        public let rest: GeometricMap
    }

    /// In order; at least one.
    public private(set) var steps: [Step]
    /// All steps as one map.
    public private(set) var map: GeometricMap

    /// A passage of one step.
    public init(_ first: Step) {
        steps = [first]
        map = first.map
    }

    /// Adds a step at the end.
    public mutating func append(_ step: Step) {
        steps.append(step)
        map = map.then(step.map)
    }

    /// Whether the picture would be the same, up to how pixels between pixels are found, with this step done in the same
    /// pass as those before it.
    public func accepts(_ step: Step, _ resampling: Resampling) -> Bool {
        // Hard edges are copied by themselves.
        if map.hasPatchwork || step.map.hasPatchwork { return false }
        // Detail that went when the page became smaller is not there when it becomes larger.
        if map.growth(of: steps[0].before) < 0.9, step.map.growth(of: step.before) > 1.05 { return false }
        // A bend that is drawn out or drawn together may fall between the nodes from which pixels are pulled.
        if !map.isProjective, !map.then(step.map).isEven(onto: steps[0].before) { return false }
        // The nearest pixel and the grain are those of the page right before the step.
        return resampling.fillsEvenly || !step.map.looksBeyond(step.before)
    }

    /// The frames that matter, in the order of the steps. Where a step cuts nothing off, or nothing outside the page that
    /// it left is looked at, what lies outside that page lay outside the one before.
    public var frames: [Frame] {
        var frames: [Frame] = []
        guard var rest = steps.last?.map else { return [] }
        for place in stride(from: steps.count - 1, to: 0, by: -1) {
            let (earlier, later) = (steps[place - 1], steps[place])
            if rest.looksBeyond(later.before), earlier.map.cuts(earlier.before) {
                frames.append(Frame(place: place, size: later.before, rest: rest))
            }
            rest = earlier.map.then(rest)
        }
        return frames.reversed()
    }
}

extension GeometricMap {
    /// Whether the result shows places outside a page of that size.
    func looksBeyond(_ size: Size) -> Bool {
        var places = outputSize.outline(every: outlineStep)
        pull(&places)
        return !places.allSatisfy(size.holds)
    }

    /// Whether something of a page of that size is not in the result.
    func cuts(_ size: Size) -> Bool {
        var places = size.outline(every: outlineStep)
        push(&places)
        return !places.allSatisfy(outputSize.holds)
    }

    /// How much longer things on a page of that size get, measured at its middle: the root of the change of an area.
    public func growth(of size: Size) -> Double {
        let middle = Point(Double(size.width) / 2, Double(size.height) / 2)
        let o = forward(middle)
        let a = forward(middle + Point(1, 0)) - o
        let b = forward(middle + Point(0, 1)) - o
        let ratio = abs(a.x * b.y - a.y * b.x).squareRoot()
        return ratio.isFinite ? max(ratio, 1e-3) : 1
    }

    /// Whether the way back to a page of that size is straight, to a pixel, within cells of a mesh: looked at in 64 of them.
    fileprivate func isEven(onto size: Size) -> Bool {
        let cell = Double(MeshMap.cell)
        let (width, height) = (Double(outputSize.width), Double(outputSize.height))
        var places: [Point] = []
        for i in 0..<64 {
            let corner = Point(
                (width * (Double(i % 8) + 0.5) / 8 / cell).rounded(.down) * cell,
                (height * (Double(i / 8) + 0.5) / 8 / cell).rounded(.down) * cell)
            for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)] {
                places.append(corner + Point(x * cell + 0.5, y * cell + 0.5))
            }
        }
        pull(&places)
        return stride(from: 0, to: places.count, by: 5).allSatisfy { i in
            let middle = places[i + 4]
            let mean = (places[i] + places[i + 1] + places[i + 2] + places[i + 3]) * 0.25
            return !size.holds(middle) || middle.distance(to: mean) <= 1
        }
    }

    fileprivate var hasPatchwork: Bool {
        parts.contains { if case .nonlinear(let map) = $0 { map is Patchwork } else { false } }
    }

    /// Pixels between places of a side that are looked at; nil where its ends tell of all of it.
    private var outlineStep: Int? { homography?.isAffine == true ? nil : 16 }
}

extension Size {
    /// Whether a place lies on a page of this size; a hundredth of a pixel is rounding.
    fileprivate func holds(_ p: Point) -> Bool {
        p.x >= -0.01 && p.y >= -0.01 && p.x <= Double(width) + 0.01 && p.y <= Double(height) + 0.01
    }

    /// Places along the edge of a page, clockwise, at most `step` pixels apart; the corners when that is nil.
    fileprivate func outline(every step: Int?) -> [Point] {
        guard let step else { return corners }
        var places: [Point] = []
        for (i, a) in corners.enumerated() {
            let side = corners[(i + 1) % 4] - a
            let count = (i % 2 == 0 ? width : height) / step + 1
            for k in 0..<count { places.append(a + side * (Double(k) / Double(count))) }
        }
        return places
    }
}
