import Engine
import Imaging
import OperationKit
import Operations
import Testing

/// What the engine makes of several geometric steps in one pass, against the same steps one after another.
@Suite("Steps done as one")
struct FrameTests {
    /// Those that came later stand at the end, so that they change nothing in what is drawn for the others.
    private static let moving =
        known.filter { !later.contains($0.manual.name) } + known.filter { later.contains($0.manual.name) }
    private static let known = Catalog.all.entries.filter(\.movesPoints)
    private static let later = ["page-border"]
    private static let kinds = [PixelKind.gray, .color, .bilevel]
    private static let fills = ["paper", "white", "black", "edge", "desk"]

    /// The largest difference of the mean levels of two blocks of 8 × 8 pixels; infinite when sizes or kinds differ. How
    /// pixels between pixels are found hardly changes a mean.
    private func difference(_ a: Raster, _ b: Raster) -> Double {
        guard a.size == b.size, a.kind == b.kind else { return .infinity }
        let (one, other) = (a.converted(to: .gray).samples, b.converted(to: .gray).samples)
        var worst = 0
        for top in stride(from: 0, to: a.height - 7, by: 8) {
            for left in stride(from: 0, to: a.width - 7, by: 8) {
                var sum = 0
                for y in top..<top + 8 {
                    for i in y * a.width + left..<y * a.width + left + 8 { sum += Int(one[i]) - Int(other[i]) }
                }
                worst = max(worst, abs(sum))
            }
        }
        return Double(worst) / 64
    }

    private func compare(_ chain: Chain, _ n: Int) throws {
        let page = Page.words(Self.kinds[n % 3])
        let fused = try chain.run(on: page, oneByOne: false, key: n)
        let single = try chain.run(on: page, oneByOne: true, key: n)
        let difference = difference(fused.page.pixels, single.page.pixels)
        // Letters that are resampled twice differ by up to 21; what frames forget by more than 25.
        #expect(difference < 24, "\(page.pixels.kind) page \(n): \(chain): \(difference)")
        #expect(fused.page.truth == single.page.truth, "\(n): \(chain)")
    }

    @Test("give the picture that they give one after another, for all pairs", arguments: moving.indices)
    func pairs(first: Int) throws {
        let early = Self.moving.count - Self.later.count
        for (second, entry) in Self.moving.enumerated() {
            // Pairs of the early ones row by row, then the others.
            let isLate = max(first, second) >= early
            let n = isLate ? early * early + first * Self.moving.count + second : first * early + second
            let random = RandomStream(key: 77).child(n)
            let fill = Self.fills[random.integer(0...4)]
            let chain = Chain(of: [Self.moving[first], entry], fill: fill, random)
            try compare(chain, n)
        }
    }

    @Test("give the picture that they give one after another, for 500 drawn triples")
    func triples() throws {
        // What is measured on a page that was resampled once need not be what is measured on one resampled twice.
        let last = Self.moving.filter { !["deskew", "section-shift"].contains($0.manual.name) }
        for n in 0..<500 {
            let random = RandomStream(key: 78).child(n)
            let entries =
                (0..<2).map { Self.moving[random.integer(0...Self.moving.count - 1, $0)] }
                + [last[random.integer(0...last.count - 1, 2)]]
            try compare(Chain(of: entries, fill: Self.fills[random.integer(0...4, 3)], random), n)
        }
    }

    @Test(
        "are the same to the pixel where pixels are copied",
        arguments: [
            ["crop: {left: 9px, top: 30px, keep: any}", "pad: {left: 9px, top: 30px, right: 4px, bottom: 0px}"],
            ["crop: {left: 9px, right: 0px, keep: any}", "flip: horizontal", "pad: {right: 20px}"],
            [
                "pad: {left: 20px, fill: black}", "crop: {left: 30px, keep: any, fill: black}",
                "pad: {left: 40px, fill: black}",
            ],
            ["crop: {top: 12px, keep: any}", "rotate-90: {turns: 90}", "pad: {left: 9px, right: 9px}"],
            [
                "affine: {scale: 1, stretch: 1, shear: 0, shift-x: 20px, shift-y: 0px}",
                "affine: {scale: 1, stretch: 1, shear: 0, shift-x: -20px, shift-y: 9px}",
            ],
        ])
    func copies(steps: [String]) throws {
        for kind in Self.kinds {
            let chain = Chain(steps: steps)
            let page = Page.words(kind)
            let fused = try chain.run(on: page, oneByOne: false).page
            #expect(fused.pixels == (try chain.run(on: page, oneByOne: true).page.pixels))
        }
    }

    @Test("fill with the border of the page that each step finds, not of the first")
    func paper() throws {
        var page = Page.words(.gray)
        page.pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                for x in 0..<plane.width where min(x, y, plane.width - 1 - x, plane.height - 1 - y) < 14 {
                    plane.row(y)[x] = 60
                }
            }
        }
        let crop = "crop: {left: 16px, right: 16px, top: 16px, bottom: 16px, keep: any}"
        for chain in [
            Chain(steps: [crop, "pad: {left: 20px, top: 20px}"]),
            Chain(steps: [crop, "rotate: {angle: 12, canvas: grow}"]),
            Chain(steps: [crop, "flip: vertical", "affine: {scale: 0.6}"]),
        ] {
            let result = try chain.run(on: page, oneByOne: false).page.pixels
            #expect(result.samples[0] == 235, "\(chain)")
        }
    }

    @Test("lay the page on one table, however often it is moved")
    func desk() throws {
        let steps = ["rotate: {angle: 20, fill: desk, canvas: grow}", "rotate: {angle: 20, fill: desk, canvas: grow}"]
        for oneByOne in [false, true] {
            let result = try Chain(steps: steps).run(on: .words(.gray), oneByOne: oneByOne).page.pixels
            let inner = try Chain(steps: Array(steps.prefix(1))).run(on: .words(.gray), oneByOne: oneByOne).page.pixels
            #expect(result.samples[0] == inner.samples[0])
        }
    }

    @Test("do not give back detail that was lost on the way")
    func detail() throws {
        let chain = Chain(steps: ["resize: {scale: 0.25}", "resize: {scale: 4}"])
        let page = Page.words(.gray)
        let result = try chain.run(on: page, oneByOne: false).page.pixels
        #expect(Difference(page.pixels, result).mean > 30)
        #expect(result == (try chain.run(on: page, oneByOne: true).page.pixels))
    }

    @Test("keep black and white as it is for a table, whether they wait or not")
    func twoLevels() throws {
        for step in ["crop: {left: 9px, keep: any}", "pad: {left: 9px}", "rotate: {angle: 9}"] {
            let chain = Chain(steps: [step, "fade: {}"])
            let fused = try chain.run(on: .words(.bilevel), oneByOne: false).page.pixels
            #expect(fused == (try chain.run(on: .words(.bilevel), oneByOne: true).page.pixels))
        }
    }
}
