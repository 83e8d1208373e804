import Engine
import Imaging
import Testing

@Suite("What a pipeline says of labels")
struct LabelPlanTests {
    @Test("limits of the edge, the lines to read and the marking of words are taken in")
    func keys() throws {
        let text = """
            input: {edge: {share: 0.8, end: 0.5}}
            stages: {a: [halve]}
            readability: {languages: [eng], sample: {pages: 50%, lines: 20}, words: mark}
            """
        let plan = try #require(compiled(text).plan)
        #expect(plan.input.edge == EdgeLimits(share: 0.8, end: 0.5))
        #expect(plan.readability?.effort == .lines(20))
        #expect(plan.readability?.sampledPages == 0.5)
        #expect(plan.readability?.marksUnread == true)
    }

    @Test("what is not said is usual")
    func usual() throws {
        let plan = try #require(compiled("stages: {a: [halve]}\nreadability: {languages: [eng]}").plan)
        #expect(plan.input.edge == .standard)
        #expect(plan.readability?.effort == .full)
        #expect(plan.readability?.marksUnread == false)
    }

    @Test("labels are cut by the plan's own limits, step by step")
    func edge() throws {
        var page = Page(pixels: Raster(.gray, width: 40, height: 20, filledWith: 200), dpi: 150)
        let outline = Outline(x: 20, y: 2, width: 10, height: 5)
        let line = TextLine(id: "l", outline: outline, text: "word")
        page.truth = GroundTruth(
            text: "word", level: .line, origin: "test", regions: [Region(id: "r", outline: outline, lines: [line])])
        func moved(_ edge: String) throws -> GroundTruth {
            let text = "input: {edge: \(edge)}\nstages: {a: [shift: {by: 7}, shift: {by: 5}, shift: {by: 5}]}"
            let renderer = Renderer(plan: try #require(compiled(text).plan), resampler: CountingResampler())
            return try renderer.render(try renderer.prepare(page), VariantKey(source: "s", variant: 0)).outputs[0].page
                .truth
        }
        #expect(try moved("{share: 0.9}").lines[0].illegible == .cut)
        let loose = try moved("{share: 0.2, end: 2}").lines[0]
        #expect(loose.isLegible)
        // Two pixels left the page with the second step, five of the other eight with the third.
        #expect(abs(loose.share - 0.3) < 1e-9)
    }
}
