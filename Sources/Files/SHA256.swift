import CCrypto

/// A SHA-256 in the making, by libcrypto.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Of nothing so far.
    package init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes in further bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        // The pointer is read during this call only.
        bytes.withUnsafeBufferPointer { buffer in
            _ = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// Takes in further bytes.
    package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// The 32 bytes of the digest.
    package consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest
    }

    /// The digest of some bytes.
    package static func bytes(of data: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data)
        return hash.finish()
    }

    /// The digest of some bytes in 64 small hexadecimal digits.
    package static func hex(of data: [UInt8]) -> String { hexadecimal(bytes(of: data)) }

    /// The digest of a text's UTF-8.
    package static func hex(of text: String) -> String { hex(of: Array(text.utf8)) }

    /// Small hexadecimal digits, two a byte.
    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
