public import Imaging
public import OperationKit

/// Short bands of rows or columns are missing.
public struct Squish: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "squish", family: .geometry, on: [.page, .paper], gives: .same, peers: ["Squish", "feed-slip"],
        "The feed slipped: short bands of rows or columns are missing, and the gap is closed.", main: "count",
        severities: Severities(
            mild: ["count": "1"], medium: ["count": "4"],
            strong: ["count": "8", "avoid-text": "false", "band": "0.8mm"]),
        promises: [.identity(with: ["count": "0"])],
        cost: (2, 0.9))

    enum Along: String, CaseIterable { case rows, columns, both }

    let count: Int
    let band: Double
    let along: Along
    let seam: Double
    let avoidsText: Bool
    /// How new area would be treated; there is none.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        count = p.count("count", "1..3", in: 0...100, "how many bands")
        band = p.length("band", "0.2..0.5mm", in: .mm(0.05...30), "width of a band")
        along = p.choice("along", "rows", "what is missing; both: each band by chance")
        seam = p.share("seam", "0..0.5", "how visible a faint line at the seam is")
        avoidsText = p.flag("avoid-text", true, "whether bands of rows fall between known lines where possible")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let width = max(1, Int(band.rounded()))
        let vertical = (0..<count).filter { i in
            along == .columns || (along == .both && random.child("along").chance(0.5, i))
        }.count
        let taken = avoidsText ? page.lines.map { ($0.bounds.low.y, $0.bounds.high.y) } : []
        let rows = kept(page.size.height, without: count - vertical, width, random.child("rows"), around: taken)
        let columns = kept(page.size.width, without: vertical, width, random.child("columns"), around: [])
        if rows.count == 1, columns.count == 1 { return .identity(page.size) }
        var patches: [Patchwork.Patch] = []
        var y = 0
        for row in rows {
            var x = 0
            for column in columns {
                let box = InkBox(left: x, top: y, right: x + column.count, bottom: y + row.count)
                patches.append(Patchwork.Patch(box, from: (column.lowerBound - x, row.lowerBound - y)))
                x += column.count
            }
            y += row.count
        }
        let size = Size(
            width: columns.reduce(0) { $0 + $1.count }, height: rows.reduce(0) { $0 + $1.count })
        return GeometricMap(Patchwork(from: page.size, to: size, patches), outputSize: size)
    }

    /// The pieces of a side that are left when so many bands are missing.
    private func kept(
        _ length: Int, without bands: Int, _ width: Int, _ random: RandomStream, around taken: [(Double, Double)]
    ) -> [Range<Int>] {
        // Something is left of the smallest page.
        let bands = min(bands, (length - 1) / width / 2)
        guard bands > 0 else { return [0..<length] }
        var starts: [Int] = []
        for i in 0..<bands {
            var start = 0
            // The more attempts fail, the more a band may cut.
            for attempt in 0..<72 {
                start = random.child(i).integer(0...length - width, attempt)
                let isFree = starts.allSatisfy { abs($0 - start) >= width }
                let isBlank = taken.allSatisfy { Double(start + width) <= $0.0 || Double(start) >= $0.1 }
                if isFree, isBlank || attempt >= 64 { break }
            }
            if starts.allSatisfy({ abs($0 - start) >= width }) { starts.append(start) }
        }
        var pieces: [Range<Int>] = []
        var next = 0
        for start in starts.sorted() {
            if start > next { pieces.append(next..<start) }
            next = start + width
        }
        if next < length { pieces.append(next..<length) }
        return pieces
    }

    /// Draws the seams.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard seam > 0, pixels.kind != .bilevel, let patches = page.map?.patchwork?.patches else { return }
        let share = UInt8((seam * 90).rounded())
        let tops = Set(patches.map(\.box.top)).filter { $0 > 0 }.sorted()
        let lefts = Set(patches.map(\.box.left)).filter { $0 > 0 }.sorted()
        pixels.withMutablePlane { plane in
            func darken(_ x: Int, _ y: Int) {
                for c in 0..<plane.channels {
                    let i = x * plane.channels + c
                    plane.row(y)[i] = Blend.mix(plane.row(y)[i], plane.row(y)[i] / 2, share)
                }
            }
            for y in tops { for x in 0..<plane.width { darken(x, y) } }
            for x in lefts { for y in 0..<plane.height { darken(x, y) } }
        }
    }
}
