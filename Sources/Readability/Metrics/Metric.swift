internal import Foundation

/// A recipe by which two texts are compared. Each but the first is that of another program, so that rates can be set beside
/// those that others publish.
public enum Metric: String, Sendable, CaseIterable {
    /// `Normalization`: NFC, graphemes, single blanks.
    case nfcGraphemeWS1 = "nfc-grapheme-ws1"
    /// Code points of texts without blanks at their ends; words parted at blanks. As `jiwer.cer` and `jiwer.wer`.
    case jiwer
    /// Graphemes in NFC; words by the rules of Unicode (UAX #29), without those of punctuation alone. As `dinglehopper`.
    case dinglehopper
    /// Characters with line ends, blanks made single, no empty lines; words of letters in lower case that are not among the
    /// longest common sequence of words. As `accuracy` and `wordacc` of the ISRI tools (Rice and Nartker, 1996).
    case isri
    /// Edit distance over the length of the longer text, in code points: `normalized_distance` of `rapidfuzz`.
    case ned

    /// The usual one.
    public static let usual = Metric.nfcGraphemeWS1

    /// Errors and units of a reading against its reference, in characters and in words.
    public func compare(_ read: String, with reference: String) -> (characters: Ratio, words: Ratio) {
        var alphabet = Alphabet()
        let comparison = TextComparison(read, reference, self, &alphabet)
        return (comparison.graphemes, comparison.words)
    }

    /// What is compared character by character.
    func characters(of text: String, _ alphabet: inout Alphabet) -> [UInt32] {
        switch self {
        case .nfcGraphemeWS1: alphabet.graphemes(of: Normalization.normalized(text))
        case .jiwer: text.stripped.unicodeScalars.map(\.value)
        case .ned: text.unicodeScalars.map(\.value)
        case .dinglehopper: alphabet.graphemes(of: text.precomposed)
        case .isri: alphabet.graphemes(of: Self.wholeLines(of: text))
        }
    }

    /// What is compared word by word.
    func words(of text: String, _ alphabet: inout Alphabet) -> [UInt32] {
        switch self {
        case .nfcGraphemeWS1: alphabet.words(of: Normalization.normalized(text))
        case .jiwer, .ned: alphabet.numbers(of: Self.parted(text))
        case .dinglehopper:
            alphabet.numbers(of: WordBreaks.words(of: text.precomposed).filter { !$0.allSatisfy(WordBreaks.isNoWord) })
        case .isri: alphabet.numbers(of: Self.lettersOnly(text))
        }
    }

    /// Runs of blanks made one, and parted at U+0020 alone: a single line end stays within a word, as jiwer has it.
    private static func parted(_ text: String) -> [String.UnicodeScalarView] {
        var words: [String.UnicodeScalarView] = [.init()]
        var run: [Unicode.Scalar] = []
        for scalar in text.stripped.unicodeScalars {
            if scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value) {
                run.append(scalar)
                continue
            }
            if run.count > 1 || run.first == " " {
                words.append(.init())
            } else if let single = run.first {
                words[words.count - 1].append(single)
            }
            run = []
            words[words.count - 1].append(scalar)
        }
        return words.filter { !$0.isEmpty }
    }

    private static func wholeLines(of text: String) -> String {
        let lines = text.precomposed.split(whereSeparator: \.isNewline).map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func lettersOnly(_ text: String) -> [String.UnicodeScalarView] {
        let lower = text.precomposed.lowercased().unicodeScalars
        return lower.split { !$0.properties.isAlphabetic }.map { .init($0) }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var stripped: String {
        let scalars = unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
