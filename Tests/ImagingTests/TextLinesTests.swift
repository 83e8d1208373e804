import Imaging
import Testing

@Suite("Components, lines and words")
struct TextLinesTests {
    @Test("runs closer than the gap are joined")
    func runs() {
        let ink = [1, 1, 0, 1, 0, 0, 0, 1].map { $0 == 1 }
        #expect(inkRuns(count: 8) { ink[$0] } == [InkRun(0, 2), InkRun(3, 4), InkRun(7, 8)])
        #expect(inkRuns(count: 8, joining: 1) { ink[$0] } == [InkRun(0, 4), InkRun(7, 8)])
        #expect(inkRuns(count: 0) { _ in true }.isEmpty)
    }

    @Test("what meets lower down is one component, and diagonals hang together")
    func components() {
        let picture = [
            "#...#..#",
            "#...#...",
            "#####...",
            ".....#..",
            "........",
            "##......",
        ]
        let rows = picture.map { line in
            let cells = Array(line)
            return inkRuns(count: cells.count) { cells[$0] == "#" }
        }
        let found = inkComponents(rows)
        #expect(found.count == 3)
        #expect(found[0].box == InkBox(left: 0, top: 0, right: 6, bottom: 4) && found[0].area == 10)
        #expect(found[1].box == InkBox(left: 7, top: 0, right: 8, bottom: 1))
        #expect(found[2].area == 2)
    }

    @Test("components are those of a flood fill on random pictures", arguments: 0..<12)
    func againstFloodFill(seed: Int) {
        let dice = RandomStream(key: UInt64(seed))
        let (width, height) = (23, 19)
        var ink = (0..<width * height).map { dice.chance(0.4, $0) }
        let rows = (0..<height).map { y in inkRuns(count: width) { ink[y * width + $0] } }
        var areas: [Int] = []
        for start in ink.indices where ink[start] {
            var open = [start]
            ink[start] = false
            var area = 0
            while let i = open.popLast() {
                area += 1
                for y in max(0, i / width - 1)...min(height - 1, i / width + 1) {
                    for x in max(0, i % width - 1)...min(width - 1, i % width + 1) where ink[y * width + x] {
                        ink[y * width + x] = false
                        open.append(y * width + x)
                    }
                }
            }
            areas.append(area)
        }
        #expect(inkComponents(rows).map(\.area).sorted() == areas.sorted())
    }

    /// Lines of words: letters 6 wide and 14 high with 3 between, words of five letters with 12 between (2 mm).
    private func page(_ kind: PixelKind, scale: Int) -> Raster {
        let (width, height) = (500 * scale, 300 * scale)
        let samples = (0..<width * height).flatMap { i -> [UInt8] in
            let (x, y) = (i % width / scale - 30, i / width / scale - 20)
            let isInk = (0..<378).contains(x) && (0..<240).contains(y) && y % 40 < 14 && x % 54 < 45 && x % 9 < 6
            return [UInt8](repeating: isInk ? 20 : 250, count: kind.channels)
        }
        return Raster(kind, width: width, height: height, samples: samples)
    }

    @Test("lines and words are found at 150 and at 300 dpi, gray and colored", arguments: [1, 2])
    func lines(scale: Int) {
        for kind in [PixelKind.gray, .color] {
            let page = page(kind, scale: scale)
            let dpi = 150.0 * Double(scale)
            let found = TextLines(of: page, map: InkMap(of: page, dpi: dpi, isLayer: false), dpi: dpi)
            #expect(found.boxes.count == 6)
            #expect(found.words.map(\.count) == [7, 7, 7, 7, 7, 7])
            for (i, box) in found.boxes.enumerated() {
                #expect(abs(box.left - 30 * scale) <= 4 * scale && abs(box.right - 396 * scale) <= 7 * scale)
                #expect(abs(box.top - (20 + 40 * i) * scale) <= 4 * scale)
            }
        }
    }

    @Test("white, black and tiny pages have no lines")
    func none() {
        for page in [
            Raster(.gray, width: 200, height: 200, filledWith: 255),
            Raster(.gray, width: 200, height: 200, filledWith: 0), Raster(.bilevel, width: 1, height: 1, filledWith: 0),
        ] {
            for isLayer in [true, false] {
                let map = InkMap(of: page, dpi: 150, isLayer: isLayer)
                #expect(TextLines(of: page, map: map, dpi: 150).boxes.isEmpty)
            }
        }
    }
}
