import ArgumentParser
import Foundation
import Foxing

struct InitVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a commented starter pipeline, and the schema beside it with which editors complete it.")
    static let examples = [
        "foxing init                          office-scan.yaml in this folder",
        "foxing init looks --preset old-book  another look, in another folder",
    ]

    @Argument(help: "The folder to write to.", completion: .directory)
    var folder = "."

    @Option(help: "One of \(Presets.all.map(\.name).joined(separator: ", ")).")
    var preset = Presets.all[0].name

    func run() throws {
        guard let chosen = Presets.all.first(where: { $0.name == preset }) else {
            let near = nearestName(to: preset, among: Presets.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure(.wrongUse, "there is no preset '\(preset)'\(near)")
        }
        let file = chosen.name + ".yaml"
        let path = folder == "." ? file : (folder as NSString).appendingPathComponent(file)
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.unusable, "'\(path)' is there already; it is not touched")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let text = PipelineSchema.comment + "\n" + Presets.starter(chosen)
            try Writing.write(text, to: path)
            try writeSchema()
        } catch {
            throw Failure(.writeFailed, "cannot write '\(path)': \(error)")
        }
        print(path)
        Terminal.say("next: foxing preview \(path) PAGE.png, then foxing run \(path) -i PAGES/ -o out/")
    }

    /// Beside the pipeline, for editors; another file of that name stays.
    private func writeSchema() throws {
        let name = PipelineSchema.fileName
        let path = folder == "." ? name : (folder as NSString).appendingPathComponent(name)
        if let old = try? String(contentsOfFile: path, encoding: .utf8), !old.contains(PipelineSchema.title) { return }
        let text = CanonicalJSON.pretty(PipelineSchema(Pipeline.operations, Pipeline.formats).json)
        try Writing.write(text, to: path)
    }
}
