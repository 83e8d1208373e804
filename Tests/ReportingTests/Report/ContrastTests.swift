import JSON
import Jobs
import Testing

@testable import Reporting

@Suite("What steps cost") struct ContrastTests {
    @Test("two groups on one page differ by their means, with Student's interval")
    func plain() throws {
        let values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.2, 0.3, 0.4, 0.5, 0.6]
        let contrast = try #require(
            Contrast(values, isWith: (0..<10).map { $0 >= 5 }, strata: Array(repeating: 0, count: 10)))
        #expect(abs(contrast.difference - 0.1) < 1e-12)
        // Each side has the variance 0.025 and five members: HC1 gives 10/8 · 0.1/25 · 2, Student's quantile is 2.306.
        #expect(abs(contrast.margin - 2.306 * 0.1) < 1e-4)
        #expect(contrast.with == 5)
        #expect(contrast.without == 5)
        #expect(!contrast.isSure)
    }

    @Test("that a page is hard by itself counts for no step")
    func strata() throws {
        // The step costs 0.1 everywhere, and was drawn more often on the easy page.
        var (values, isWith, strata): ([Double], [Bool], [Int]) = ([], [], [])
        for (page, level, with) in [(0, 0.0, 15), (1, 0.6, 5)] {
            for index in 0..<20 {
                isWith.append(index < with)
                values.append(level + (index < with ? 0.1 : 0) + Double(index % 5) * 0.001)
                strata.append(page)
            }
        }
        let within = try #require(Contrast(values, isWith: isWith, strata: strata))
        #expect(abs(within.difference - 0.1) < 0.005)
        #expect(within.isSure)
        let across = try #require(Contrast(values, isWith: isWith, strata: values.map { _ in 0 }))
        #expect(across.difference < 0)
    }

    @Test("too few on one side, or pages that have one side only, are not compared")
    func tooFew() {
        let values = (0..<20).map(Double.init)
        #expect(Contrast(values, isWith: (0..<20).map { $0 < 4 }, strata: values.map { _ in 0 }) == nil)
        #expect(Contrast(values, isWith: (0..<20).map { $0 < 10 }, strata: (0..<20).map { $0 / 10 }) == nil)
        #expect(Contrast([], isWith: [], strata: []) == nil)
    }

    @Test(
        "Student's quantile is as in the tables",
        arguments: [(1, 12.706), (3, 3.182), (5, 2.571), (10, 2.228), (60, 2.0)])
    func quantile(freedom: Int, value: Double) {
        #expect(abs(Contrast.quantile(freedom: Double(freedom)) - value) < 0.01)
    }

    /// Variants of six pages: `blur` costs 20 of 100 characters, and more the stronger it is; `rotate` costs nothing.
    private var rows: [ManifestRow] {
        (0..<6).flatMap { page in
            (0..<20).map { variant in
                var steps: [(name: String, value: JSONValue)] = []
                var errors = page * 3 + variant % 3
                if variant % 2 == 0 {
                    steps.append(("blur", .number(Double(variant))))
                    errors += 10 + variant
                }
                if variant % 4 < 2 { steps.append(("rotate", .number(1))) }
                steps.append(("jpeg", .string(variant % 3 == 0 ? "low" : "high")))
                return RunFolder.row("p\(page)", variant, cer: errors, steps: steps)
            }
        }
    }

    @Test("a step that costs stands first, one that is always there is not compared")
    func steps() throws {
        let effects = StepEffects(rows)
        #expect(effects.measured == 120)
        #expect(effects.isWithinPages)
        #expect(effects.steps.map(\.step.operation) == ["blur", "rotate", "jpeg"])
        let blur = try #require(effects.steps[0].contrast)
        #expect(abs(blur.difference - 0.19) < 0.02)
        #expect(blur.isSure)
        #expect(effects.steps[1].contrast?.isSure == false)
        #expect(effects.steps[2].contrast == nil)
        #expect(effects.steps[2].count.without == 0)
    }

    @Test("the highest third of a parameter is compared with the lowest, a word with the others")
    func parameters() throws {
        let effects = StepEffects(rows).parameters
        let blur = try #require(effects.first { $0.step.operation == "blur" })
        #expect(blur.parameter?.more == "12 … 18")
        #expect(blur.parameter?.less == "0 … 6")
        #expect(abs((blur.contrast?.difference ?? 0) - 0.12) < 0.01)
        let jpeg = try #require(effects.first { $0.step.operation == "jpeg" })
        #expect(jpeg.parameter?.more == "low")
        #expect(jpeg.parameter?.less == "high")
        // What never varies tells nothing.
        #expect(!effects.contains { $0.step.operation == "rotate" })
    }

    @Test("with one variant a page, variants are compared across pages")
    func onePerPage() {
        let rows = (0..<40).map { index in
            RunFolder.row(
                "p\(index)", 0, cer: index % 2 == 0 ? 30 : 10, steps: index % 2 == 0 ? [("blur", .number(1))] : [])
        }
        let effects = StepEffects(rows)
        #expect(!effects.isWithinPages)
        #expect(abs((effects.steps[0].contrast?.difference ?? 0) - 0.2) < 1e-9)
    }

    @Test("rows that were not measured, or had no text, count for nothing")
    func unmeasured() {
        var empty = RunFolder.row("p", 0, cer: 5, steps: [("blur", 1)])
        empty.readability?.cer = [5, 0]
        #expect(StepEffects([empty, RunFolder.row("p", 1, steps: [("blur", 1)])]).measured == 0)
    }
}
