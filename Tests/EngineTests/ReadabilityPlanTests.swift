import Diagnostics
import Engine
import Testing

@Suite("What a pipeline says of reading back")
struct ReadabilityPlanTests {
    private func plan(_ check: String) -> (plan: ReadabilityPlan?, codes: [String]) {
        let result = compiled("stages: {a: [halve]}\nreadability: {languages: [eng], \(check)}")
        return (result.plan?.readability, result.findings.map(\.code.rawValue))
    }

    @Test(
        "how much is read",
        arguments: [
            ("effort: decided, keep: {cer: 0..0.4}", ReadabilityPlan.Effort.decided, 1.0), ("effort: full", .full, 1),
            ("effort: {lines: 7}", .lines(7), 1), ("effort: {pages: 25%}", .full, 0.25),
            ("sample: {pages: 0.5, lines: 3}", .lines(3), 0.5), ("keep: {cer: 0..0.4}", .full, 1),
        ])
    func effort(text: String, effort: ReadabilityPlan.Effort, pages: Double) throws {
        let (read, codes) = plan(text)
        #expect(codes == [])
        #expect(read?.effort == effort && read?.sampledPages == pages)
    }

    @Test(
        "where 'decided' has to read all of it that is said",
        arguments: [
            "words: mark, keep: {cer: 0..0.4}", "keep: {cer: 0..0.4, confidence: 50..100}", "unmeasured: keep",
            "metric: jiwer, keep: {cer: 0..0.4}",
        ])
    func needsAll(rest: String) {
        let (read, codes) = plan("effort: decided, " + rest)
        #expect(codes == ["W402"] || codes == ["W401"] || codes.count == 1, "\(codes)")
        #expect(read?.needsAll == true)
    }

    @Test("bands have their shares and the number of attempts")
    func bands() throws {
        let (read, codes) = plan("bands: {easy: 0..2%, medium: 2%..10%}, quota: {easy: 30%, medium: 70%}, attempts: 5")
        #expect(codes == [])
        #expect(
            read?.bands == [
                BandPlan(name: "easy", cer: 0...0.02, share: 0.3),
                BandPlan(name: "medium", cer: 0.02...0.1, share: 0.7),
            ])
        #expect(read?.attempts == 5)
        #expect(plan("bands: {easy: 0..2%}").plan?.attempts == 1)
    }

    @Test(
        "what does not fit together is refused",
        arguments: [
            "effort: full, sample: {lines: 3}", "bands: {a: 0..10%, b: 5%..20%}",
            "bands: {a: 0..10%}, quota: {b: 100%}",
            "bands: {a: 0..10%}, quota: {a: 60%}", "engine: {}", "effort: some", "bands: 3", "quota: {a: [1, 2]}",
        ])
    func refusals(text: String) {
        #expect(plan(text).plan == nil || !plan(text).codes.filter { $0.hasPrefix("E") }.isEmpty, "\(plan(text).codes)")
    }
}
