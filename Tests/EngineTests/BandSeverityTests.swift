import Diagnostics
import Engine
import Imaging
import OperationKit
import Testing

@Suite("A severity that follows the band")
struct BandSeverityTests {
    private func text(_ steps: String, _ check: String) -> String {
        "stages: {a: [\(steps)]}\nreadability: {\(check)}"
    }

    private func amounts(_ text: String, variants: Int) throws -> [DrawnValue] {
        let plan = try #require(compiled(text).plan, "\(compiled(text).findings)")
        let renderer = Renderer(plan: plan, resampler: CountingResampler())
        let prepared = try renderer.prepare(ramp())
        return try (0..<variants).map { variant in
            let key = VariantKey(source: "s", variant: variant)
            let applied = try renderer.render(prepared, key).applied
            #expect(try renderer.render(prepared, key, upTo: 0).applied.map(\.operation) == applied.map(\.operation))
            return try #require(applied.first?.parameters.first { $0.name == "amount" }).value
        }
    }

    @Test("variants meant for the easiest band have mild steps, those for the hardest strong ones, in their shares")
    func three() throws {
        let quota = "bands: {hard: 10%..35%, easy: 0..2%, middle: 2%..10%}, quota: {easy: 25%, middle: 50%, hard: 25%}"
        let amounts = try amounts(text("brighten: {severity: band}", quota), variants: 8)
        let counts = [1, 2, 3].map { level in amounts.count { $0 == .count(level) } }
        #expect(counts == [2, 4, 2])
    }

    @Test("two bands are mild and strong, one is medium")
    func fewer() throws {
        let two = "bands: {easy: 0..2%, hard: 2%..35%}, quota: {easy: 50%, hard: 50%}"
        let amounts = try amounts(text("brighten: {severity: band}", two), variants: 2)
        #expect(amounts.contains(.count(1)) && amounts.contains(.count(3)))
        let one = "bands: {any: 0..35%, other: 35%..90%}, quota: {any: 100%}"
        #expect(try self.amounts(text("brighten: {severity: band}", one), variants: 2) == [.count(2), .count(2)])
    }

    @Test("a parameter that is given wins, in every band")
    func given() throws {
        let quota = "bands: {easy: 0..2%, hard: 2%..35%}, quota: {easy: 50%, hard: 50%}"
        #expect(
            try amounts(text("brighten: {severity: band, amount: 9}", quota), variants: 2) == [.count(9), .count(9)])
    }

    @Test("without a quota there is no band to follow, which is an error", arguments: ["", "bands: {easy: 0..2%}"])
    func lonely(check: String) {
        let compiled = compiled(text("brighten: {severity: band}", check))
        #expect(compiled.plan == nil)
        #expect(compiled.findings.map(\.code) == [.missingKey])
        #expect(compiled.findings.first?.message.contains("severity: band") == true)
    }
}
