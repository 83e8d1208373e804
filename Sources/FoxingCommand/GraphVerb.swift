import ArgumentParser
import Foxing

struct GraphVerb: Verb {
    static let configuration = CommandConfiguration(commandName: "graph", abstract: "Prints the graph of stages.")
    static let examples = [
        "foxing graph office-scan.yaml | dot -Tsvg > graph.svg",
        "foxing graph office-scan.yaml --format mermaid",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case dot, mermaid }

    @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Option(help: "dot or mermaid.")
    var format: Format = .dot

    @OptionGroup var changes: Changes

    func run() throws {
        let plan = try Changes.plan(of: pipeline, changes.set)
        print(format == .dot ? StageGraph(plan).dot : StageGraph(plan).mermaid)
    }
}
