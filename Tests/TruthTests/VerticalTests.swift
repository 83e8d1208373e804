import Engine
import Imaging
import Jobs
import TestSupport
import Testing
import Truth

@Suite("Columns of text in files")
struct VerticalTests {
    private let size = Size(width: 200, height: 300)

    private func page(_ attributes: String, _ baseline: String, _ text: String) -> String {
        "<PcGts><Page imageWidth='200' imageHeight='300'><TextRegion><TextLine \(attributes)>"
            + "<Coords points='40,20 60,20 60,220 40,220'/>\(baseline)<TextEquiv><Unicode>\(text)</Unicode></TextEquiv></TextLine>"
            + "</TextRegion></Page></PcGts>"
    }

    private let down = "<Baseline points='50,20 50,220'/>"
    private let says = "readingDirection='top-to-bottom'"

    @Test("are told by readingDirection, or by a baseline that runs down under Han or kana")
    func read() throws {
        let cases: [(String, String, String, Bool)] = [
            (says, down, "세로쓰기", true), (says, "", "세로쓰기", true), ("", down, "吾輩は猫である", true),
            ("", down, "세로쓰기", false), ("", down, "turned", false),
            ("readingDirection='left-to-right'", down, "吾輩は猫", false),
        ]
        for (attributes, baseline, text, isVertical) in cases {
            let line = try TruthCase(size: size).read("a.xml", page(attributes, baseline, text)).lines[0]
            #expect(line.isVertical == isVertical, "\(attributes) \(text)")
            #expect(line.outline.corners[0] == (isVertical ? [40, 20] : [60, 20]))
        }
        let alto =
            "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' "
            + "HEIGHT='300'><TextBlock><TextLine HPOS='40' VPOS='20' WIDTH='20' HEIGHT='200' BASELINE='50,20 50,220'>"
            + "<String CONTENT='吾輩は猫' HPOS='40' VPOS='20' WIDTH='20' HEIGHT='200'/></TextLine></TextBlock></Page></Layout></alto>"
        #expect(try TruthCase(size: size).read("a.alto.xml", alto).lines[0].isVertical)
    }

    @Test("readingDirection of a line that lies flat says nothing")
    func flat() throws {
        let text = page(says, "<Baseline points='10,50 190,50'/>", "글").replacing(
            "40,20 60,20 60,220 40,220", with: "10,40 190,40 190,60 10,60")
        #expect(try !TruthCase(size: size).read("a.xml", text).lines[0].isVertical)
    }

    @Test(
        "orientation and readingOrientation turn text together, from the page down",
        arguments: [
            ("orientation='90'", "", [40, 220]), ("", "readingOrientation='90'", [40, 220]),
            ("orientation='90'", "readingOrientation='90'", [60, 220]),
            ("orientation='90'", "orientation='0'", [40, 20]),
            ("", "readingOrientation='-90'", [60, 20]), ("readingDirection='bottom-to-top'", "", [40, 220]),
        ] as [(String, String, [Int])])
    func orientations(onPage: String, onRegion: String, corner: [Int]) throws {
        let text = page("", "", "x").replacing("<Page ", with: "<Page \(onPage) ")
            .replacing("<TextRegion>", with: "<TextRegion \(onRegion)>")
        let own = onPage.isEmpty || onRegion.isEmpty || onRegion.hasPrefix("orientation")
        let first = try TruthCase(size: size).read("a.xml", text).lines[0].outline.corners[0]
        // What a region says takes the place of what its page says.
        #expect(first == (own ? corner : [40, 220]))
    }

    @Test("a labels file keeps them")
    func stored() throws {
        let truth = try TruthCase(size: size).read("a.xml", page(says, down, "세로쓰기"))
        let files = TruthCase(size: size)
        files.scratch.put("a.foxing.json", LabelsFile.bytes(truth, image: "a.png", size: size))
        #expect(try files.find().truth.lines[0].isVertical)
    }
}
