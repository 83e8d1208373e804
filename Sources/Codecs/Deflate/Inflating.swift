internal import CDeflate

/// Unpacks what Deflate packed into files that are no pictures.
package enum Inflating {
    /// Why something cannot be unpacked.
    package enum Fault: Error {
        case damaged
        /// It takes more than it may.
        case tooLarge
        case noMemory
    }

    /// Deflate packs so many bytes into one at best.
    private static let bestRatio = 1032

    /// A stream of Deflate (RFC 1951) that unpacks to exactly `size` bytes.
    package static func raw(_ packed: [UInt8], size: Int) throws(Fault) -> [UInt8] {
        // What cannot be true takes no memory.
        guard size >= 0, size / bestRatio <= packed.count + 1 else { throw .damaged }
        guard let decompressor = libdeflate_alloc_decompressor() else { throw .noMemory }
        defer { libdeflate_free_decompressor(decompressor) }
        var result = LIBDEFLATE_SUCCESS
        // Asking for no "actual size" makes any other size an error; an empty list has no address.
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, size)) { out, filled in
            result = packed.withUnsafeBytes {
                libdeflate_deflate_decompress(decompressor, $0.baseAddress, $0.count, out.baseAddress, size, nil)
            }
            filled = result == LIBDEFLATE_SUCCESS ? size : 0
        }
        guard result == LIBDEFLATE_SUCCESS else { throw .damaged }
        return bytes
    }

    /// All members of a gzip file (RFC 1952), one after another, at most `limit` bytes.
    package static func gzip(_ packed: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        guard let decompressor = libdeflate_alloc_decompressor() else { throw .noMemory }
        defer { libdeflate_free_decompressor(decompressor) }
        var whole: [UInt8] = []
        var start = 0
        repeat {
            let member = try member(packed, from: start, limit: limit - whole.count, decompressor)
            if whole.isEmpty { whole = member.bytes } else { whole += member.bytes }
            start += member.taken
            // Tapes are filled up with zeros.
        } while packed[start...].contains { $0 != 0 }
        return whole
    }

    private static func member(
        _ packed: [UInt8], from start: Int, limit: Int, _ decompressor: OpaquePointer
    ) throws(Fault) -> (bytes: [UInt8], taken: Int) {
        let rest = packed.count - start
        guard rest >= 18 else { throw .damaged }
        // The last bytes of a file tell the size of its last member.
        let told = (0..<4).reduce(0) { $0 | Int(packed[packed.count - 4 + $1]) << (8 * $1) }
        var room = min(max(told, 1 << 16), max(1, limit), rest * bestRatio)
        while true {
            var (result, taken, count) = (LIBDEFLATE_SUCCESS, 0, 0)
            let bytes = [UInt8](unsafeUninitializedCapacity: room) { out, filled in
                result = packed.withUnsafeBytes {
                    libdeflate_gzip_decompress_ex(
                        decompressor, $0.baseAddress! + start, rest, out.baseAddress, room, &taken, &count)
                }
                filled = result == LIBDEFLATE_SUCCESS ? count : 0
            }
            if result == LIBDEFLATE_SUCCESS { return (bytes, taken) }
            guard result == LIBDEFLATE_INSUFFICIENT_SPACE else { throw .damaged }
            guard room < limit else { throw .tooLarge }
            room = min(limit, room * 4)
        }
    }
}
