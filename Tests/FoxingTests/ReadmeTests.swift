import Foundation
import Foxing
import Testing

@Suite("the Swift lines of the README") struct ReadmeTests {
    @Test("are the lines that are compiled and run here")
    func sameLines() throws {
        let readme = try String(contentsOf: Project.root.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(readme.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first)
        let here = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let marks = here.split(separator: "// README\n", omittingEmptySubsequences: false)
        try #require(marks.count >= 3)
        let compiled = marks[1].split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.dropFirst(min(8, line.prefix { $0 == " " }.count)))
        }
        let shown = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(shown.first == "import Foxing")
        #expect(meaning(shown.dropFirst()) == meaning(compiled[...]))
    }

    @Test("do what they say")
    func run() throws {
        try #require(FileManager.default.fileExists(atPath: "README.md"), "tests are run from the top level")
        // README
        let pipeline = try Pipeline(contentsOf: "pipelines/office-scan.yaml")
        let page = try Page(contentsOf: "fixtures/pages/letter-en.png")

        for variant in try pipeline.variants(of: page, count: 5) {
            let pixels = variant.page.pixels  // the raster: width, height, gray or color
            let text = variant.page.truth.text  // labels that moved with the pixels
            for step in variant.applied {  // what was done, with the numbers that were drawn
                print(step.operation, step.parameters)
            }
            print(pixels.width, pixels.height, text ?? "no truth")
        }
        // README
    }

    /// Lines without the blanks that a formatter may change.
    private func meaning(_ lines: ArraySlice<String>) -> [String] {
        lines.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }
}
