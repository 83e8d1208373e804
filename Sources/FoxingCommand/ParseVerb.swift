import ArgumentParser
import Foxing

struct ParseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Prints the tree of a pipeline file as JSON.")
    static let examples = ["foxing parse office-scan.yaml", "foxing parse office-scan.yaml | python3 -m json.tool"]

    @Argument(help: "The file.", completion: .file())
    var file: String

    func run() throws {
        let (json, report) = try parsed()
        if let json { print(json) }
        if !report.isEmpty { Terminal.say(report) }
        if json == nil { throw ExitCode(Status.wrongUse.rawValue) }
    }

    private func parsed() throws -> (json: String?, report: String) {
        do {
            return try PipelineFile.tree(path: file, color: Terminal.paintsMessages)
        } catch let error as UnreadableFile {
            throw Failure(.wrongUse, error.description)
        }
    }
}
