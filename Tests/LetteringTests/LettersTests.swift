import Imaging
import Lettering
import Testing

@Suite("Letters")
struct LettersTests {
    /// Rows and columns of the first and last pixel that is half covered.
    private func box(_ raster: Raster) -> (width: Int, height: Int) {
        raster.withPlane { plane in
            let rows = (0..<plane.height).filter { y in (0..<plane.width).contains { plane.row(y)[$0] > 127 } }
            let columns = (0..<plane.width).filter { x in (0..<plane.height).contains { plane.row($0)[x] > 127 } }
            guard let top = rows.first, let left = columns.first else { return (0, 0) }
            return (columns.last! - left + 1, rows.last! - top + 1)
        }
    }

    @Test("capitals are as high as was asked", arguments: [12.0, 40, 133])
    func height(_ cap: Double) throws {
        let mask = try #require(try Letters(capHeight: cap).mask("HEH"))
        #expect(abs(Double(box(mask.coverage).height) - cap) <= 1.5)
    }

    @Test("turned words stand upright in a mask turned with them, and none of their ink is cut off")
    func turned() throws {
        let letters = Letters(bold: true, capHeight: 60)
        let level = try #require(try letters.mask("COPY"))
        let upright = try #require(try letters.mask("COPY", angle: 90))
        let (a, b) = (box(level.coverage), box(upright.coverage))
        #expect(abs(a.width - b.height) <= 2 && abs(a.height - b.width) <= 2)
        func ink(_ mask: LetterMask) -> Double { mask.coverage.samples.reduce(0) { $0 + Double($1) } }
        let slanted = try #require(try letters.mask("COPY", angle: 33))
        #expect(abs(ink(level) - ink(upright)) < ink(level) * 0.02)
        #expect(abs(ink(level) - ink(slanted)) < ink(level) * 0.02)
    }

    @Test("words turned counterclockwise rise to the right")
    func direction() throws {
        let mask = try #require(try Letters(capHeight: 20).mask("HHHHHHHH", angle: 30)).coverage
        mask.withPlane { plane in
            func middle(_ columns: Range<Int>) -> Double {
                var (sum, weight) = (0.0, 0.0)
                for y in 0..<plane.height {
                    for x in columns {
                        sum += Double(y) * Double(plane.row(y)[x])
                        weight += Double(plane.row(y)[x])
                    }
                }
                return sum / weight
            }
            #expect(middle(0..<plane.width / 3) > middle(plane.width * 2 / 3..<plane.width) + 10)
        }
    }

    @Test("a limit makes the letters smaller, and too small a one leaves nothing")
    func limit() throws {
        let letters = Letters(capHeight: 300)
        let fitted = try #require(try letters.mask("CONFIDENTIAL", angle: 20, within: Size(width: 200, height: 150)))
        #expect(fitted.coverage.width <= 202 && fitted.coverage.height <= 152)
        #expect(fitted.coverage.width > 150)
        #expect(try letters.mask("CONFIDENTIAL", within: Size(width: 3, height: 3)) == nil)
    }

    @Test("Hangul is set, and characters without a font are named")
    func scripts() throws {
        #expect(Letters(capHeight: 30).unsettable("문서 COPY").isEmpty)
        #expect(try Letters(capHeight: 30).mask("문서") != nil)
        let unknown = "A\u{10FFFD}B"
        #expect(Letters(capHeight: 30).unsettable(unknown) == ["\u{10FFFD}"])
        #expect(throws: UnsetLetters.self) { try Letters(capHeight: 30).mask(unknown) }
    }

    @Test("the same words give the same mask from many threads at once")
    func threads() async throws {
        let first = try #require(try Letters(capHeight: 50).mask("DRAFT", angle: 41)).coverage
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { try Letters(capHeight: 50).mask("DRAFT", angle: 41)?.coverage == first }
            }
            for try await same in group { #expect(same) }
        }
    }
}
