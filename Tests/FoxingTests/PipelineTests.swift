import Foundation
import Foxing
import Testing

@Suite("a pipeline in a Swift program") struct PipelineTests {
    private let page: Page = {
        var pixels = Raster(.gray, width: 80, height: 60, filledWith: 255)
        pixels.withMutablePlane { plane in
            for y in 20..<30 { for x in 10..<70 where x % 5 > 1 { plane.row(y)[x] = 30 } }
        }
        return Page(pixels: pixels, dpi: 100, truth: .page("some text", origin: "gt-txt"))
    }()

    private func pipeline(_ text: String) throws -> Pipeline { try Pipeline(PipelineFile(text: text)) }

    @Test("gives as many variants as it says, or as are asked for")
    func counts() throws {
        let pipeline = try pipeline("variants: 3\nstages: {scan: [subtle-noise]}\n")
        #expect(try pipeline.variants(of: page).count == 3)
        #expect(try pipeline.variants(of: page, count: 1).count == 1)
        #expect(try pipeline.variants(of: page, count: 0).isEmpty)
    }

    @Test("gives the same variants again, others under another name or seed")
    func repeatable() throws {
        let text = "stages: {scan: [subtle-noise, {rotate: {angle: -5..5}}]}\n"
        let file = PipelineFile(text: text)
        let first = try Pipeline(file).variants(of: page, named: "a", count: 2).map(\.page.pixels)
        #expect(try Pipeline(file).variants(of: page, named: "a", count: 2).map(\.page.pixels) == first)
        #expect(try Pipeline(file).variants(of: page, named: "b", count: 2).map(\.page.pixels) != first)
        #expect(try Pipeline(file, seed: 4).variants(of: page, named: "a", count: 2).map(\.page.pixels) != first)
        #expect(first[0] != first[1])
    }

    @Test("tells what was done with the numbers that were drawn, and gives every output")
    func applied() throws {
        let pipeline = try pipeline(
            "stages: {a: [{rotate: {angle: 2..4}}], b: [grayscale, otsu]}\noutputs: {image: a, binary: b}\n")
        let variant = try #require(try pipeline.variants(of: page, count: 1).first)
        #expect(variant.applied.map(\.operation).first == "rotate")
        let angle = variant.applied[0].parameters.first { $0.name == "angle" }?.value
        guard case .number(let degrees)? = angle else { return #expect(Bool(false), "no angle: \(variant.applied)") }
        #expect((2...4).contains(degrees))
        #expect(variant.outputs.map(\.name) == ["image", "binary"])
        #expect(variant.outputs[1].page.pixels.kind == .bilevel)
        #expect(variant.page.truth.text == "some text")
    }

    @Test("changes on the way as overrides ask")
    func overrides() throws {
        let path = Project.path("pipelines/office-scan.yaml")
        let pipeline = try Pipeline(contentsOf: path, overrides: ["seed=99", "variants=2"])
        #expect(pipeline.plan.seed == 99)
        #expect(pipeline.plan.variants == 2)
    }

    @Test("that is wrong throws a report that is ready to print")
    func wrong() throws {
        let error = #expect(throws: WrongPipeline.self) { try pipeline("stages: {a: [rotat]}\n") }
        #expect(error?.report.contains("did you mean 'rotate'?") == true)
        let missing = #expect(throws: UnreadableFile.self) { try Pipeline(contentsOf: "no-such-file.yaml") }
        #expect(missing?.description == "there is no file 'no-such-file.yaml'")
    }

    @Test("reads a page with the text beside it; a page number that is not there is a problem, no crash")
    func pages() throws {
        let page = try Page(contentsOf: Project.path("fixtures/pages/receipt-en.tif"))
        #expect(page.truth.text?.isEmpty == false)
        #expect(throws: PictureProblem.self) {
            try Page(contentsOf: Project.path("fixtures/pages/receipt-en.tif"), number: 2)
        }
        #expect(throws: PictureProblem.self) { try Page(contentsOf: Project.path("README.md")) }
    }

    @Test("says whether its readability check can be made on this machine")
    func judges() throws {
        #expect(try pipeline("stages: {scan: [subtle-noise]}\n").judges() == nil)
        let read = try pipeline("stages: {scan: [subtle-noise]}\nreadability: {on: scan, languages: [eng]}\n")
        #expect(try read.judges() != nil)
        let foreign = try pipeline("stages: {scan: [subtle-noise]}\nreadability: {on: scan, languages: [tlh]}\n")
        let missing = #expect(throws: MissingOnMachine.self) { try foreign.judges() }
        #expect(missing?.description.contains("tesseract-ocr-tlh") == true)
    }
}
