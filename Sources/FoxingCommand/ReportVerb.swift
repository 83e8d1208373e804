import ArgumentParser
import Foundation
import Foxing

struct ReportVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tells what a run made, on one page of HTML.")
    static let examples = [
        "foxing report out/                  out/report.html, for any browser",
        "foxing report out/ -o set-7.html    the same elsewhere; the file needs no other",
        "foxing run scan.yaml -i scans/ -o out/ --report    right after the run",
    ]

    @Argument(help: ArgumentHelp("The output folder of a run.", valueName: "run"), completion: .directory)
    var folder: String

    @Option(
        name: .shortAndLong, help: "Where the report goes. (default: RUN/\(RunReport.fileName))",
        completion: .file(extensions: ["html"]))
    var output: String?

    @Option(name: [.customShort("j"), .long], help: "Worker threads. (default: the cores that the process may use)")
    var workers: Int?

    @Flag(help: "Replace a file that Foxing did not write.")
    var overwrite = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers takes a whole number from 1.") }
    }

    func run() throws {
        let target = output ?? URL(fileURLWithPath: folder).appendingPathComponent(RunReport.fileName).relativePath
        do {
            try RunReport.checkPlace(target, overwrites: overwrite)
            let report = try RunReport(of: folder, workers: workers ?? Machine.cores)
            try report.write(to: target, overwrites: overwrite)
        } catch {
            throw Failure(error.code == .foreignOutput ? .unusable : .writeFailed, error.description)
        }
        print(target)
    }
}
