import Diagnostics
import Engine
import OperationKit
import PipelineSyntax
import Reporting
import Testing

@Suite("The graph of stages")
struct StageGraphTests {
    private func graph(_ text: String) throws -> StageGraph {
        let (tree, _) = Parser.parse(SourceText(text, name: "p.yaml"))
        let (plan, _) = Compiler(catalog: Catalog([Tint.self, Fibers.self])).compile(
            try #require(tree), defaultName: "p")
        return StageGraph(try #require(plan))
    }

    private let text = """
        pipeline: the "end"
        stages:
          ink:
            - tint: {p: 0.5}
          paper:
            from: blank
            steps: [fibers]
          end:
            from: [ink, paper]
            merge: darken
            steps:
              - one-of: [tint, {sequence: [tint, tint]}]
        """

    @Test("Graphviz gets a box for each stage, input and output, and an arrow for each edge")
    func dot() throws {
        let dot = try graph(text).dot
        let expected = #"""
            digraph "the \"end\"" {
              rankdir=TB;
              node [fontname="sans-serif", fontsize=11];
              "page" [label="page", shape=note];
              "blank" [label="blank", shape=note];
              "stage ink" [label="ink\ntint (p 0.5)", shape=box];
              "stage paper" [label="paper\nfibers", shape=box];
              "stage end" [label="end\none of: tint | tint, then tint", shape=box];
              "output image" [label="image\npng", shape=folder];
              "page" -> "stage ink";
              "blank" -> "stage paper";
              "stage ink" -> "stage end";
              "stage paper" -> "stage end" [label="darken"];
              "stage end" -> "output image";
            }
            """#
        #expect(dot == expected)
    }

    @Test("Mermaid gets numbers for names, which may be words of its own")
    func mermaid() throws {
        let mermaid = try graph(text).mermaid
        let expected = """
            flowchart TD
              n0[/"page"/]
              n1[/"blank"/]
              n2["ink<br>tint (p 0.5)"]
              n3["paper<br>fibers"]
              n4["end<br>one of: tint | tint, then tint"]
              n5[("image<br>png")]
              n0 --> n2
              n1 --> n3
              n2 --> n4
              n3 -->|"darken"| n4
              n4 --> n5
            """
        #expect(mermaid == expected)
    }
}
