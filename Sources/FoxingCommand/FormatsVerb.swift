import ArgumentParser
import Foxing

struct FormatsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "Lists the formats of ground truth in and of training sets out, or shows one with an example.")
    static let examples = [
        "foxing formats", "foxing formats hocr          both ways: as truth and as a set",
        "foxing formats --format json",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    private static var names: [String] {
        let formats = Pipeline.formats
        return formats.truth.map(\.name) + formats.sets.map(\.name)
    }

    @Argument(help: "A format of either kind.", completion: .list(Self.names))
    var name: String?

    @Option(help: "text for people, json for programs.")
    var format: Format = .text

    func run() throws {
        guard let name else { return show(FormatManual(Pipeline.formats)) { $0.list() } }
        guard let manual = FormatManual(Pipeline.formats, only: name) else {
            let near = nearestName(to: name, among: Self.names).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure(.wrongUse, "there is no format '\(name)'\(near)")
        }
        show(manual) { $0.text() }
    }

    private func show(_ manual: FormatManual, _ text: (FormatManual) -> String) {
        print(format == .json ? CanonicalJSON.text(manual.json) + "\n" : text(manual), terminator: "")
    }
}
