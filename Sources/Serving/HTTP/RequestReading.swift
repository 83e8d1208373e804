internal import Foxing
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads what a request says.
enum RequestReading {
    /// The decoded pieces of a path; nil when an escape is none, or a piece steps up.
    static func pieces(of path: String) -> [String]? {
        var pieces: [String] = []
        for piece in path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let text = FormText.decoded(piece, plusIsBlank: false), text != "..", text != ".",
                !text.utf8.contains(0), !text.contains("/")
            else { return nil }
            pieces.append(text)
        }
        return pieces
    }

    /// All of a body. Throws `size` as soon as it is larger than it may be.
    static func body(of request: Request, limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge(limit) }
        var bytes: [UInt8] = []
        if let length = request.headers[.contentLength].flatMap({ Int($0) }) {
            bytes.reserveCapacity(min(length, limit))
        }
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= limit else { throw tooLarge(limit) }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length != bytes.count {
            throw Problem(.form, "the body ends after \(bytes.count) of \(length) bytes")
        }
        return bytes
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.size, "the body has more than \(limit) bytes, which is as many as this server takes")
    }

    /// Fields and parts of a request, from its query and its body.
    static func contents(
        query: String?, body: [UInt8], type: String?, of endpoint: Endpoint
    ) throws(Problem) -> (fields: Fields, parts: [MultipartForm.Part]) {
        var fields = Fields()
        guard let pairs = FormText.pairs(query ?? "") else {
            throw Problem(.form, "the query is no text in UTF-8 with escapes such as %20")
        }
        try fields.add(pairs, from: "the query")
        guard !body.isEmpty else { return (fields, []) }
        guard let type else { throw Problem(.type, "the request has a body and no Content-Type") }
        guard let media = MediaType(type) else {
            throw Problem(.type, "'\(type.shortened)' is no media type")
        }
        switch (endpoint.body, media.name) {
        case (.none, _): throw Problem(.type, "this request takes no body")
        case (_, "application/json"):
            do {
                try fields.add(try JSONReader.read(body))
            } catch let problem as JSONProblem {
                throw Problem(.form, "the body is no JSON: \(problem.description)")
            } catch let problem as Problem {
                throw problem
            } catch {
                throw Problem(.form, "the body is no JSON")
            }
        case (_, "application/x-www-form-urlencoded"):
            guard let text = String(validating: body, as: UTF8.self), let pairs = FormText.pairs(text) else {
                throw Problem(.form, "the body is no form")
            }
            try fields.add(pairs, from: "the body")
        case (_, "multipart/form-data"):
            let files = try parts(body, media, endpoint, &fields)
            return (fields, files)
        case (.pipeline, "text/plain"), (.pipeline, "text/yaml"), (.pipeline, "application/yaml"):
            guard let text = String(validating: body, as: UTF8.self) else {
                throw Problem(.form, "the body is no text in UTF-8")
            }
            try fields.add([("pipeline", text)], from: "the body")
        case (.page, let name) where name.hasPrefix("image/") || name == "application/octet-stream":
            let file = media.parameters["name"] ?? fields.text("name").map { $0 + ".bin" }
            return (fields, [MultipartForm.Part(name: "image", fileName: file, type: name, bytes: body)])
        default:
            throw Problem(.type, "'\(media.name.shortened)' is not taken here")
        }
        return (fields, [])
    }

    /// The parts of a form: files stay parts, all others are fields.
    private static func parts(
        _ body: [UInt8], _ media: MediaType, _ endpoint: Endpoint, _ fields: inout Fields
    ) throws(Problem) -> [MultipartForm.Part] {
        let form = try MultipartForm(body, boundary: media.parameters["boundary"] ?? "")
        var files: [MultipartForm.Part] = []
        for part in form.parts {
            if part.name == "image" || part.name == "truth" {
                guard case .page = endpoint.body else {
                    throw Problem(.field, "there is no '\(part.name)' here", at: part.name)
                }
                files.append(part)
                continue
            }
            guard let text = String(validating: part.bytes, as: UTF8.self) else {
                throw Problem.value(part.name.shortened, "is no text in UTF-8")
            }
            try fields.add([(part.name, text)], from: "the body")
        }
        return files
    }
}
