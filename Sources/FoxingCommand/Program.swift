import ArgumentParser
import Foundation
import Foxing

/// The program: parses the command line, runs a verb, and turns what happened into an exit status.
@main
struct Program {
    static func main() {
        do {
            var verb = try Verbs.parseAsRoot()
            try verb.run()
        } catch let failure as Failure {
            Terminal.say(failure.message)
            exit(failure.status.rawValue)
        } catch {
            finish(with: error)
        }
    }

    /// Help goes to standard output with the examples first; a wrong command line is status 2, all else is our fault.
    private static func finish(with error: any Error) -> Never {
        let message = Verbs.fullMessage(for: error)
        if let code = error as? ExitCode { exit(code.rawValue) }
        switch Verbs.exitCode(for: error) {
        case .success: break
        case .validationFailure:
            Terminal.say(message)
            exit(Status.wrongUse.rawValue)
        default:
            Terminal.say(
                "foxing: a fault of foxing itself: \(error)\n"
                    + "please report this line with the command, the pipeline and what 'foxing doctor' prints")
            exit(Status.bug.rawValue)
        }
        let examples = Verbs.examples(for: CommandLine.arguments.dropFirst())
        if message.contains("USAGE:"), !examples.isEmpty { print("EXAMPLES:\n\(examples)\n") }
        print(message)
        exit(Status.done.rawValue)
    }
}

/// What the program's exit status says.
enum Status: Int32 {
    case done = 0
    case doneWithFailures = 1
    case wrongUse = 2
    case unusable = 3
    case missingOnMachine = 4
    case writeFailed = 5
    case bug = 70
    case interrupted = 130
    case terminated = 143
}

/// A verb that could not do its work, with what to say and how to exit.
struct Failure: Error {
    let status: Status
    let message: String

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = "foxing: \(message)"
    }
}

/// A verb of the command line with the examples that its help begins with.
protocol Verb: ParsableCommand {
    static var examples: [String] { get }
}

struct Verbs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foxing",
        abstract: "Turns clean document pages into OCR training sets.",
        version: foxingVersion,
        subcommands: all)

    static let all: [any ParsableCommand.Type] = [
        InitVerb.self, CheckVerb.self, RunVerb.self, MergeVerb.self, ExportVerb.self, ReportVerb.self, BenchVerb.self,
        PreviewVerb.self, OpsVerb.self,
        FormatsVerb.self, GraphVerb.self, ParseVerb.self, ExplainVerb.self, SchemaVerb.self,
        ScoreVerb.self, ServeVerb.self, DoctorVerb.self,
    ]

    static func examples(for arguments: ArraySlice<String>) -> String {
        let named = arguments.first { !$0.hasPrefix("-") && $0 != "help" }
        let verb = all.first { $0.configuration.commandName == named } as? any Verb.Type
        let lines =
            verb?.examples ?? [
                "foxing init                                        a starter pipeline in this folder",
                "foxing check office-scan.yaml                      all that is wrong with it",
                "foxing preview office-scan.yaml page.png           one contact sheet",
                "foxing run office-scan.yaml -i scans/ -o out/ -n 5 the training set",
            ]
        return lines.map { "  " + $0 }.joined(separator: "\n")
    }
}
