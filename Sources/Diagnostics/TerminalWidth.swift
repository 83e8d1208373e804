extension Character {
    /// How many cells a terminal gives this character: two for Hangul, other East Asian wide characters and emoji,
    /// none for marks that combine with what stands before (Unicode Standard Annex 11).
    var terminalWidth: Int {
        let scalars = unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count > 1, scalars.contains("\u{FE0F}") { return 2 }
        if scalars.count == 2, scalars.allSatisfy({ (0x1F1E6...0x1F1FF).contains($0.value) }) { return 2 }
        if first.isInvisible || first.isControl { return 1 }
        return scalars.map(\.terminalWidth).max() ?? 0
    }

    /// What is printed for it: itself, or a stand-in where it would disturb the terminal or the reading order.
    var printable: String {
        guard let first = unicodeScalars.first else { return "" }
        if self == "\r\n" { return "\u{240D}" }
        if first.value < 0x20 { return String(UnicodeScalar(0x2400 + first.value)!) }
        if first.value == 0x7F { return "\u{2421}" }
        if first.isControl || first.isInvisible { return "\u{FFFD}" }
        return String(self)
    }
}

extension UnicodeScalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }

    /// Line separators and what turns the reading direction round.
    fileprivate var isInvisible: Bool {
        switch value {
        case 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    fileprivate var terminalWidth: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18AFF, 0x1B000...0x1B2FF,
            0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            return 2
        default: return properties.isEmojiPresentation ? 2 : 1
        }
    }
}

extension String {
    /// The text on one line, with stand-ins for what would disturb a terminal.
    var printable: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        return reduce(into: "") { $0 += $1.printable }
    }
}
