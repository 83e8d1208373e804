internal import Files

/// Parts of an answer of type `multipart/mixed`, written one after another.
struct MultipartMixed: Sendable {
    private let boundary: String

    /// A boundary that follows from what is sent, so that the same answer has the same bytes.
    init(of tag: String) {
        boundary = "foxing-" + SHA256.hex(of: "boundary\u{0}\(tag)").prefix(40)
    }

    /// The type of the whole.
    var type: String { "multipart/mixed; boundary=\(boundary)" }

    /// One part with its headers.
    func part(_ bytes: [UInt8], type: String, headers: [(name: String, value: String)]) -> [UInt8] {
        var head = "--\(boundary)\r\nContent-Type: \(type)\r\nContent-Length: \(bytes.count)\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        return Array((head + "\r\n").utf8) + bytes + Array("\r\n".utf8)
    }

    /// What stands behind the last part.
    var end: [UInt8] { Array("--\(boundary)--\r\n".utf8) }
}
