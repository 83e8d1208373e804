/// Words by the rules of Unicode's annex 29, as they were before emoji and without dictionaries: what `uniseg` gives.
enum WordBreaks {
    private enum Kind {
        case letter, hebrew, katakana, digit, joiner, midLetter, midNumber, midBoth, single, double, extend, space,
            other
        case lineEnd
    }

    /// All pieces of a text, blanks and punctuation too.
    static func words(of text: String) -> [String.UnicodeScalarView] {
        let scalars = Array(text.unicodeScalars)
        let kinds = scalars.map(kind)
        var words: [String.UnicodeScalarView] = []
        for index in scalars.indices {
            if index == 0 || isBreak(before: index, scalars, kinds) { words.append(.init()) }
            words[words.count - 1].append(scalars[index])
        }
        return words
    }

    /// Whether a piece is none that holds a word: white space, punctuation, symbols and marks.
    static func isNoWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation, .dashPunctuation, .openPunctuation,
            .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .spaceSeparator,
            .lineSeparator,
            .paragraphSeparator, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .control, .format:
            true
        default: false
        }
    }

    private static func isBreak(before index: Int, _ scalars: [Unicode.Scalar], _ kinds: [Kind]) -> Bool {
        let (left, right) = (kinds[index - 1], kinds[index])
        if left == .lineEnd || right == .lineEnd {
            return !(scalars[index - 1] == "\r" && scalars[index] == "\n")
        }
        if left == .space, right == .space { return false }
        if right == .extend { return false }
        // Marks belong to what is before them.
        func kindBefore(_ place: Int) -> (kind: Kind, place: Int)? {
            var place = place - 1
            while place > 0, kinds[place] == .extend { place -= 1 }
            return place >= 0 ? (kinds[place], place) : nil
        }
        func kindAfter(_ place: Int) -> Kind? {
            var place = place + 1
            while place < kinds.count, kinds[place] == .extend { place += 1 }
            return place < kinds.count ? kinds[place] : nil
        }
        guard let before = kindBefore(index) else { return true }
        let (own, next, second) = (before.kind, kindAfter(index), kindBefore(before.place)?.kind)
        let isLetter: (Kind?) -> Bool = { $0 == .letter || $0 == .hebrew }
        switch (own, right) {
        case _ where isLetter(own) && isLetter(right): return false
        case _ where isLetter(own) && [.midLetter, .midBoth, .single].contains(right) && isLetter(next): return false
        case _ where [.midLetter, .midBoth, .single].contains(own) && isLetter(right) && isLetter(second): return false
        case (.hebrew, .single): return false
        case (.hebrew, .double) where next == .hebrew: return false
        case (.double, .hebrew) where second == .hebrew: return false
        case (.digit, .digit): return false
        case _ where isLetter(own) && right == .digit, _ where own == .digit && isLetter(right): return false
        case _ where own == .digit && [.midNumber, .midBoth, .single].contains(right) && next == .digit: return false
        case _ where [.midNumber, .midBoth, .single].contains(own) && right == .digit && second == .digit: return false
        case (.katakana, .katakana): return false
        case _ where right == .joiner && (isLetter(own) || [.digit, .katakana, .joiner].contains(own)): return false
        case _ where own == .joiner && (isLetter(right) || [.digit, .katakana].contains(right)): return false
        default: return true
        }
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: return .lineEnd
        case 0x27: return .single
        case 0x22: return .double
        case 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2027, 0xFE13, 0xFE55, 0xFF1A: return .midLetter
        case 0x2E, 0x2018, 0x2019, 0x2024, 0xFE52, 0xFF07, 0xFF0E: return .midBoth
        case 0x2C, 0x3B, 0x37E, 0x589, 0x60C, 0x60D, 0x66C, 0x7F8, 0x2044, 0xFE10, 0xFE14, 0xFE50, 0xFE54, 0xFF0C,
            0xFF1B:
            return .midNumber
        case 0x20, 0x1680, 0x2000...0x2006, 0x2008...0x200A, 0x205F, 0x3000: return .space
        case 0x202F: return .joiner
        case 0x200B: return .other
        case 0x200C, 0x200D: return .extend
        case 0x3031...0x3035, 0x309B, 0x309C, 0x30A0...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F:
            return .katakana
        case 0xE000...0xF8FF: return .letter
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .extend
        case .decimalNumber: return .digit
        case .connectorPunctuation: return .joiner
        default: break
        }
        guard properties.isAlphabetic, !properties.isIdeographic else { return .other }
        switch Script(scalar) {
        case .kana?, .thai?, .lao?, .khmer?, .myanmar?: return .other
        case .hebrew?: return .hebrew
        default: return .letter
        }
    }
}
