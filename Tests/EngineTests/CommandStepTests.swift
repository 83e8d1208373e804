import Diagnostics
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import Synchronization
import Testing

@Suite("a step that a program carries out") struct CommandStepTests {
    /// Stands for programs: blackens every picture, and notes what it was asked.
    private final class Blackening: StepPrograms {
        let requests = Mutex<[StepRequest]>([])

        func change(_ pixels: inout Raster, _ request: StepRequest) throws {
            requests.withLock { $0.append(request) }
            pixels = Raster(pixels.kind, width: pixels.width, height: pixels.height, filledWith: 0)
        }
    }

    private func render(_ step: String, programs: (any StepPrograms)?, variant: Int = 0) throws -> Rendering {
        let (plan, findings) = compiled("stages: {a: [command: \(step)]}")
        let renderer = Renderer(
            plan: try #require(plan, "\(findings)"), resampler: CountingResampler(), programs: programs)
        return try renderer.render(renderer.prepare(ramp()), VariantKey(source: "s", variant: variant))
    }

    @Test("is told what was drawn for it, of the kinds that the values look like")
    func parameters() throws {
        let programs = Blackening()
        let step =
            "{run: [tool, -q], timeout: 2.5, parameters: {amount: 0.1..0.3, reach: 1mm, part: 10% | 30%, on: true, "
            + "side: left | right, note: \"1..2\"}}"
        let result = try render(step, programs: programs)
        let request = try #require(programs.requests.withLock { $0.first })
        #expect(request.program == ["tool", "-q"] && request.timeout == 2.5)
        let drawn = Dictionary(uniqueKeysWithValues: request.parameters.map { ($0.name, $0.value) })
        guard case .number(let amount)? = drawn["amount"], case .number(let part)? = drawn["part"] else {
            Issue.record("\(drawn)")
            return
        }
        #expect((0.1...0.3).contains(amount) && [0.1, 0.3].contains(part))
        #expect(drawn["reach"] == .number(roundedLikeManifest(Resolution.pixels(mm: 1, dpi: request.dpi))))
        #expect(drawn["on"] == .flag(true) && drawn["note"] == .word("1..2"))
        #expect([.word("left"), .word("right")].contains(drawn["side"]))
        #expect(result.applied[0].parameters.map(\.value) == request.parameters.map(\.value))
        #expect(result.outputs[0].page.pixels.samples.allSatisfy { $0 == 0 })
    }

    private func roundedLikeManifest(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    @Test("draws the same for the same variant, and something else for another")
    func chance() throws {
        let programs = Blackening()
        for variant in [3, 3, 4] {
            _ = try render("{run: tool, parameters: {amount: 0..1}}", programs: programs, variant: variant)
        }
        let requests = programs.requests.withLock { $0 }
        #expect(requests[0].seed == requests[1].seed && requests[0].seed != requests[2].seed)
        #expect(requests[0].parameters[0].value == requests[1].parameters[0].value)
        #expect(requests[0].parameters[0].value != requests[2].parameters[0].value)
    }

    @Test("fails where no programs may be started")
    func forbidden() {
        #expect(throws: OperationFailure.self) { try render("{run: tool}", programs: nil) }
    }

    @Test("has color where it asks for it, and is known to the plan with its program")
    func plan() throws {
        let programs = Blackening()
        let result = try render("{run: [tool], color: true}", programs: programs)
        #expect(result.outputs[0].page.pixels.kind == .color)
        let plan = try #require(
            compiled("stages: {a: [command: {run: [b, c]}, one-of: [command: {run: a}, command: {run: [b, c]}]]}").plan)
        #expect(plan.commands == [["b", "c"], ["a"]])
        #expect(plan.stepsFromElsewhere.isEmpty)
    }

    @Test(
        "is told apart from what is written wrongly",
        arguments: [
            ("command", ["E205"]), ("command: {}", ["E205"]), ("command: [a]", ["E206"]), ("command: tool", ["E206"]),
            ("command: {run: []}", ["E205"]), ("command: {run: a, timeout: 0}", ["E302"]),
            ("command: {run: a, timeout: 10s}", ["E306"]), ("command: {run: a, amount: 3}", ["E201"]),
            ("command: {run: a, parameters: [b]}", ["E206"]),
            ("command: {run: a, parameters: {b: 0.3..0.1}}", ["E303"]),
            ("command: {run: a, parameters: {b: [1, 2]}}", ["E311"]),
            ("command: {run: a, parameters: {b: 3 mm}}", ["E306"]), ("command: {run: a, weight: 2}", ["E204"]),
            ("command: {run: a, p: 2}", ["E309"]), ("comand: {run: a}", ["E203"]),
        ])
    func findings(step: String, expected: [String]) {
        let text = "stages: {a: [\(step)]}"
        #expect(codes(text) == expected, "\(compiled(text).findings)")
    }

    @Test("a judge that the program does not have is named with those that it has")
    func judges() throws {
        let surroundings = Surroundings(judges: { ["my-model"] })
        let finding = try #require(
            compiled("stages: {a: [halve]}\nreadability: {judge: my-modl}", surroundings).findings.first)
        #expect(finding.code == .unknownJudge && finding.label == "did you mean 'my-model'?")
        let text = "stages: {a: [halve]}\nreadability: {judge: my-model, engine: {command: a}}"
        #expect(codes(text, surroundings) == ["E210"])
        let plan = compiled("stages: {a: [halve]}\nreadability: {judge: my-model}", surroundings).plan
        #expect(plan?.readability?.judge == "my-model")
    }
}
