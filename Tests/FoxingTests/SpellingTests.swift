import Foxing
import Testing

@Suite("older spellings")
struct SpellingTests {
    private func plan(_ step: String) throws -> Plan {
        let file = PipelineFile(text: "stages: {a: [\(step)]}")
        #expect(file.findings.isEmpty, "\(file.findings.map(\.message))")
        return try #require(file.plan)
    }

    @Test(
        "centre is still read, as a key and as a word, alone and in a choice",
        arguments: [
            ("rotate: {angle: 2, centre: corner}", "rotate: {angle: 2, center: corner}"),
            ("watermark: {text: x, place: centre}", "watermark: {text: x, place: center}"),
            ("watermark: {text: x, place: centre*2|top}", "watermark: {text: x, place: center*2|top}"),
            (
                "lighting-gradient: {centre-x: 0.5, centre-y: 0..1}",
                "lighting-gradient: {center-x: 0.5, center-y: 0..1}"
            ),
        ])
    func centre(older: String, newer: String) throws {
        func values(_ plan: Plan) -> [String] {
            var texts: [String] = []
            plan.stages[0].steps.forEachOperation { step in
                guard case .operation(let entry, let values) = step.kind else { return }
                texts = entry.parameters.map { "\($0.name) \(String(describing: values[$0.name]))" }
            }
            return texts
        }
        #expect(try values(plan(older)) == values(plan(newer)))
    }

    @Test("what is wrong is told in the spelling of today")
    func told() {
        let file = PipelineFile(text: "stages: {a: [rotate: {center: middle}, watermark: {text: x, place: middle}]}")
        let report = file.report()
        #expect(report.contains("center") || report.contains("corner"))
        #expect(!report.contains("centre"))
    }
}
