import Diagnostics
import PipelineSyntax
import Testing

@Suite("Bounds")
struct BoundTests {
    @Test("a text of 1 MiB is read, one byte more is refused")
    func size() {
        let text = "# " + String(repeating: "x", count: Parser.largestText - 2)
        #expect(parsed(text) == "null")
        #expect(parsed(text + "x") == "E116")
    }

    @Test(
        "64 collections may stand inside one another, a 65th is refused",
        arguments: [
            { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) },
            { String(repeating: "- ", count: $0) + "a" },
            { (0..<$0).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n") },
            { n in "a: &a " + String(repeating: "[", count: n - 2) + String(repeating: "]", count: n - 2) + "\nb: [*a]"
            },
            { n in
                "a: &a {b: " + String(repeating: "[", count: n - 3) + String(repeating: "]", count: n - 3)
                    + "}\nb: [*a]"
            },
        ] as [@Sendable (Int) -> String])
    func depth(text: @Sendable (Int) -> String) {
        #expect(!parsed(text(64)).hasPrefix("E"))
        #expect(parsed(text(65)) == "E117")
        #expect(parsed(text(1000)) == "E117")
    }

    @Test("100,000 nodes may stand in a text, more are refused")
    func nodes() {
        #expect(!parsed("[" + String(repeating: "a,", count: Parser.mostNodes - 1) + "]").hasPrefix("E"))
        #expect(parsed("[" + String(repeating: "a,", count: Parser.mostNodes) + "]") == "E118")
    }

    @Test("aliases count as what they repeat, so that few lines cannot grow without end")
    func aliasBomb() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1..<30 {
            let alias = "*a\(level - 1)"
            lines.append("a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]")
        }
        #expect(parsed(lines.joined(separator: "\n")) == "E118")
    }

    @Test("merged mappings count too")
    func mergeBomb() {
        let keys = (0..<1000).map { "k\($0): 1" }.joined(separator: ", ")
        let merges = (0..<200).map { "m\($0): {<<: *a}" }.joined(separator: "\n")
        #expect(parsed("a: &a {\(keys)}\n\(merges)\n") == "E118")
    }

    @Test("repeated long texts are bounded too")
    func textBomb() {
        let text = "a: &a \(String(repeating: "x", count: 500_000))\nb: [\(String(repeating: "*a, ", count: 50))]\n"
        #expect(parsed(text) == "E118")
    }

    @Test("a key may have 1024 bytes")
    func longKey() {
        #expect(!parsed(String(repeating: "k", count: 1024) + ": 1").hasPrefix("E"))
        #expect(parsed(String(repeating: "k", count: 1025) + ": 1") == "E112")
    }
}
