import Diagnostics
import Engine
import Imaging
import OperationKit
import Testing

@Suite("Branches of different sizes")
struct MergeSizeTests {
    /// Two words on a page of 32 × 8 pixels.
    private var page: Page {
        let words = [(2.0, "left"), (22.0, "right")].map { x, text in
            Word(id: text, outline: Outline(x: x, y: 2, width: 8, height: 4), text: text)
        }
        let outline = Outline(x: 2, y: 2, width: 28, height: 4)
        let line = TextLine(id: "l", outline: outline, text: "left right", words: words)
        var page = ramp()
        page.truth = GroundTruth(
            text: "left right", level: .word, origin: "test",
            regions: [Region(id: "r", outline: outline, lines: [line])])
        return page
    }

    private func render(_ text: String) throws -> StageResult {
        let plan = try #require(compiled(text).plan, "\(compiled(text).findings)")
        let renderer = Renderer(plan: plan, resampler: CountingResampler())
        let rendering = try renderer.render(
            renderer.prepare(page), VariantKey(source: "s", variant: 0), keepStages: true)
        return try #require(rendering.stages.last)
    }

    @Test("the first gives the size, and words that are not on it are gone or cut")
    func cutting() throws {
        let text = """
            stages:
              sheet: {from: blank, steps: [trim: {width: WIDTH, height: 8}]}
              print: {from: page, steps: [halve]}
              both: {from: [sheet, print]}
            outputs: {image: both}
            """
        for (width, words) in [
            (12, ["left"]), (26, ["left", "right"]), (32, ["left", "right"]), (50, ["left", "right"]),
        ] {
            let result = try render(text.replacing("WIDTH", with: "\(width)"))
            #expect(result.page.pixels.size == Size(width: width, height: 8))
            #expect(result.page.truth.lines.flatMap(\.words).map(\.text) == words)
            #expect(result.page.truth.text == (width < 32 ? "left" : "left right"))
            #expect(result.page.truth == page.truth.moved(by: result.moves, from: page.pixels.size))
        }
    }

    @Test("the labels of the first stay as they are, whatever size the others have")
    func first() throws {
        let text = """
            stages:
              print: {from: page, steps: [halve]}
              sheet: {from: blank, steps: [trim: {width: 5, height: 3}]}
              both: {from: [print, sheet]}
            outputs: {image: both}
            """
        let result = try render(text)
        #expect(result.page.pixels.size == page.pixels.size)
        #expect(result.page.truth == page.truth)
    }

    @Test(
        "sizes that can differ are told before a run, others are not",
        arguments: [
            ("a: {from: page, steps: [trim]}, b: {from: blank}", ["W405"]),
            ("a: {from: page, steps: [trim: {width: 20}]}, b: {from: blank}", ["W405"]),
            ("a: {from: page, steps: [trim: {width: 20}]}, b: {from: blank, steps: [trim: {width: 20}]}", []),
            ("a: {from: page, steps: [trim: {width: 20}]}, b: {from: blank, steps: [trim: {width: 21}]}", ["W405"]),
            (
                "a: {from: page, steps: [trim: {width: 20, p: 0.5}]}, b: {from: blank, steps: [trim: {width: 20}]}",
                ["W405"]
            ),
            (
                "a: {from: page, p: 0.5, steps: [trim: {width: 20}]}, b: {from: blank, steps: [trim: {width: 20}]}",
                ["W405"]
            ),
            ("a: {from: page, steps: [one-of: [halve, trim: {width: 9}]]}, b: {from: blank}", ["W405"]),
            ("a: {from: page, steps: [repeat: {times: 0..2, steps: [trim: {width: 9}]}]}, b: {from: blank}", ["W405"]),
            ("a: {from: page, steps: [shift]}, b: {from: blank}", []),
            ("x: {from: page, steps: [trim]}, a: {from: x, steps: [halve]}, b: {from: x, steps: [halve]}", []),
            ("x: {from: blank, steps: [trim]}, a: {from: x}, b: {from: x, steps: [trim: {width: 4}]}", ["W405"]),
        ])
    func told(branches: String, expected: [String]) {
        #expect(codes("stages: {\(branches), both: {from: [a, b]}}") == expected)
    }

    @Test("a finding names the steps that change a size")
    func names() throws {
        let text = "stages: {a: {from: page, steps: [shift, trim]}, b: {from: blank}, both: {from: [a, b]}}"
        let finding = try #require(compiled(text).findings.first)
        #expect(finding.label == "the size is changed on a branch: a.trim")
    }
}
