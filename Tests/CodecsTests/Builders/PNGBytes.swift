/// A PNG built chunk by chunk, with pixels that are stored, not packed.
struct PNGBytes {
    var width: Int
    var height: Int
    var bits = 8
    var color = 0
    var interlace = 0
    /// Filtered rows.
    var rows: [UInt8] = []
    /// Chunks between header and pixels.
    var extra: [(String, [UInt8])] = []

    var bytes: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let sizes = big(width, 4) + big(height, 4)
        file += Self.chunk("IHDR", sizes + [UInt8(bits), UInt8(color), 0, 0, UInt8(interlace)])
        for (name, body) in extra { file += Self.chunk(name, body) }
        return file + Self.chunk("IDAT", Self.zlib(rows)) + Self.chunk("IEND", [])
    }

    /// A gray ramp of that size, as rows without a filter.
    static func ramp(_ width: Int, _ height: Int) -> PNGBytes {
        var png = PNGBytes(width: width, height: height)
        for y in 0..<height { png.rows += [0] + (0..<width).map { UInt8(($0 * 7 + y * 13) % 251) } }
        return png
    }

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + body
        return big(body.count, 4) + named + big(Int(checksum(named)), 4)
    }

    /// Stored blocks of deflate in a zlib stream.
    static func zlib(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var at = 0
        repeat {
            let part = data[at..<min(at + 65535, data.count)]
            at += part.count
            out += [at == data.count ? 1 : 0] + little(part.count, 2) + little(part.count ^ 0xFFFF, 2) + part
        } while at < data.count
        var (a, b) = (1, 0)
        for byte in data { (a, b) = ((a + Int(byte)) % 65521, (b + a + Int(byte)) % 65521) }
        return out + big(b << 16 | a, 4)
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

/// A number, highest byte first.
func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
}

/// A number, lowest byte first.
func little(_ value: Int, _ count: Int) -> [UInt8] { big(value, count).reversed() }
