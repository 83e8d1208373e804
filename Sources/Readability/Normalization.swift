import Foundation

/// How texts are made comparable, the recipe `nfc-grapheme-ws1`: composed (NFC); byte order marks, soft hyphens and
/// zero-width spaces removed; every run of white space one blank, none at the ends. Nothing else is touched.
public enum Normalization {
    /// The name that stands with every number made by it.
    public static let recipe = "nfc-grapheme-ws1"

    /// The text by the recipe.
    public static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isBlankPending = false
        for scalar in composed(text).unicodeScalars {
            switch scalar.value {
            case 0xFEFF, 0xAD, 0x200B: continue
            case 0x21..<0x7F: break
            default:
                if scalar.properties.isWhitespace {
                    isBlankPending = true
                    continue
                }
            }
            if isBlankPending, !result.isEmpty { result.append(" ") }
            isBlankPending = false
            result.append(scalar)
        }
        return String(result)
    }

    /// The words of a text that went through the recipe.
    static func words(_ normalized: String) -> [String] {
        // By scalars: a mark that stands on a blank makes one character with it.
        normalized.unicodeScalars.split(separator: " ").map { String(Substring($0)) }
    }

    private static func composed(_ text: String) -> String { text.precomposed }
}

extension String {
    /// In NFC.
    var precomposed: String {
        // Below the first combining mark a text is composed as it stands.
        unicodeScalars.allSatisfy { $0.value < 0x300 } ? self : precomposedStringWithCanonicalMapping
    }
}

/// Numbers for graphemes and words, so that texts can be compared number by number. Two pieces get the same number
/// only when they are the same scalars: Swift's own `==` also takes canonical equivalents for equal.
struct Alphabet {
    private var graphemes: [[UInt32]: UInt32] = [:]
    private var words: [[UInt8]: UInt32] = [:]

    /// The extended grapheme clusters of a normalized text.
    mutating func graphemes(of text: String) -> [UInt32] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map(UInt32.init) }
        var result: [UInt32] = []
        for character in text {
            let scalars = character.unicodeScalars
            if scalars.count == 1 {
                result.append(scalars.first!.value)
            } else {
                let next = 0x110000 + UInt32(graphemes.count)
                let key = scalars.map(\.value)
                let number = graphemes[key] ?? next
                if number == next { graphemes[key] = next }
                result.append(number)
            }
        }
        return result
    }

    /// The words of a normalized text.
    mutating func words(of text: String) -> [UInt32] {
        numbers(of: Normalization.words(text).map(\.unicodeScalars))
    }

    /// Numbers for words.
    mutating func numbers(of pieces: [String.UnicodeScalarView]) -> [UInt32] {
        pieces.map { word in
            let next = UInt32(words.count)
            let key = Array(String(word).utf8)
            let number = words[key] ?? next
            if number == next { words[key] = next }
            return number
        }
    }
}
