import Imaging

/// Writing from top to bottom in files that do not say so.
enum VerticalWriting {
    /// Whether a line with that baseline is likely to be written from top to bottom and not turned: the baseline runs down,
    /// and most of the text is of the scripts that are still set in columns, Han and kana. Others that run down are turned.
    static func isLikely(_ baseline: [Point]?, _ text: String) -> Bool {
        guard let first = baseline?.first, let last = baseline?.last else { return false }
        let way = last - first
        guard way.y > 2 * abs(way.x) else { return false }
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        return letters.count(where: isSetInColumns) * 2 > letters.count
    }

    private static func isSetInColumns(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3041...0x30FF, 0x3100...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
