import ArgumentParser
import Foxing

struct OpsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ops", abstract: "Lists all operations, or explains one with its parameters.")
    static let examples = ["foxing ops", "foxing ops ink-bleed", "foxing ops --format json"]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "An operation; also under another tool's name.", completion: .list(Pipeline.operationNames))
    var name: String?

    @Option(help: "text for people, json for programs.")
    var format: Format = .text

    func run() throws {
        let catalog = Pipeline.operations
        guard let name else {
            let list = CatalogList(catalog)
            print(format == .json ? CanonicalJSON.text(list.json) : list.text())
            return
        }
        let entries = catalog[name].map { [$0] } ?? catalog.peers(of: name).compactMap { catalog[$0] }
        guard !entries.isEmpty else {
            let near = nearestName(to: name, among: Pipeline.operationNames).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure(.wrongUse, "there is no operation '\(name)'\(near)")
        }
        for entry in entries {
            let manual = OperationManual(entry)
            print(format == .json ? CanonicalJSON.text(manual.json) : manual.text())
        }
    }
}
