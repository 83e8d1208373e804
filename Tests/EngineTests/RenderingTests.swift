import Engine
import Imaging
import OperationKit
import Testing

struct RenderingTests {
    private func render(
        _ text: String, _ page: Page = ramp(), variant: Int = 0, source: String = "s",
        resampler: any Resampler = CountingResampler()
    ) throws -> Rendering {
        let plan = try #require(compiled(text).plan, "\(compiled(text).findings)")
        let renderer = Renderer(plan: plan, resampler: resampler)
        return try renderer.render(renderer.prepare(page), VariantKey(source: source, variant: variant))
    }

    @Test("the same key gives the same pixels, another variant or source gives others")
    func repeatable() throws {
        let text = "stages: {a: [brighten, speckle]}"
        let first = try render(text).outputs[0].page.pixels
        #expect(try render(text).outputs[0].page.pixels == first)
        #expect(try render(text, variant: 1).outputs[0].page.pixels != first)
        #expect(try render(text, source: "t").outputs[0].page.pixels != first)
    }

    @Test("a stage put in between leaves the draws of the others as they were")
    func insertedStage() throws {
        let before = try render("stages: {a: [brighten], b: [brighten, speckle]}").applied
        let after = try render("stages: {a: [brighten], x: [speckle, brighten], b: [brighten, speckle]}").applied
        let kept = after.filter { $0.stage != "x" }
        #expect(kept.map { $0.parameters.map(\.value) } == before.map { $0.parameters.map(\.value) })
    }

    @Test("a step put in front leaves the draws of the others as they were")
    func insertedStep() throws {
        let before = try render("stages: {a: [brighten]}").applied
        let after = try render("stages: {a: [speckle, brighten]}").applied
        #expect(after[1].parameters.map(\.value) == before[0].parameters.map(\.value))
    }

    @Test("neighboring maps are pulled once, and labels follow each")
    func fusing() throws {
        var page = ramp()
        let outline = Outline(x: 4, y: 2, width: 6, height: 3)
        let line = TextLine(id: "l", outline: outline, text: "word")
        page.truth = GroundTruth(
            text: "word", level: .line, origin: "test", regions: [Region(id: "r", outline: outline, lines: [line])])
        let resampler = CountingResampler()
        let result = try render(
            "stages: {a: [shift: {by: 2}, shift: {by: 3}], b: [shift: {by: 4}]}", page, resampler: resampler)
        #expect(resampler.count == 1)
        let moved = result.outputs[0].page
        #expect(moved.truth.regions[0].lines[0].outline.points[0] == Point(13, 2))
        let (before, after) = (page.pixels.samples, moved.pixels.samples)
        #expect(after[32 + 20] == before[32 + 11])
    }

    @Test("stages that leave nothing to chance are computed once for all variants")
    func sharedPrefix() throws {
        let plan = try #require(compiled("stages: {a: [shift: {by: 2}, halve], b: [speckle]}").plan)
        let resampler = CountingResampler()
        // A shift of fixed size leaves nothing to chance but for the desk under the page, so it is drawn anew.
        let renderer = Renderer(plan: plan, resampler: resampler)
        let prepared = try renderer.prepare(ramp())
        for variant in 0..<3 { _ = try renderer.render(prepared, VariantKey(source: "s", variant: variant)) }
        #expect(resampler.count == 3)

        let fixed = try #require(compiled("stages: {a: [halve], b: [speckle]}").plan)
        let shared = Renderer(plan: fixed, resampler: resampler)
        let page = try shared.prepare(ramp())
        let one = try shared.render(page, VariantKey(source: "s", variant: 0), keepStages: true)
        let two = try shared.render(page, VariantKey(source: "s", variant: 1), keepStages: true)
        #expect(one.stages[0].page.pixels.sharesPixels(with: two.stages[0].page.pixels))
        #expect(one.applied.map(\.operation) == ["halve", "speckle"])
    }

    @Test("a stage that two others start from is not changed by either")
    func fork() throws {
        let text = """
            stages: {a: [speckle], b: {from: a, steps: [halve]}, c: {from: a, steps: [brighten: 9]}}
            outputs: {image: a, b: b, c: c}
            """
        let outputs = try render(text).outputs.map(\.page.pixels.samples)
        #expect(outputs[1] == outputs[0].map { $0 / 2 })
        #expect(outputs[2] == outputs[0].map { UInt8(min(255, Int($0) + 9)) })
    }

    @Test("multiplying with a blank sheet changes nothing")
    func blankSheet() throws {
        let text = "stages: {a: [halve], b: {from: blank}, c: {from: [a, b]}}\noutputs: {image: a, merged: c}"
        let outputs = try render(text).outputs
        #expect(outputs[0].page.pixels.samples == outputs[1].page.pixels.samples)
    }

    @Test(
        "each way to merge two tones",
        arguments: [
            (Merge.multiply, UInt8(50)), (.darken, 100), (.lighten, 128), (.screen, 178), (.average, 114),
            (.overlay, 101), (.over, 50),
        ])
    func merging(merge: Merge, expected: UInt8) throws {
        // A page of level 100 meets a sheet of level 128.
        let page = Page(pixels: Raster(.gray, width: 3, height: 2, filledWith: 100), dpi: 150)
        let text = """
            stages: {a: [halve: {p: 0.0}], b: {from: blank, steps: [halve]}, c: {from: [a, b], merge: \(merge.rawValue)}}
            """
        let level = try render(text, page).outputs[0].page.pixels.samples[0]
        // Half of white is 127.
        #expect(abs(Int(level) - Int(expected)) <= 1, "\(merge): \(level)")
    }

    @Test("one-of takes exactly one member, and weights count")
    func oneOf() throws {
        let text = "stages: {a: [one-of: [brighten: {weight: 9}, speckle]]}"
        let chosen = try (0..<200).map { try render(text, variant: $0).applied.map(\.operation) }
        #expect(chosen.allSatisfy { $0.count == 1 })
        let share = Double(chosen.count { $0 == ["brighten"] }) / 200
        #expect(share > 0.8 && share < 0.98)
    }

    @Test("some-of takes as many members as it says, in their order")
    func someOf() throws {
        let text = "stages: {a: [some-of: {count: 2, steps: [brighten, speckle, halve]}]}"
        for variant in 0..<30 {
            let places = try render(text, variant: variant).applied.map(\.place)
            #expect(places.count == 2)
            #expect(places == places.sorted())
        }
    }

    @Test("shuffle runs all members in an order that changes")
    func shuffle() throws {
        let text = "stages: {a: [shuffle: [brighten, speckle, halve]]}"
        let orders = Set(try (0..<40).map { try render(text, variant: $0).applied.map(\.place) })
        #expect(orders.count > 3)
        #expect(orders.allSatisfy { $0.sorted() == ["1.1", "1.2", "1.3"] })
    }

    @Test("repeat draws anew each time round")
    func repetition() throws {
        let text = "stages: {a: [repeat: {times: 5, steps: [brighten]}]}"
        let drawn = try render(text).applied.flatMap { $0.parameters.map(\.value) }
        #expect(drawn.count == 5)
        #expect(Set(drawn).count > 1)
    }

    @Test("a step with a chance of one half runs about half the time")
    func chance() throws {
        let text = "stages: {a: [brighten: {p: 0.5}]}"
        let runs = try (0..<300).count { try !render(text, variant: $0).applied.isEmpty }
        #expect(runs > 110 && runs < 190)
    }

    @Test("a stage that does not run passes its first input through")
    func stageChance() throws {
        let text = "stages: {a: {p: 0.5, steps: [halve]}}"
        let page = ramp()
        let results = try (0..<40).map { try render(text, page, variant: $0).outputs[0].page.pixels.samples }
        #expect(Set(results) == [page.pixels.samples, page.pixels.samples.map { $0 / 2 }])
    }
}
