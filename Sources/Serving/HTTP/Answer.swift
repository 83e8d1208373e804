internal import Foxing
internal import HTTPTypes

/// What is sent back.
struct Answer: Sendable {
    /// Writes a body piece by piece, while it is made.
    typealias Stream = @Sendable (_ pen: inout Pen) async throws -> Void

    /// All at once, or as it is made.
    enum Body: Sendable {
        case bytes([UInt8])
        case stream(Stream)
    }

    var status = 200
    var headers = HTTPFields()
    var body = Body.bytes([])

    init(status: Int = 200) {
        self.status = status
    }

    /// Bytes of a type.
    init(_ bytes: [UInt8], type: String, status: Int = 200) {
        self.status = status
        body = .bytes(bytes)
        headers[.contentType] = type
    }

    /// A JSON document in one line.
    init(_ json: JSONValue, status: Int = 200) {
        self.init(CanonicalJSON.bytes(json) + [UInt8(ascii: "\n")], type: "application/json", status: status)
    }

    /// A problem document.
    init(_ problem: Problem) {
        self.init(
            CanonicalJSON.bytes(problem.json) + [UInt8(ascii: "\n")], type: "application/problem+json",
            status: problem.kind.status)
        for field in problem.headers { headers.append(field) }
    }

    /// The same with the tag by which its sender may ask for it again.
    func tagged(_ tag: String) -> Answer {
        var answer = self
        answer.headers[.eTag] = tag
        return answer
    }
}

extension HTTPField.Name {
    /// A header of our own, whose name is one for certain.
    static func own(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
    static let serverTiming = own("Server-Timing")
    static let foxingSize = own("Foxing-Size")
    static let foxingStage = own("Foxing-Stage")
    static let fetchSite = own("Sec-Fetch-Site")
}
