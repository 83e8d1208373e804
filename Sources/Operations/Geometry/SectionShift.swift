public import Imaging
public import OperationKit

/// A block of the page slid.
public struct SectionShift: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "section-shift", family: .geometry, on: [.page, .paper], gives: .same,
        peers: ["SectionShift", "displaced-block"],
        "A block of the page slid while it was passed on; its words go along.", main: "count",
        severities: Severities(
            mild: ["count": "1"], medium: ["count": "3"], strong: ["count": "6", "shift-x": "-6..6mm"]),
        promises: [.identity(with: ["count": "0"])],
        cost: (2.5, 1.25))

    let count: Int
    let shift: Point
    let width: Double
    let height: Double
    /// What is uncovered is filled with.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        count = p.count("count", "1..2", in: 0...50, "how many blocks")
        let x = p.length("shift-x", "-1.5..1.5mm", in: .mm(-100...100), "how far to the right a block slides")
        let y = p.length("shift-y", "-1.5..1.5mm", in: .mm(-100...100), "how far down")
        shift = Point(x, y)
        width = p.share("width", "0.1..0.4", in: 0.01...1, "width of a block, as a share of the page's")
        height = p.share("height", "0.1..0.4", in: 0.01...1, "height of a block, as a share of the page's")
        resampling = p.copying()
    }

    /// Blocks are cut where there is least ink.
    public var measures: Bool { count > 0 }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let blocks = blocks(on: page, random)
        let moved = blocks.filter { $0.shift.x != 0 || $0.shift.y != 0 }
        if moved.isEmpty { return .identity(page.size) }
        let whole = InkBox(left: 0, top: 0, right: page.size.width, bottom: page.size.height)
        var patches = [Patchwork.Patch(whole, from: (0, 0))]
        patches += moved.map { Patchwork.Patch($0.box, from: nil) }
        patches += moved.map { block in
            let box = InkBox(
                left: block.box.left + block.shift.x, top: block.box.top + block.shift.y,
                right: block.box.right + block.shift.x, bottom: block.box.bottom + block.shift.y)
            return Patchwork.Patch(box, from: (-block.shift.x, -block.shift.y))
        }
        return GeometricMap(Patchwork(from: page.size, to: page.size, patches), outputSize: page.size)
    }

    private func blocks(on page: PageContext, _ random: RandomStream) -> [(box: InkBox, shift: (x: Int, y: Int))] {
        let gaps = page.pixels.map(InkSums.init)
        let reach = Int(page.pixels(mm: 5))
        let w = max(1, Int(width * Double(page.size.width)))
        let h = max(1, Int(height * Double(page.size.height)))
        var result: [(box: InkBox, shift: (x: Int, y: Int))] = []
        for i in 0..<count {
            let own = random.child(i)
            var box = InkBox(
                left: own.integer(0...page.size.width - w, 0), top: own.integer(0...page.size.height - h, 1), right: 0,
                bottom: 0)
            (box.right, box.bottom) = (box.left + w, box.top + h)
            if let gaps { box = gaps.fitted(box, within: reach) }
            let isFree = result.allSatisfy {
                box.right <= $0.box.left || box.left >= $0.box.right || box.bottom <= $0.box.top
                    || box.top >= $0.box.bottom
            }
            guard isFree, box.width > 0, box.height > 0 else { continue }
            // The first goes as asked, others with and against it.
            let share = i == 0 ? 1 : own.uniform(-1...1, 2)
            result.append((box, (whole(shift.x * share), whole(shift.y * share))))
        }
        return result
    }

    private func whole(_ length: Double) -> Int { Int(min(max(length, -1e5), 1e5).rounded()) }
}

/// How dark the rows and columns of a page are, for cutting where there is least ink. Only what lies near a cut is looked
/// at.
private struct InkSums {
    let pixels: Raster

    /// Sides of the page are divided into so many parts, of which whole ones are summed.
    private static let parts = 16

    init(_ pixels: Raster) {
        self.pixels = pixels
    }

    /// The box with its sides moved, by at most `reach`, to where they cut least ink.
    func fitted(_ box: InkBox, within reach: Int) -> InkBox {
        var box = box
        let across = span(box.left, box.right, pixels.width)
        let rows = { rowSums($0, across) }
        box.top = least(rows, around: box.top, reach, pixels.height)
        box.bottom = max(box.top + 1, least(rows, around: box.bottom, reach, pixels.height))
        let down = span(box.top, box.bottom, pixels.height)
        let columns = { columnSums($0, down) }
        box.left = least(columns, around: box.left, reach, pixels.width)
        box.right = max(box.left + 1, least(columns, around: box.right, reach, pixels.width))
        return box
    }

    /// From the first pixel of the part that holds `low` to the last of the one that holds `high`.
    private func span(_ low: Int, _ high: Int, _ length: Int) -> Range<Int> {
        let parts = InkSums.parts
        let first = min(low * parts / length, parts - 1)
        let end = max(first + 1, min(parts, high * parts / length + 1))
        return (first * length + parts - 1) / parts..<(end * length + parts - 1) / parts
    }

    private func rowSums(_ rows: Range<Int>, _ columns: Range<Int>) -> [Int] {
        pixels.withPlane { plane in
            rows.map { y in
                let row = plane.row(y)
                var sum = 0
                for x in columns { sum &+= InkSums.darkness(row[x * plane.channels]) }
                return sum
            }
        }
    }

    private func columnSums(_ columns: Range<Int>, _ rows: Range<Int>) -> [Int] {
        pixels.withPlane { plane in
            [Int](unsafeUninitializedCapacity: columns.count) { sums, count in
                sums.initialize(repeating: 0)
                for y in rows {
                    let row = plane.row(y) + columns.lowerBound * plane.channels
                    for x in 0..<columns.count { sums[x] &+= InkSums.darkness(row[x * plane.channels]) }
                }
                count = columns.count
            }
        }
    }

    /// Paper is not dark.
    private static func darkness(_ level: UInt8) -> Int { level > 191 ? 0 : Int(255 - level) }

    private func least(
        _ darkness: (Range<Int>) -> [Int], around place: Int, _ reach: Int, _ length: Int
    ) -> Int {
        let first = min(max(0, place - reach), length - 1)
        let sums = darkness(first..<max(first, min(length - 1, place + reach)) + 1)
        var (best, result) = (Int.max, place)
        for (i, sum) in sums.enumerated() where sum * 4 + abs(first + i - place) < best {
            (best, result) = (sum * 4 + abs(first + i - place), first + i)
        }
        return result
    }
}
