import Imaging
import OperationKit

/// The geometric steps of a branch, for telling before a run whether pages that meet again are of one size. What steps make
/// of a size is tried out on pages of odd sizes.
struct SizedSteps {
    struct Step {
        let entry: CatalogEntry
        let values: ParameterSet
        /// Unlike that of any other step.
        let place: String
        /// For people: `stage.step`.
        let name: String
        /// Whether it runs in each variant, where it stands.
        let isSure: Bool
    }

    private var steps: [Step] = []

    mutating func append(_ step: Step) { steps.append(step) }

    /// Takes over what another branch has beyond this one, as a possibility.
    mutating func append(_ branch: SizedSteps, beyond count: Int) { steps += branch.steps.dropFirst(count) }

    var count: Int { steps.count }

    /// The names of the steps by which two branches may get different sizes, in order; none when they do not.
    func differences(from other: SizedSteps) -> [String] {
        let shared = zip(steps, other.steps).prefix { $0.place == $1.place }.count
        for trial in Trial.all {
            var one = trial
            for step in steps.prefix(shared) { one.run(step) }
            // What both went through by chance, they went through alike.
            one.forget()
            var two = one
            for step in steps.dropFirst(shared) { one.run(step) }
            for step in other.steps.dropFirst(shared) { two.run(step) }
            if one.size != two.size || !one.unsure.isEmpty || !two.unsure.isEmpty {
                return (one.changing + two.changing).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            }
        }
        return []
    }
}

/// A page without pixels on its way through steps.
private struct Trial {
    private(set) var size: Size
    private var dpi: Double
    /// The names of the steps that changed its size.
    private(set) var changing: [String] = []
    /// Of these, the ones of which not even trying tells what size they give.
    private(set) var unsure: [String] = []

    static let all = [
        Trial(size: Size(width: 347, height: 491), dpi: 70), Trial(size: Size(width: 877, height: 601), dpi: 310),
    ]
    /// How often a step is drawn to see what it may do.
    private static let draws = 6
    /// Pixels of a page beyond which nothing is tried out.
    private static let most = 9_000_000

    private init(size: Size, dpi: Double) {
        (self.size, self.dpi) = (size, dpi)
    }

    mutating func forget() { (changing, unsure) = ([], []) }

    mutating func run(_ step: SizedSteps.Step) {
        var results: [(size: Size, dpi: Double)] = []
        var measures = false
        guard size.width * size.height <= Self.most else { return }
        for draw in 0..<Self.draws {
            let stream = RandomStream(key: 0).child(draw)
            guard
                let operation = step.entry.draw(step.values, from: stream, dpi: dpi).operation
                    as? any GeometricOperation
            else { return }
            measures = measures || operation.measures
            let page = PageContext(size: size, dpi: dpi, pixels: operation.measures ? printed : nil)
            let map = operation.map(of: page, stream.child("map"))
            results.append((map.outputSize, operation.dpi(after: map, of: page)))
        }
        guard let last = results.last, results.contains(where: { $0.size != size }) else { return }
        changing.append(step.name)
        let isFixed = results.allSatisfy { $0.size == last.size }
        if !step.isSure || measures || !isFixed { unsure.append(step.name) }
        (size, dpi) = last
    }

    /// A page with a block of print in its middle.
    private var printed: Raster {
        var page = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
        page.withMutablePlane { plane in
            for y in plane.height / 4..<plane.height * 3 / 4 {
                for x in plane.width / 4..<plane.width * 3 / 4 where y % 16 < 6 && x % 7 < 5 { plane.row(y)[x] = 0 }
            }
        }
        return page
    }
}
