import ArgumentParser
import Foxing

struct OpsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ops", abstract: "Lists all operations, finds some, or explains one with its parameters.")
    static let examples = [
        "foxing ops", "foxing ops ink", "foxing ops --find fold", "foxing ops ink-bleed", "foxing ops --format json",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(
        help: "An operation, also under another tool's name, or a family of them.",
        completion: .list(Family.allCases.map(\.rawValue) + Pipeline.operationNames))
    var name: String?

    @Option(help: ArgumentHelp("Lists the operations of whose manual these words are a part.", valueName: "words"))
    var find: String?

    @Option(help: "text for people, json for programs.")
    var format: Format = .text

    func validate() throws {
        if name != nil, find != nil { throw ValidationError("give a name or '--find', not both") }
    }

    func run() throws {
        let catalog = Pipeline.operations
        if let find {
            let list = CatalogList(catalog, finding: find)
            guard !list.isEmpty else {
                throw Failure(.wrongUse, "no operation's manual has '\(find)'; 'foxing ops' lists all of them")
            }
            print(format == .json ? CanonicalJSON.text(list.json) : list.found())
            return
        }
        guard let name else {
            show(CatalogList(catalog))
            return
        }
        let entries = catalog[name].map { [$0] } ?? catalog.peers(of: name).compactMap { catalog[$0] }
        if entries.isEmpty, let family = Family(rawValue: name) {
            show(CatalogList(catalog, only: family))
            return
        }
        guard !entries.isEmpty else { throw Failure(.wrongUse, "there is no operation '\(name)'\(hint(for: name))") }
        for entry in entries {
            let manual = OperationManual(entry)
            print(format == .json ? CanonicalJSON.text(manual.json) : manual.text())
        }
    }

    private func show(_ list: CatalogList) {
        print(format == .json ? CanonicalJSON.text(list.json) : list.text())
    }

    /// The nearest name, or where the word occurs.
    private func hint(for name: String) -> String {
        if let near = nearestName(to: name, among: Pipeline.operationNames + Family.allCases.map(\.rawValue)) {
            return "; did you mean '\(near)'?"
        }
        return CatalogList(Pipeline.operations, finding: name).isEmpty
            ? "; 'foxing ops' lists all of them" : "; 'foxing ops --find \(name)' lists those that have to do with it"
    }
}
