import Imaging
import Readability
import Testing

/// A line of words of 20 pixels' height at these places, and its page, where words are black and all else is lighter to
/// the right.
private func table(_ extents: [Range<Int>], heightened: Int = 1) throws -> (stretch: Stretch, page: Raster) {
    let height = 20 * heightened
    let words = extents.enumerated().map { index, extent in
        Word(
            id: "w\(index)",
            outline: Outline(
                x: Double(extent.lowerBound), y: 40, width: Double(extent.count), height: Double(height)),
            text: "word\(index)")
    }
    let (low, high) = (extents.map(\.lowerBound).min()!, extents.map(\.upperBound).max()!)
    let outline = Outline(x: Double(low), y: 40, width: Double(high - low), height: Double(height))
    let line = TextLine(id: "l", outline: outline, text: TextLine.text(of: words), words: words)
    let truth = GroundTruth(
        text: line.text, level: .word, origin: "test", regions: [Region(id: "r", outline: outline, lines: [line])])
    var page = Raster(.gray, width: high + 40, height: height + 80, filledWith: 200)
    page.withMutablePlane { plane in
        for y in 40..<(40 + height) {
            for extent in extents { for x in extent { plane.row(y)[x] = 0 } }
        }
    }
    return (try #require(Stretch.all(of: truth, columns: nil).first), page)
}

/// Where black begins and ends on the middle row.
private func runs(of raster: Raster) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    raster.withPlane { plane in
        let row = plane.row(plane.height / 2)
        for x in 0..<plane.width where row[x] == 0 {
            if let last = runs.last, last.upperBound == x {
                runs[runs.count - 1] = last.lowerBound..<(x + 1)
            } else {
                runs.append(x..<(x + 1))
            }
        }
    }
    return runs
}

@Suite("What a recognizer is shown of a stretch")
struct StretchPictureTests {
    @Test("gaps wider than 0.8 of the height are narrowed to that, others stay")
    func gaps() throws {
        let (stretch, page) = try table([40..<100, 110..<150, 300..<340, 356..<380])
        let picture = stretch.picture(of: page)
        #expect(runs(of: picture.raster) == [5..<65, 75..<115, 131..<171, 187..<211])
        #expect(picture.raster.width == picture.size.width - 134)
        #expect(picture.size == stretch.picture(of: page, narrows: false).raster.size)
    }

    @Test("what was read on it is put where it stands with the gaps as they are", arguments: [1, 3])
    func place(heightened: Int) throws {
        let extents = [40..<100, 400..<440, 900..<960]
        let (stretch, page) = try table(extents, heightened: heightened)
        let picture = stretch.picture(of: page)
        let whole = stretch.picture(of: page, narrows: false)
        func reading(on raster: Raster) -> Reading {
            Reading(
                words: runs(of: raster).enumerated().map { index, run in
                    RecognizedWord(
                        text: "word\(index)",
                        outline: Outline(x: Double(run.lowerBound), y: 5, width: Double(run.count), height: 20),
                        confidence: 90)
                })
        }
        #expect(picture.raster.width < whole.raster.width / 2)
        #expect(picture.inPlace(reading(on: picture.raster)) == reading(on: whole.raster))
        let scores = try #require(
            stretch.scores(picture.inPlace(reading(on: picture.raster)), on: picture.size, as: .truth))
        #expect(scores.words == Ratio(3, 3))
    }

    @Test("words that overlap or stand in another order leave no gap")
    func order() throws {
        let (stretch, page) = try table([300..<340, 40..<200, 60..<310])
        #expect(stretch.picture(of: page).raster == stretch.picture(of: page, narrows: false).raster)
    }

    @Test("what stands beside a word within 0.4 of the height is shown")
    func besides() throws {
        var (stretch, page) = try table([40..<100, 300..<340])
        page.withMutablePlane { plane in
            for y in 40..<60 { for x in [107, 200, 293] { plane.row(y)[x] = 0 } }
        }
        #expect(runs(of: stretch.picture(of: page).raster) == [5..<65, 72..<73, 74..<75, 81..<121])
    }
}
