import Foxing
import Testing

@Suite("Examples of the manual")
struct ExampleTests {
    @Test("the example of an operation runs as it stands, without a warning", arguments: Pipeline.operationNames)
    func runs(name: String) throws {
        let entry = try #require(Pipeline.operations[name])
        let lines = OperationManual(entry).text().split(separator: "Example\n")[1].split(separator: "\n")
        let file = PipelineFile(text: lines.map { $0.dropFirst(2) }.joined(separator: "\n") + "\n")
        #expect(file.findings.isEmpty, "\(file.report())")
        let pipeline = try Pipeline(file)
        let page = Page(pixels: Raster(.color, width: 90, height: 70, filledWith: 200), dpi: 150)
        let variants = try pipeline.variants(of: page, count: 3)
        #expect(variants.allSatisfy { $0.page.pixels.width > 0 })
    }
}
