import Engine
import Imaging
import OperationKit
import Operations
import Testing

/// Ink and outlines after several geometric steps.
@Suite("Labels of steps done as one")
struct FrameLabelTests {
    /// Operations that move points and draw nothing.
    private static let moving = Catalog.all.entries.filter {
        $0.movesPoints && !$0.changesPixels && !["deskew", "glitch-effect", "section-shift"].contains($0.manual.name)
    }

    private struct Ink {
        var all = 0
        /// Not within two pixels of any outline.
        var unlabeled = 0
        /// Of each legible word, the share of its outline on the page that is dark.
        var shares: [(id: String, share: Double)] = []
    }

    private func ink(on page: Page) -> Ink {
        let (width, height) = (page.pixels.width, page.pixels.height)
        let isDark = page.pixels.samples.map { $0 < 110 }
        var isLabeled = [Bool](repeating: false, count: isDark.count)
        var ink = Ink(all: isDark.count { $0 })
        for word in page.truth.lines.flatMap(\.words) {
            let (low, high) = word.outline.bounds
            var (inside, dark) = (0, 0)
            for y in max(0, Int(low.y) - 3)..<max(0, min(height, Int(high.y) + 4)) {
                for x in max(0, Int(low.x) - 3)..<max(0, min(width, Int(high.x) + 4)) {
                    let p = Point(Double(x) + 0.5, Double(y) + 0.5)
                    let distance = word.outline.distance(to: p)
                    if distance <= 2 { isLabeled[y * width + x] = true }
                    if distance > 0 { continue }
                    inside += 1
                    dark += isDark[y * width + x] ? 1 : 0
                }
            }
            if word.isLegible { ink.shares.append((word.id, Double(dark) / Double(max(1, inside)))) }
        }
        ink.unlabeled = zip(isDark, isLabeled).count { $0 && !$1 }
        return ink
    }

    private func check(_ chain: Chain, key: Int) throws {
        let result = try chain.run(on: .words(.gray, paper: 255), oneByOne: false, key: key).page
        let ink = ink(on: result)
        // Of a word that is gone, a fiftieth may still be there.
        #expect(Double(ink.unlabeled) <= 0.01 * Double(ink.all) + 4, "\(key): \(chain): \(ink.unlabeled) of \(ink.all)")
        for (id, share) in ink.shares { #expect(share > 0.4, "\(key): \(chain): '\(id)' \(share)") }
    }

    @Test(
        "no ink comes back without its outline, and no outline stays without its ink",
        arguments: [
            ["crop: {left: 40px, right: 30px, keep: any}", "pad: {left: 40px, right: 30px}"],
            ["rotate: {angle: 20}", "rotate: {angle: -20}"],
            ["affine: {scale: 1.8}", "affine: {scale: 0.5}"],
            ["affine: {scale: 1, shift-x: 8mm}", "affine: {scale: 1, shift-x: -8mm}"],
            ["rotate: {angle: 30}", "elastic-transform: {}", "rotate: {angle: -30}"],
            ["optical-distortion: {k: 0.3, canvas: keep}", "affine: {scale: 0.7}", "flip: vertical"],
            [
                "perspective: {strength: 0.3, canvas: keep}", "rotate: {angle: 90, canvas: grow}",
                "affine: {scale: 0.4}",
            ],
        ])
    func thereAndBack(steps: [String]) throws {
        try check(Chain(steps: steps), key: 0)
    }

    @Test(
        "pages merged with a sheet of another size have their labels on it and no ink beyond their own edge",
        arguments: [
            "crop: {right: 44px, bottom: 30px, keep: any}", "pad: {right: 60px, bottom: 40px}", "resize: {scale: 0.7}",
            "rotate-90: {turns: 90}",
        ])
    func merged(step: String) throws {
        for kind in [PixelKind.gray, .color, .bilevel] {
            let page = Page.words(kind, paper: 255)
            let result = try page.after(
                "stages: {sheet: {from: blank, steps: [{\(step)}]}, print: {from: page}, both: {from: [sheet, print]}}")
            let pixels = result.page.pixels.converted(to: .gray)
            var levels = [UInt8](repeating: 255, count: pixels.width * pixels.height)
            let before = page.pixels.converted(to: .gray)
            for y in 0..<min(pixels.height, before.height) {
                for x in 0..<min(pixels.width, before.width) {
                    levels[y * pixels.width + x] = before.samples[y * before.width + x]
                }
            }
            #expect(pixels.samples == levels)
            var gray = result.page
            gray.pixels = pixels
            for (id, share) in ink(on: gray).shares { #expect(share > 0.6, "'\(id)' \(share)") }
            for word in gray.truth.lines.flatMap(\.words) where word.isLegible {
                #expect(word.outline.share(within: pixels.size) >= 0.9)
            }
        }
    }

    @Test("no ink is without its outline, no outline without its ink, for 100 drawn chains")
    func drawn() throws {
        for n in 0..<100 {
            let random = RandomStream(key: 91).child(n)
            let entries = (0..<2 + n % 2).map { Self.moving[random.integer(0...Self.moving.count - 1, $0)] }
            try check(Chain(of: entries, fill: "white", random), key: n)
        }
    }
}

extension Outline {
    /// How far a place lies outside; 0 inside.
    fileprivate func distance(to p: Point) -> Double {
        var isInside = false
        var least = Double.infinity
        for (i, a) in points.enumerated() {
            let b = points[(i + 1) % points.count]
            if (a.y > p.y) != (b.y > p.y), p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) { isInside.toggle() }
            let side = b - a
            let length = side.x * side.x + side.y * side.y
            let t = length > 0 ? min(max(((p.x - a.x) * side.x + (p.y - a.y) * side.y) / length, 0), 1) : 0
            least = min(least, p.distance(to: a + side * t))
        }
        return isInside ? 0 : least
    }
}
