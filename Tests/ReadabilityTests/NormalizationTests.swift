import Readability
import Testing

@Suite("The recipe nfc-grapheme-ws1")
struct NormalizationTests {
    private func scalars(_ text: String) -> [UInt32] {
        Normalization.normalized(text).unicodeScalars.map(\.value)
    }

    @Test("a letter and its accent become one scalar")
    func composes() {
        #expect(scalars("e\u{301}") == [0xE9])
    }

    @Test("conjoining jamo become a syllable, compatibility jamo stay apart")
    func hangul() {
        #expect(scalars("\u{1112}\u{1161}\u{11AB}") == [0xD55C])
        #expect(scalars("\u{314E}\u{314F}") == [0x314E, 0x314F])
    }

    @Test("every run of white space is one blank and none is left at the ends")
    func whiteSpace() {
        #expect(Normalization.normalized("\u{3000} a \u{A0}\r\n\n\tb\u{2028}c  ") == "a b c")
        #expect(Normalization.normalized(" \n ") == "")
    }

    @Test("byte order marks, soft hyphens and zero-width spaces go, joiners stay")
    func invisible() {
        #expect(scalars("\u{FEFF}a\u{AD}b\u{200B}c") == [0x61, 0x62, 0x63])
        #expect(scalars("a\u{200D}b\u{200C}") == [0x61, 0x200D, 0x62, 0x200C])
    }

    @Test("case, quotes, dashes and ligatures are left alone")
    func untouched() {
        let text = "“Ägypten” – ﬁne, MMXX ½"
        #expect(Normalization.normalized(text) == text)
    }

    @Test("marks are removed after composing, so that what they kept apart stays apart")
    func order() {
        #expect(scalars("e\u{200B}\u{301}") == [0x65, 0x301])
    }
}
