import ArgumentParser
import Foundation
import Foxing

struct BenchVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Times a pipeline with one worker and with more, and says what bounds it.")
    static let examples = [
        "foxing bench office-scan.yaml scans/*.png      from 1 worker to as many as there are cores",
        "foxing bench office-scan.yaml page.png -o bench.svg -o bench.json",
        "foxing bench office-scan.yaml page.png --workers 1,2,4,8 --seconds 30",
        "foxing bench office-scan.yaml page.png --against old.json -o bars.svg",
    ]

    @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Argument(help: "Files, folders or quoted patterns.", completion: .file())
    var images: [String]

    @Option(
        name: .shortAndLong, help: "A file for the result: .svg for a drawing, .json for the figures; repeatable.",
        completion: .file(extensions: ["svg", "json"]))
    var output: [String] = []

    @Option(
        help: "The figures of another bench, to be drawn beside these as bars.", completion: .file(extensions: ["json"])
    )
    var against: String?

    @Option(help: "Numbers of workers, such as 1,2,4. (default: from 1 to the cores that the process may use)")
    var workers: WorkerCounts?

    @Option(name: [.customShort("n"), .long], help: "Variants per page. (default: as many as '--seconds' asks for)")
    var variants: Int?

    @Option(help: "About how long one worker works.")
    var seconds: Double = 10

    @Option(
        help: "A folder to write into while timing, since disks differ. (default: that for temporary files)",
        completion: .directory)
    var scratch: String?

    @Flag(help: "Let the pipeline start the programs that it names, to carry out steps and to read pages.")
    var allowCommands = false

    @OptionGroup var changes: Changes

    func validate() throws {
        if images.isEmpty { throw ValidationError("Name the pages to be timed.") }
        if let variants, variants < 1 { throw ValidationError("--variants takes a whole number from 1.") }
        if !(0.1...86_400).contains(seconds) { throw ValidationError("--seconds lies between 0.1 and 86400.") }
        if let wrong = output.first(where: { !$0.hasSuffix(".svg") && !$0.hasSuffix(".json") }) {
            throw ValidationError("--output takes a name that ends with .svg or .json, not '\(wrong)'.")
        }
    }

    func run() throws {
        let other = try against.map(Self.record)
        let file = try Changes.load(pipeline, changes.set)
        if !file.findings.isEmpty { Terminal.say(file.report(color: Terminal.paintsMessages)) }
        guard file.plan != nil else { throw Failure(.wrongUse, "'\(pipeline)' has errors; nothing was timed") }
        let signals = Signals()
        var options = FolderBench.Options()
        options.overrides = changes.set
        options.variants = variants
        options.seconds = seconds
        options.allowsCommands = allowCommands
        if let workers { options.workers = workers.counts }
        if let scratch { options.scratch = scratch }
        let record: BenchRecord
        do {
            record = try FolderBench(pipeline: pipeline, images: images, options: options).run(
                interruption: signals.interruption
            ) { run in Terminal.say("foxing: \(run.line)") }
        } catch {
            if signals.interruption.isRequested { Foundation.exit(signals.interruption.exitStatus) }
            throw Failure(error)
        }
        print(record.text + (other.map { "\n" + record.text(against: $0) } ?? ""), terminator: "")
        for path in output { try write(record, other, to: path) }
    }

    private func write(_ record: BenchRecord, _ other: BenchRecord?, to path: String) throws {
        let drawing = other.map { record.bars(against: $0) } ?? record.curve
        do {
            try Writing.write(path.hasSuffix(".svg") ? drawing.file : record.file, to: path)
        } catch {
            throw Failure(.writeFailed, String(describing: error))
        }
    }

    private static func record(_ path: String) throws -> BenchRecord {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "cannot read '\(path)'")
        }
        guard let record = BenchRecord(bytes: [UInt8](data)) else {
            throw Failure(.unusable, "'\(path)' holds no figures of 'foxing bench'; make some with  -o NAME.json")
        }
        return record
    }
}

/// Numbers of workers as people write them: `4`, or `1,2,4`.
struct WorkerCounts: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        counts = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard counts.count == parts.count, counts.allSatisfy((1...1024).contains) else { return nil }
    }
}
