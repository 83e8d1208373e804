import ArgumentParser
import Foundation
import Foxing

struct CheckVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says all that is wrong or pointless in a pipeline; runs nothing.")
    static let examples = [
        "foxing check office-scan.yaml",
        "foxing check pipelines/                            all pipelines of a folder",
        "foxing check office-scan.yaml --format json        for editors",
        "foxing check office-scan.yaml --inputs             with headers and truth of the pages it names",
        "foxing check office-scan.yaml --set seed=7         with a value in place of the file's",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Pipeline files, or folders of them.", completion: .file(extensions: ["yaml", "yml"]))
    var pipelines: [String]

    @Option(help: "text for people, json for programs.")
    var format: Format = .text

    @Flag(help: "Look at the headers and label files of the pages that the pipelines name, too.")
    var inputs = false

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    @OptionGroup var changes: Changes

    func run() throws {
        let paths = try pipelines.flatMap(Self.files(at:))
        var reports: [PipelineFile] = []
        for path in paths {
            reports.append(
                try Changes.load(
                    path, changes.set,
                    surroundings: .thisMachine(pipeline: path, tessdata: tessdata, seeksImages: true),
                    firstSource: reports.reduce(0) { $0 + $1.sources.count }))
        }
        let pages = try reports.map { try inputs ? Self.inputs(of: $0) : nil }
        switch format {
        case .json:
            let looked = pages.compactMap(\.self)
            print(inputs ? PipelineFile.json(of: reports, and: looked) : PipelineFile.json(of: reports))
        case .text:
            for (report, pages) in zip(reports, pages) { say(report, pages) }
            let clean = zip(reports, pages).count { $0.findings.isEmpty && $1?.findings.isEmpty ?? true }
            let noun = reports.count == 1 ? "pipeline" : "pipelines"
            if clean > 0 { print("\(clean) of \(reports.count) \(noun): no findings") }
        }
        let isWrong =
            reports.contains { $0.findings.contains { $0.severity == .error } }
            || pages.contains { $0?.findings.contains(where: \.isError) ?? false }
        if isWrong { throw ExitCode(Status.doneWithFailures.rawValue) }
    }

    private func say(_ report: PipelineFile, _ pages: InputCheck?) {
        if !report.findings.isEmpty { Terminal.say(report.report(color: Terminal.paintsMessages)) }
        guard let pages else { return }
        if !pages.findings.isEmpty { Terminal.say(pages.report(color: Terminal.paintsMessages)) }
        Terminal.say("foxing: looked at \(pages.pages) page\(pages.pages == 1 ? "" : "s") of '\(report.path)'")
    }

    /// nil when the pipeline has errors, which come first.
    private static func inputs(of file: PipelineFile) throws -> InputCheck? {
        guard file.plan != nil else { return nil }
        do {
            return InputCheck(try Pipeline(file))
        } catch {
            throw Failure(.wrongUse, "\(file.path): \(error)")
        }
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
