import ArgumentParser
import Foundation
import Foxing

struct CheckVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says all that is wrong or pointless in a pipeline; runs nothing.")
    static let examples = [
        "foxing check pipeline.yaml",
        "foxing check pipelines/                         all pipelines of a folder",
        "foxing check pipeline.yaml --format json        for editors",
        "foxing check pipeline.yaml --set seed=7         with a value in place of the file's",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Pipeline files, or folders of them.", completion: .file(extensions: ["yaml", "yml"]))
    var pipelines: [String]

    @Option(help: "text for people, json for programs.")
    var format: Format = .text

    @OptionGroup var changes: Changes

    func run() throws {
        let paths = try pipelines.flatMap(Self.files(at:))
        var reports: [PipelineFile] = []
        for path in paths {
            reports.append(
                try Changes.load(
                    path, changes.set, surroundings: .thisMachine(pipeline: path, seeksImages: true),
                    firstSource: reports.reduce(0) { $0 + $1.sources.count }))
        }
        let findings = reports.flatMap(\.findings)
        switch format {
        case .json:
            print(PipelineFile.json(of: reports))
        case .text:
            for report in reports where !report.findings.isEmpty {
                Terminal.say(report.report(color: Terminal.paintsMessages))
            }
            let clean = reports.count { $0.findings.isEmpty }
            let noun = reports.count == 1 ? "pipeline" : "pipelines"
            if clean > 0 { print("\(clean) of \(reports.count) \(noun): nothing to say") }
        }
        if findings.contains(where: { $0.severity == .error }) { throw ExitCode(Status.doneWithFailures.rawValue) }
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        if files.isEmpty { throw Failure(.unusable, "there are no .yaml files in '\(path)'") }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }
}

/// The options by which a command line changes a pipeline.
struct Changes: ParsableArguments {
    @Option(
        name: .customLong("set"), help: ArgumentHelp("Put a value in place of the file's.", valueName: "path=value"))
    var set: [String] = []

    /// The plan of a file; with errors in it they are said, and nothing is done.
    static func plan(of path: String, _ overrides: [String]) throws -> Plan {
        let file = try load(path, overrides)
        guard let plan = file.plan else { throw Failure(.wrongUse, "in '\(path)':\n" + file.report()) }
        return plan
    }

    static func load(
        _ path: String, _ overrides: [String], surroundings: Surroundings? = nil, firstSource: Int = 0
    ) throws -> PipelineFile {
        do {
            return try PipelineFile(
                path: path, overrides: overrides, surroundings: surroundings, firstSource: firstSource)
        } catch let error as UnreadableFile {
            throw Failure(.wrongUse, error.description)
        }
    }
}
