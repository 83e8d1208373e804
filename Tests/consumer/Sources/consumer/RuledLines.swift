import Foxing

/// Lines across the page, as in an exercise book: an operation of a program of its own.
struct RuledLines: PixelOperation {
    static let manual = Manual(
        "ruled-lines", family: .paper, on: [.page, .paper], "Lines across the page, as in an exercise book.",
        main: "spacing", promises: [.onlyDarkens()], cost: (1, 1))

    let spacing: Double
    let level: Int

    init(_ p: inout Parameters) {
        spacing = p.length("spacing", "8mm", in: .mm(2...50), "from one line to the next")
        level = p.count("level", "120..180", in: 0...255, "how dark the lines are; 0 is black")
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let start = random.uniform(0...spacing)
        pixels.kind = max(pixels.kind, .gray)
        pixels.withMutablePlane { plane in
            for place in stride(from: start, to: Double(plane.height), by: spacing) {
                let row = plane.row(Int(place))
                for i in 0..<plane.rowCount { row[i] = min(row[i], UInt8(level)) }
            }
        }
    }
}
