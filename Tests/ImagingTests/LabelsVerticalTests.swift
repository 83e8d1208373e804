import Imaging
import Testing

@Suite("Writing from top to bottom")
struct LabelsVerticalTests {
    private let column = Outline(x: 40, y: 20, width: 20, height: 200)
    private let page = Size(width: 200, height: 260)

    /// A page of one dark column between two others.
    private var raster: Raster {
        var page = Raster(.gray, width: 200, height: 260, filledWith: 240)
        page.withMutablePlane { plane in
            for y in 20..<220 {
                for x in [12..<28, 42..<58, 72..<88].joined() { plane.row(y)[x] = UInt8(20 + (y - 20) / 2) }
            }
        }
        return page
    }

    /// The same column as truth gives it: a box, a column that the truth calls one, and a free outline with a baseline.
    private var crops: [TextCrop] {
        let free = Outline([
            Point(40, 20), Point(60, 20), Point(60, 120), Point(60, 220), Point(40, 220), Point(40, 120), Point(40, 70),
        ])
        let baseline = [Point(50, 20), Point(50, 220)]
        return [
            TextCrop(outline: column, text: "세로글"),
            TextCrop(outline: column, baseline: baseline, text: "세로글", isVertical: true),
            TextCrop(outline: free, baseline: baseline, text: "세로글", isVertical: true),
        ]
    }

    @Test("padding is a share of the thickness, with and without a baseline")
    func padding() throws {
        for crop in crops {
            #expect(crop.isVertical && abs(crop.thickness - 20) < 0.01 && abs(crop.length - 200) < 0.01)
            #expect(crop.padding(CropOptions()) == 2)
            #expect(try crop.raster(from: raster).size == Size(width: 24, height: 204))
        }
    }

    @Test("kept and turned crops show the same with and without a baseline")
    func alike() throws {
        for vertical in [CropOptions.Vertical.keep, .turn] {
            var options = CropOptions()
            options.vertical = vertical
            let pictures = try crops.map { try $0.raster(from: raster, options) }
            for picture in pictures.dropFirst() {
                #expect(picture.size == pictures[0].size)
                let far = zip(picture.samples, pictures[0].samples).count { abs(Int($0) - Int($1)) > 12 }
                #expect(far * 50 < picture.samples.count)
            }
            // The head of the column is the darkest end: above, or at the left.
            let head = pictures[0]
            let (x, y) = vertical == .keep ? (12, 6) : (6, 12)
            #expect(head.samples[y * head.stride + x] < 40)
        }
    }

    @Test("the height of a crop is the thickness of its column")
    func heights() throws {
        var options = CropOptions()
        options.height = 48
        for crop in crops { #expect(try crop.raster(from: raster, options).size == Size(width: 48, height: 408)) }
        options.vertical = .turn
        for crop in crops { #expect(try crop.raster(from: raster, options).size == Size(width: 408, height: 48)) }
        for crop in crops {
            options.minHeight = 19
            #expect(crop.refusal(on: page, options) == nil)
            options.minHeight = 21
            #expect(crop.refusal(on: page, options) == .low)
        }
    }

    private func truth(_ words: [Word] = []) -> GroundTruth {
        let line = TextLine(id: "l", outline: column, text: words.isEmpty ? "세로로쓴글" : "", words: words)
        return GroundTruth.checked([Region(id: "r", outline: column, lines: [line])], origin: "t", size: page).truth
    }

    @Test("what a column loses at its ends is measured along it, in widths")
    func ends() {
        // 3 px of 200 are a seventh of the thickness, 5 px a quarter.
        for (height, isLegible) in [(217, true), (214, false)] {
            let cut = truth().cut(to: Size(width: 200, height: height))
            #expect(cut.lines[0].isLegible == isLegible)
        }
        // A twentieth of the width is not an end, however long the column is.
        #expect(truth().cut(to: Size(width: 59, height: 260)).lines[0].isLegible)
    }

    @Test("the legible part of a column is cut out along it")
    func trimming() {
        let words = (0..<4).map { number in
            Word(
                id: "w\(number)", outline: Outline(x: 40, y: 20 + Double(number) * 50, width: 20, height: 40),
                text: "가나")
        }
        var marked = words
        marked[3].illegible = .marked
        let line = truth(marked).lines[0]
        #expect(line.isLegible && line.text == "가나 가나 가나")
        #expect(line.outline.bounds.high.y == 165 && line.outline.bounds.high.x == 60)
    }

    @Test("a turned page turns its columns, and crops of them stay upright")
    func turned() throws {
        let matrix = Homography([0, 1, 0, -1, 0, 200, 0, 0, 1])
        let turn = GeometricMap(try #require(matrix), outputSize: Size(width: 260, height: 200))
        var line = truth().lines[0]
        line.isVertical = true
        let all = GroundTruth(
            text: line.text, level: .line, origin: "t", regions: [Region(id: "r", outline: column, lines: [line])])
        let crop = TextCrop(all.moved(by: turn, from: page).lines[0])
        #expect(crop.isVertical && crop.thickness == 20 && crop.length == 200)
    }
}
