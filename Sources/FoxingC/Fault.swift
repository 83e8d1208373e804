internal import CFoxing
internal import Foxing

/// Why a function could not do what it was called for, as callers get it.
struct Fault: Error {
    let status: foxing_status
    /// Of the code book, or a word.
    let code: String
    let message: String
    var help: String?
    /// All of it for people; made of the others where nothing else is known.
    var text: String?
    /// Objects with `line` and `column`, all that is wrong with a pipeline.
    var findings: [JSONValue] = []

    init(_ status: foxing_status, _ code: String, _ message: String, help: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.help = help
    }

    /// Something is wrong with what was handed over.
    static func argument(_ message: String, help: String? = nil) -> Fault {
        Fault(FOXING_WRONG_USE, "argument", message, help: help)
    }

    /// A pipeline with errors: the first of them speaks for all.
    init(_ file: PipelineFile) {
        let objects = file.findingObjects
        let errors = file.findings.filter { $0.severity == .error }
        let first = errors.first
        let lacksLanguage = errors.allSatisfy { $0.code == .missingLanguage }
        self.init(
            lacksLanguage ? FOXING_MISSING : FOXING_WRONG_USE, first?.code.rawValue ?? "argument",
            first?.message ?? "the pipeline has errors")
        text = file.report()
        findings = objects
    }

    /// Whatever the library threw.
    init(_ error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case let problem as PictureProblem: self.init(FOXING_UNUSABLE, problem.code.rawValue, problem.message)
        case let problem as TruthProblem:
            self.init(FOXING_UNUSABLE, problem.code.rawValue, problem.message, help: problem.help)
        case let missing as MissingOnMachine: self.init(FOXING_MISSING, "missing", missing.message, help: missing.help)
        case let file as UnreadableFile: self = .argument(file.description)
        case let refusal as RunRefusal:
            switch refusal.kind {
            case .wrongUse: self = .argument(refusal.description)
            case .unusable: self.init(FOXING_UNUSABLE, "unusable", refusal.description)
            case .writeFailed: self.init(FOXING_NOT_WRITTEN, "not-written", refusal.description)
            }
        default: self.init(FOXING_FAILED, "failed", String(describing: error))
        }
    }

    /// The error's text: one object.
    var json: JSONValue {
        let place = findings.first { $0["severity"]?.text == "error" }
        return .object(
            ("code", .string(code)), ("message", .string(message)), ("line", place?["line"] ?? .null),
            ("column", place?["column"] ?? .null), ("help", .optional(help ?? place?["help"]?.text)),
            ("text", .string(text ?? message + (help.map { "; \($0)" } ?? ""))), ("findings", .array(findings)))
    }
}
