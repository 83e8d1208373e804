internal import HTTPTypes

/// One kind of request: where it goes, what it may say, and what is done with it. Said once, and read by the check of
/// requests, the one who answers them, and `openapi.json`.
struct Endpoint: Sendable {
    /// What a request may have as its body.
    enum Body: Sendable {
        case none
        /// Fields, as JSON or a form.
        case fields
        /// Fields, or the text of a pipeline.
        case pipeline
        /// Fields, with a picture and its truth in a form, or the bytes of a picture.
        case page
    }

    let method: HTTPRequest.Method
    /// Such as `/v1/pages/{id}`; `{path...}` at the end takes all that is left.
    let template: String
    /// One sentence without a full stop.
    let summary: String
    let body: Body
    /// What the request may say, those in the path first.
    let fields: [Field]
    /// Types that an answer may have, the usual one first.
    let types: [String]
    /// The status of an answer where all goes well, the usual one first.
    let statuses: [Int]
    /// The kinds of problems that it may meet besides those of all requests.
    let problems: [Problem.Kind]
    /// Whether it is answered while the server is about to stop.
    let isAlwaysOpen: Bool
    /// Whether anybody may ask, without the token.
    let isPublic: Bool
    let answer: @Sendable (Call) async throws -> Answer

    init(
        _ method: HTTPRequest.Method, _ template: String, _ summary: String, body: Body = .none, fields: [Field] = [],
        types: [String] = ["application/json"], statuses: [Int] = [200], problems: [Problem.Kind] = [],
        isAlwaysOpen: Bool = false, isPublic: Bool = false, answer: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.template = template
        self.summary = summary
        self.body = body
        self.fields = fields
        self.types = types
        self.statuses = statuses
        self.problems = problems
        self.isAlwaysOpen = isAlwaysOpen
        self.isPublic = isPublic
        self.answer = answer
    }

    /// The names in the path, in order.
    var placeholders: [String] {
        template.split(separator: "/").compactMap { piece in
            piece.hasPrefix("{") ? String(piece.dropFirst().prefix { $0 != "}" && $0 != "." }) : nil
        }
    }

    /// What the placeholders stand for in a path, in its decoded pieces; nil when it is another endpoint's.
    func arguments(of pieces: [String]) -> [String: String]? {
        let own = template.split(separator: "/")
        var arguments: [String: String] = [:]
        for (position, piece) in own.enumerated() {
            if piece.hasSuffix("...}") {
                guard pieces.count > position else { return nil }
                arguments[String(piece.dropFirst().dropLast(4))] = pieces[position...].joined(separator: "/")
                return arguments
            }
            guard position < pieces.count else { return nil }
            if piece.hasPrefix("{") {
                arguments[String(piece.dropFirst().dropLast())] = pieces[position]
            } else if piece != pieces[position] {
                return nil
            }
        }
        return pieces.count == own.count ? arguments : nil
    }
}
