internal import Foxing
internal import HTTPTypes

/// Something that is wrong with a request, or stood in its way, as the sender is told of it.
struct Problem: Error, Sendable {
    /// What kind of problem it is; decides the status.
    let kind: Kind
    /// What is wrong and what to do, in one sentence without a full stop.
    let detail: String
    /// The field, part or step that it is about.
    var place: String?
    /// Further members of the document.
    var members: [JSONValue.Member] = []
    /// Headers that the answer has besides.
    var headers = HTTPFields()

    init(_ kind: Kind, _ detail: String, at place: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.place = place
    }

    /// A field with a value that it does not take.
    static func value(_ name: String, _ detail: String) -> Problem { Problem(.value, "'\(name)' \(detail)", at: name) }

    /// The document of RFC 9457.
    var json: JSONValue {
        .object(
            [
                JSONValue.Member("type", .string("urn:foxing:problem:\(kind.rawValue)")),
                JSONValue.Member("title", .string(kind.title)), JSONValue.Member("status", .integer(kind.status)),
                JSONValue.Member("code", .string(kind.rawValue)), JSONValue.Member("detail", .string(detail)),
                JSONValue.Member("place", .optional(place)),
            ] + members)
    }
}

extension Problem {
    /// All kinds of problems, by the code that the document gives them.
    enum Kind: String, CaseIterable, Sendable {
        case form, field, value, token, host, origin, root, command, path, page, preset, operation, code, run, file
        case method, accept, slow, state, size, type, pipeline, picture, truth, rendering, busy, fault, reader
        case stopping, time

        /// The status of the answer.
        var status: Int {
            switch self {
            case .form, .field, .value: 400
            case .token: 401
            case .host, .origin, .root, .command: 403
            case .path, .page, .preset, .operation, .code, .run, .file: 404
            case .method: 405
            case .accept: 406
            case .slow: 408
            case .state: 409
            case .size: 413
            case .type: 415
            case .pipeline, .picture, .truth, .rendering: 422
            case .busy: 429
            case .fault: 500
            case .reader: 501
            case .stopping: 503
            case .time: 504
            }
        }

        /// The same words for all problems of this kind.
        var title: String {
            switch self {
            case .form: "the request cannot be read"
            case .field: "a field is unknown, missing or given twice"
            case .value: "a field has a wrong value"
            case .token: "the token is missing or wrong"
            case .host: "the request names another server"
            case .origin: "the request was sent by another site's page"
            case .root: "a file is not below the server's root"
            case .command: "the pipeline starts a program"
            case .path: "there is nothing at this address"
            case .page: "there is no such page"
            case .preset: "there is no such preset"
            case .operation: "there is no such operation"
            case .code: "there is no such code"
            case .run: "there is no such run"
            case .file: "there is no such file"
            case .method: "this address does not take the method"
            case .accept: "none of the accepted types can be given"
            case .slow: "the request did not arrive in time"
            case .state: "this cannot be done now"
            case .size: "something is too large"
            case .type: "the body has a type that is not taken"
            case .pipeline: "the pipeline has errors"
            case .picture: "the picture cannot be read"
            case .truth: "the truth cannot be read"
            case .rendering: "the variant cannot be made"
            case .busy: "the server is busy"
            case .fault: "a fault of foxing itself"
            case .reader: "this machine cannot read pages"
            case .stopping: "the server is about to stop"
            case .time: "it took too long"
            }
        }
    }
}

extension Problem {
    /// A problem of the queue: the sender may try again after so many seconds.
    static func busy(_ detail: String, retryAfter seconds: Int) -> Problem {
        var problem = Problem(.busy, detail)
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    /// Why a page cannot be worked on, told by a finding that `foxing explain` knows.
    init(_ failure: SourceFailure) {
        let isPicture = failure.code.hasPrefix("I")
        let isTruth = failure.code.hasPrefix("T")
        self.init(
            isPicture ? .picture : isTruth ? .truth : .rendering,
            failure.message + (failure.help.map { "; \($0)" } ?? ""), at: isTruth ? "truth" : isPicture ? "image" : nil)
        members = [JSONValue.Member("finding", .string(failure.code))]
    }

    /// Whatever went wrong, as a problem.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as SourceFailure: self.init(failure)
        case let problem as PictureProblem:
            self.init(.picture, problem.message)
            members = [JSONValue.Member("finding", .string(problem.code.rawValue))]
        case let problem as TruthProblem:
            self.init(.truth, problem.message + (problem.help.map { "; \($0)" } ?? ""))
            members = [JSONValue.Member("finding", .string(problem.code.rawValue))]
        case let missing as MissingOnMachine: self.init(.reader, missing.description)
        case let unread as UnreadPage: self.init(.rendering, unread.description)
        case let failure as OperationFailure: self.init(.rendering, String(describing: failure))
        case let fault as EncodingFault: self.init(.size, fault.message)
        default: self.init(.fault, String(describing: error))
        }
    }
}
