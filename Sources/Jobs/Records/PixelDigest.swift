internal import Files
public import Imaging

/// What a picture shows, independent of how a file packs it: the SHA-256 of width, height and channels (1 or 3) as
/// 32-bit little-endian numbers and then of the samples as a reader of the file sees them, row after row, one gray level
/// or red, green, blue. Bilevel counts as gray of 0 and 255.
public enum PixelDigest {
    /// In 64 small hexadecimal digits.
    public static func hex(of raster: Raster) -> String {
        var hash = SHA256()
        for number in [raster.width, raster.height, raster.channels] {
            let word = UInt32(number)
            hash.update((0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) })
        }
        raster.inFileOrder { hash.update($0) }
        return SHA256.hexadecimal(hash.finish())
    }
}
