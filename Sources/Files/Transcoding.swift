import Glibc

/// Text of other encodings than Unicode's, through the system's converter (iconv).
package enum Transcoding {
    /// Why bytes have no text.
    package enum Fault: Error, Equatable {
        /// The converter knows no encoding of that name.
        case unknown
        /// At this byte there is no character of the encoding.
        case invalid(at: Int)
    }

    /// Whether the converter knows an encoding.
    package static func knows(_ encoding: String) -> Bool {
        guard let converter = open(encoding) else { return false }
        iconv_close(converter)
        return true
    }

    /// The text of bytes in an encoding such as `cp949`.
    package static func text(_ bytes: [UInt8], _ encoding: String) throws(Fault) -> String {
        guard let converter = open(encoding) else { throw .unknown }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // No character takes more than four bytes of UTF-8, and none comes of less than one byte; some come in pairs.
        var output = [CChar](repeating: 0, count: 8 * bytes.count + 16)
        let (read, written) = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                var (rest, room) = (input.count, output.count)
                if iconv(converter, &from, &rest, &to, &room) != Int.max, rest == 0 {
                    // What some encodings hold back until the next character.
                    iconv(converter, nil, nil, &to, &room)
                }
                return (input.count - rest, output.count - room)
            }
        }
        guard read == bytes.count else { throw .invalid(at: read) }
        return String(decoding: output[..<written].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func open(_ encoding: String) -> iconv_t? {
        // What stands behind slashes would change what the converter does with what it does not know.
        guard !encoding.isEmpty, !encoding.utf8.contains(UInt8(ascii: "/")), !encoding.utf8.contains(0) else {
            return nil
        }
        guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else { return nil }
        return converter
    }
}
