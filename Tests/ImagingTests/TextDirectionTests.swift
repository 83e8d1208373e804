import Imaging
import Testing

@Suite("the direction of text") struct TextDirectionTests {
    private func directions(_ text: String) -> [TextDirection?] { text.unicodeScalars.map(\.strongDirection) }

    @Test(
        "is right to left for the letters of all scripts that run so",
        arguments: [
            "\u{05D0}\u{05EA}", "\u{0627}\u{064A}\u{06CC}", "\u{0710}\u{072F}", "\u{0780}\u{07A5}", "\u{07CA}\u{07EA}",
            "\u{0800}\u{0815}", "\u{0840}\u{0858}", "\u{0860}\u{086A}", "\u{0870}\u{088E}", "\u{08A0}\u{08C8}",
            "\u{FB1D}\u{FB4F}", "\u{FB50}\u{FDFB}", "\u{FE70}\u{FEFC}", "\u{10800}\u{1083F}", "\u{10840}", "\u{10900}",
            "\u{10A00}\u{10A10}", "\u{10A60}", "\u{10AC0}", "\u{10B00}", "\u{10C00}", "\u{10C80}", "\u{10D00}\u{10D23}",
            "\u{10D4A}\u{10D6F}", "\u{10E80}", "\u{10EC2}\u{10EC4}", "\u{10F00}", "\u{10F30}", "\u{10F70}", "\u{10FE0}",
            "\u{1E800}\u{1E8C4}", "\u{1E900}\u{1E943}", "\u{1EC71}", "\u{1ED01}", "\u{1EE00}\u{1EEBB}",
            "\u{200F}", "\u{061C}",
        ])
    func rightToLeft(text: String) { #expect(directions(text).allSatisfy { $0 == .rightToLeft }) }

    @Test("is left to right for the letters of the others")
    func leftToRight() {
        for text in [
            "aZ\u{00E9}", "\u{03B1}", "\u{0436}", "\u{0915}\u{093E}", "\u{AC00}", "\u{4E00}", "\u{3042}", "\u{1D400}",
            "\u{2167}", "\u{200E}",
        ] {
            #expect(directions(text).allSatisfy { $0 == .leftToRight }, "\(text)")
        }
    }

    @Test("is none for marks, digits, punctuation and blanks of either kind of script")
    func neutral() {
        let marks =
            "\u{05B0}\u{05BF}\u{05C1}\u{064B}\u{0670}\u{06DC}\u{0711}\u{07A6}\u{07EB}\u{0816}\u{0859}\u{08E3}\u{FB1E}"
        let signs = "\u{060C}\u{066A}\u{0606}\u{FB29}\u{FD3E}\u{FDFD}\u{FEFF}\u{1091F}\u{1EEF0} .,-()\u{0301}\u{20AC}"
        let digits = "09\u{0660}\u{06F0}\u{10D30}\u{10E60}"
        #expect(directions(marks + signs + digits).allSatisfy { $0 == nil })
    }

    @Test("of a text is that of most of its letters, whatever marks they carry")
    func texts() {
        #expect("\u{05E9}\u{05B8}\u{05DC}\u{05D5}\u{05B9}\u{05DD} (abc)".mainDirection == .rightToLeft)
        #expect("\u{05D0} is aleph".mainDirection == .leftToRight)
        #expect("12:30, 7 \u{20AC}".mainDirection == nil && "".mainDirection == nil)
        #expect("a\u{05D0}".mainDirection == nil)
    }
}
