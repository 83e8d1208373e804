import Diagnostics
import Engine
import OperationKit
import PipelineSyntax
import Testing

struct OverrideTests {
    private func plan(_ text: String, _ override: String) -> (plan: Plan?, findings: [Diagnostic]) {
        guard let tree = Parser.parse(SourceText(text, name: "test.yaml")).tree else { return (nil, []) }
        let (changed, problems) = Override(override, id: SourceID(1)).applied(to: tree, catalog: toys)
        let (plan, findings) = Compiler(catalog: toys).compile(changed, defaultName: "test")
        return (plan, problems + findings)
    }

    private func amount(_ plan: Plan?) -> ValueExpression? {
        guard case .operation(_, let values)? = plan?.stages[0].steps[0].kind else { return nil }
        return values["amount"]
    }

    @Test(
        "a parameter is replaced however its step was written",
        arguments: ["brighten", "brighten: 7", "brighten: {amount: 7}", "one-of: [brighten, halve]"])
    func parameter(step: String) throws {
        let text = "stages: {a: [\(step)]}"
        let result = plan(text, "stages.a.brighten.amount=20..30")
        #expect(result.findings.isEmpty, "\(result.findings)")
        if step.hasPrefix("brighten") { #expect(amount(result.plan) == .uniform(.number(20), .number(30))) }
    }

    @Test("a key that the file does not have is added")
    func added() throws {
        #expect(plan("stages: {a: [halve]}", "variants=12").plan?.variants == 12)
        let text = "stages: {a: {steps: [halve]}}"
        #expect(plan(text, "stages.a.p=0.25").plan?.stages[0].chance == 0.25)
    }

    @Test("what is wrong points into the option's own text")
    func spans() throws {
        let text = "stages: {a: [brighten]}"
        let finding = try #require(plan(text, "stages.a.brighten.amount=300").findings.first)
        #expect(finding.code == .outOfRange)
        #expect(finding.span == Span(25, 28, in: SourceID(1)))
        let unknown = try #require(plan(text, "stages.a.brightem.amount=3").findings.first)
        #expect(unknown.code == .badOverride)
        #expect(unknown.span == Span(9, 17, in: SourceID(1)))
        #expect(unknown.label == "did you mean 'brighten'?")
    }

    @Test("a text without '=' is refused")
    func shape() {
        #expect(plan("stages: {a: [halve]}", "variants").findings.map(\.code) == [.badOverride])
    }
}
