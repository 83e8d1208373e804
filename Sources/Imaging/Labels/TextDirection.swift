/// The way in which a script runs.
public enum TextDirection: Sendable {
    case leftToRight
    case rightToLeft
}

extension Unicode.Scalar {
    /// The direction that the character has by itself: right to left for the letters of Hebrew, Arabic, Syriac, Thaana,
    /// N'Ko, Samaritan, Mandaic, Adlam and the other scripts of the classes R and AL of Unicode's DerivedBidiClass.txt
    /// (UAX #44 and #9), left to right for all other letters; nil for marks, digits, punctuation and blanks, which take
    /// the direction of what stands around them.
    public var strongDirection: TextDirection? {
        if RightToLeft.holds(value) { return .rightToLeft }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .spacingMark:
            return .leftToRight
        default: return value == 0x200E ? .leftToRight : nil
        }
    }
}

extension StringProtocol {
    /// The direction of most of its characters that have one; nil where none has, or as many the one as the other.
    public var mainDirection: TextDirection? {
        let balance = unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.strongDirection {
            case .rightToLeft: sum + 1
            case .leftToRight: sum - 1
            case nil: sum
            }
        }
        return balance == 0 ? nil : balance > 0 ? .rightToLeft : .leftToRight
    }
}

private enum RightToLeft {
    /// Whether it is in one of the ranges.
    static func holds(_ value: UInt32) -> Bool {
        guard value >= 0x0590 else { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    /// Classes R and AL, in order. Code points without a character have the class that their block is kept for, so that
    /// later versions of Unicode find their letters here; what stands between the ranges are marks, digits and signs.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x0590...0x0590, 0x05BE...0x05BE, 0x05C0...0x05C0, 0x05C3...0x05C3, 0x05C6...0x05C6, 0x05C8...0x05FF,
        0x0608...0x0608, 0x060B...0x060B, 0x060D...0x060D, 0x061B...0x064A, 0x066D...0x066F, 0x0671...0x06D5,
        0x06E5...0x06E6, 0x06EE...0x06EF, 0x06FA...0x0710, 0x0712...0x072F, 0x074B...0x07A5, 0x07B1...0x07EA,
        0x07F4...0x07F5, 0x07FA...0x07FC, 0x07FE...0x0815, 0x081A...0x081A, 0x0824...0x0824, 0x0828...0x0828,
        0x082E...0x0858, 0x085C...0x088F, 0x0892...0x0896, 0x08A0...0x08C9, 0x200F...0x200F, 0xFB1D...0xFB1D,
        0xFB1F...0xFB28, 0xFB2A...0xFBC2, 0xFBD3...0xFD3D, 0xFD50...0xFD8F, 0xFD92...0xFDC7, 0xFDF0...0xFDFC,
        0xFE70...0xFEFE, 0x10800...0x1091E, 0x10920...0x10A00, 0x10A04...0x10A04, 0x10A07...0x10A0B,
        0x10A10...0x10A37, 0x10A3B...0x10A3E, 0x10A40...0x10AE4, 0x10AE7...0x10B38, 0x10B40...0x10D23,
        0x10D28...0x10D2F, 0x10D3A...0x10D68, 0x10D6F...0x10E5F, 0x10E7F...0x10EAA, 0x10EAD...0x10ECF,
        0x10ED1...0x10EF9, 0x10F00...0x10F45, 0x10F51...0x10F81, 0x10F86...0x10FFF, 0x1E800...0x1E8CF,
        0x1E8D7...0x1E943, 0x1E94B...0x1EEEF, 0x1EEF2...0x1EFFF,
    ]
}
