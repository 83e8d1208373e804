internal import CDeflate

/// The checksum of PNG and ZIP.
package enum Checksum {
    /// CRC-32 of all bytes.
    package static func crc32(of bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    }
}
