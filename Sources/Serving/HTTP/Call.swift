internal import Files
internal import Foxing
internal import HTTPTypes

/// One request as those see it who answer it: read, checked, with all that belongs to it.
struct Call: Sendable {
    let house: House
    let caller: Caller
    /// What placeholders of the path stand for.
    let arguments: [String: String]
    let fields: Fields
    /// Files of a form, or the body itself as the one `image`.
    let parts: [MultipartForm.Part]
    let acceptance: Acceptance
    /// The tags that the sender has answers of.
    let known: [String]
    /// What the address begins with, for `Location`.
    let authority: String

    /// An argument of the path.
    func argument(_ name: String) -> String { arguments[name] ?? "" }

    /// The type of the answer; throws `accept` where the sender takes none of them.
    func type(of types: [String]) throws(Problem) -> String {
        guard let type = acceptance.choice(of: types) else {
            throw Problem(.accept, "this request is answered with \(types.joined(separator: ", "))")
        }
        return type
    }

    /// The tag of an answer that follows from nothing but these parts, and from the program.
    func tag(_ parts: String...) -> String {
        let text = ([Pipeline.build, fields.canonical] + parts).map { "\($0.utf8.count):\($0)" }.joined()
        return "\"" + SHA256.hex(of: text).prefix(32) + "\""
    }

    /// The answer to a sender who has this one already.
    func unchanged(_ tag: String) -> Answer? {
        guard known.contains(tag) || known == ["*"] else { return nil }
        var answer = Answer(status: 304)
        answer.headers[.eTag] = tag
        return answer
    }
}

/// Who sent a request, and whether they still wait for the answer.
final class Caller: Sendable {
    private let connection: Connection?

    init(_ connection: Connection?) {
        self.connection = connection
    }

    /// Whether the connection was closed.
    var isGone: Bool { connection?.isClosed ?? false }
}
