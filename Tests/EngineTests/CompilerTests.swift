import Diagnostics
import Engine
import OperationKit
import PipelineSyntax
import Testing

struct CompilerTests {
    @Test(
        "outputs that are wrong do not also leave stages unused",
        arguments: ["{x/y: a}", "{image: {from: b, format: gif}}", "[a]", "{image: {from: b, size: 3}}"])
    func wrongOutputs(text: String) {
        let codes = codes("stages: {a: [halve], b: {from: page, steps: [halve]}}\noutputs: \(text)\n")
        #expect(codes.count == 1 && codes != ["W401"])
    }

    @Test("a stage without 'from' starts from the one above, the first from the page")
    func chain() throws {
        let plan = try #require(compiled("stages: {a: [halve], b: [brighten], c: {from: page, steps: [halve]}}").plan)
        #expect(plan.stages.map(\.inputs) == [[.page], [.stage(0)], [.page]])
        #expect(plan.outputs.map(\.name) == ["image"])
        #expect(plan.outputs[0].stage == 2)
    }

    @Test("what a file does not say has its default")
    func defaults() throws {
        let plan = try #require(compiled("stages: {a: [halve]}").plan)
        #expect(plan.name == "test")
        #expect(plan.seed == 0)
        #expect(plan.variants == 1)
        #expect(plan.readability == nil)
    }

    @Test(
        "each thing that is wrong has its code",
        arguments: [
            ("{}", ["E205"]),
            ("stages: [a]", ["E206"]),
            ("stages: {a: [halve]}\nsteps: 3", ["E201"]),
            ("stages: {a: [halfe]}", ["E203"]),
            ("stages: {a: [Brighter]}", ["E203"]),
            ("stages: {a: [brighten: {amont: 3}]}", ["E204"]),
            ("stages: {a: [brighten: {amount: 300}]}", ["E302"]),
            ("stages: {a: [brighten: {amount: 3, p: 2}]}", ["E309"]),
            ("stages: {a: [halve: 3]}", ["E206"]),
            ("stages: {a: {from: b, steps: [halve]}, b: {from: page, steps: [halve]}}", ["E402"]),
            ("stages: {a: {from: a, steps: [halve]}}", ["E401"]),
            ("stages: {a: {from: nowhere, steps: [halve]}}", ["E202"]),
            ("stages: {page: [halve]}", ["E208"]),
            ("stages: {a: [one-of: []]}", ["E209"]),
            ("stages: {a: [some-of: {steps: [halve]}]}", ["E205"]),
            ("stages: {a: [halve]}\nversion: 2", ["E207"]),
            ("stages: {a: {from: blank, steps: [blot]}}", ["E405"]),
            ("stages: {a: [gray-only]}", ["E404"]),
            ("stages: {a: [halve], b: {from: page, steps: [halve]}}", ["W401"]),
            ("stages: {a: [halve: {p: 0}]}", ["W402"]),
            ("stages: {a: {merge: multiply, steps: [halve]}}", ["W402"]),
            ("stages: {a: [halve]}\noutputs: {image: b}", ["E202"]),
            ("stages: {a: [halve]}\nreadability: {keep: {confidence: 50..100}}", ["E504"]),
            ("stages: {a: [halve: {weight: 2}]}", ["E204"]),
            ("stages: {a: [halve]}\nseed: many", ["E304"]),
        ])
    func findings(text: String, expected: [String]) {
        #expect(codes(text) == expected, "\(compiled(text).findings)")
    }

    @Test("branches that were moved differently cannot be merged")
    func mergeOutOfStep() {
        let text = "stages: {a: [shift], b: {from: page, steps: [halve]}, c: {from: [a, b]}}"
        #expect(codes(text) == ["E403"])
        let together = "stages: {a: [shift], b: [halve], d: {from: a}, c: {from: [b, d]}}"
        #expect(codes(together).isEmpty)
    }

    @Test("a moved page may be merged with a sheet that started blank")
    func mergeWithSheet() {
        #expect(codes("stages: {a: [shift], b: {from: blank}, c: {from: [a, b]}}").isEmpty)
    }

    @Test("a cycle is named with all its stages")
    func cycleNamed() throws {
        let findings = compiled("stages: {a: {from: c}, b: {from: a}, c: {from: b}}").findings
        let cycle = try #require(findings.first { $0.code == .cycle })
        #expect(cycle.label == "it goes round: a ← c ← b ← a")
    }

    @Test("another tool's name for an operation leads to ours")
    func peers() {
        let finding = compiled("stages: {a: [brighter]}").findings.first
        #expect(finding?.label?.contains("'brighten'") == true || finding?.label == nil)
        #expect(compiled("stages: {a: [toy.Brighter]}").findings.first?.label == "here it is called 'brighten'")
    }

    @Test("two keys in one step are explained as an indentation slip")
    func twoKeys() throws {
        let finding = try #require(compiled("stages:\n  a:\n    - brighten:\n      amount: 3\n").findings.first)
        #expect(finding.code == .wrongShape)
        #expect(finding.label == "is this a parameter of 'brighten'?")
    }

    @Test("a missing Tesseract language names the package to install")
    func language() throws {
        let surroundings = Surroundings(installedLanguages: { ["eng", "osd"] })
        let text = "stages: {a: [halve]}\nreadability: {languages: [eng, kor], keep: {cer: 0..0.4}}"
        let finding = try #require(compiled(text, surroundings).findings.first)
        #expect(finding.code == .missingLanguage)
        #expect(finding.help?.contains("tesseract-ocr-kor") == true)
    }

    @Test("a severity fills in what the step does not give itself")
    func severity() throws {
        let plan = try #require(compiled("stages: {a: [brighten: {severity: strong}]}").plan)
        guard case .operation(let entry, let values) = plan.stages[0].steps[0].kind else {
            Issue.record("no operation")
            return
        }
        #expect(entry.manual.name == "brighten")
        #expect(values["amount"] == .fixed(.number(3)))
    }

    @Test("all findings of a file are reported at once")
    func several() {
        let text = "stages:\n  a: [halfe, brighten: {amount: 300}]\n  b: {from: x}\nseed: yes\n"
        #expect(codes(text).count >= 4)
    }
}
