import Foundation
import TestSupport
import Testing

@Suite("foxing ops") struct OpsTests {
    @Test("lists every operation with what it does, under its family")
    func list() throws {
        let outcome = try Scratch().foxing("ops")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.contains("ink"))
        #expect(lines.contains { $0.hasPrefix("  ink-bleed ") && $0.count > 40 })
        #expect(lines.contains { $0.hasPrefix("  rotate ") })
    }

    @Test("explains one operation with its parameters, severities and an example that checks")
    func one() throws {
        let scratch = Scratch()
        let outcome = try scratch.foxing("ops", "ink-bleed")
        #expect(outcome.status == 0)
        for part in ["ink-bleed\n", "Parameters\n", "intensity", "Severities\n", "Promises\n", "Example\n"] {
            #expect(outcome.output.contains(part), "\(part)")
        }
        let example = outcome.output.split(separator: "Example\n")[1].split(separator: "\n").map { $0.dropFirst(2) }
        scratch.put("example.yaml", example.joined(separator: "\n") + "\n")
        #expect(try scratch.foxing("check", "example.yaml").errors == "")
    }

    @Test("finds an operation by the name that another program has for it")
    func peers() throws {
        let outcome = try Scratch().foxing("ops", "InkBleed")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("ink-bleed\n"))
    }

    @Test("gives the catalogue and one operation as JSON")
    func json() throws {
        let catalogue = try Scratch().foxing("ops", "--format", "json")
        #expect(catalogue.status == 0)
        let all = try JSONSerialization.jsonObject(with: Data(catalogue.output.utf8))
        #expect("\(all)".contains("ink-bleed"))
        let one = try Scratch().foxing("ops", "rotate", "--format", "json")
        #expect(one.json["name"] as? String == "rotate")
        #expect((one.json["parameters"] as? [[String: Any]])?.contains { $0["name"] as? String == "angle" } == true)
    }

    @Test("lists a family, and what words are found in")
    func some() throws {
        let family = try Scratch().foxing("ops", "handling")
        #expect(family.output.hasPrefix("handling\n") && !family.output.contains("ink-bleed"))
        let found = try Scratch().foxing("ops", "--find", "crease")
        #expect(found.output.contains("folding ") && !found.output.contains("gamma"))
        let json = try Scratch().foxing("ops", "--find", "staple", "--format", "json")
        #expect(json.output.contains("bindings-and-fasteners"))
        let none = try Scratch().foxing("ops", "--find", "zeppelin")
        #expect(none.status == 2 && none.errors.contains("no operation's manual has 'zeppelin'"))
        #expect(try Scratch().foxing("ops", "ink-bleed", "--find", "ink").status == 2)
    }

    @Test("names the nearest operation for a wrong name")
    func wrong() throws {
        let outcome = try Scratch().foxing("ops", "ink-blead")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors == "foxing: there is no operation 'ink-blead'; did you mean 'ink-bleed'?\n")
    }
}

@Suite("foxing graph and foxing parse") struct GraphTests {
    @Test("prints the stages and what flows between them, for dot and for mermaid")
    func graph() throws {
        let scratch = Scratch()
        scratch.put("rich.yaml", Pipelines.rich)
        let dot = try scratch.foxing("graph", "rich.yaml")
        #expect(dot.status == 0)
        #expect(dot.errors == "")
        #expect(dot.output.hasPrefix("digraph"))
        let mermaid = try scratch.foxing("graph", "rich.yaml", "--format", "mermaid")
        #expect(mermaid.output.hasPrefix("flowchart") || mermaid.output.hasPrefix("graph"))
        for stage in ["ink", "paper", "print", "post", "clean-up"] {
            #expect(dot.output.contains(stage))
            #expect(mermaid.output.contains(stage))
        }
    }

    @Test("draws no graph of a wrong pipeline, but says what is wrong")
    func wrongGraph() throws {
        let scratch = Scratch()
        scratch.put("bad.yaml", "stages:\n  ink:\n    - ink-blead\n")
        let outcome = try scratch.foxing("graph", "bad.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("did you mean 'ink-bleed'?"))
    }

    @Test("prints the tree of a file as JSON, whatever the file is about")
    func parse() throws {
        let scratch = Scratch()
        scratch.put("any.yaml", "a: [1, 0.5, yes, 'no']\nb: {c: null}\n")
        let outcome = try scratch.foxing("parse", "any.yaml")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect((outcome.json["a"] as? [Any])?.count == 4)
        #expect(outcome.json["b"] is [String: Any])
    }

    @Test("a file that cannot be parsed gives no JSON, and the place where it fails")
    func wrongParse() throws {
        let scratch = Scratch()
        scratch.put("broken.yaml", "a: [1, 2\nb: 3\n")
        let outcome = try scratch.foxing("parse", "broken.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("--> broken.yaml:"))
        #expect(try scratch.foxing("parse", "nothing.yaml").status == 2)
    }
}
