import Readability
import Testing

@Suite("Languages by script")
struct ScriptTests {
    @Test(
        "a text is read with the languages of its scripts",
        arguments: [
            ("Only letters", ["eng"]), ("한글만", ["kor"]), ("LED 조명", ["kor", "eng"]), ("12,000", ["eng"]), ("", ["eng"]),
            ("Привет", []),
        ])
    func choice(text: String, languages: [String]) {
        #expect(LanguageChoice(["kor", "eng"]).languages(for: text) == languages)
        #expect(LanguageChoice(installed: ["eng", "kor", "osd"]).languages(for: text) == languages)
    }

    @Test("what is named is used for its script, whatever else is usual for it")
    func named() {
        #expect(LanguageChoice(["fra"]).languages(for: "français") == ["fra"])
        #expect(LanguageChoice(["ukr", "deu"]).languages(for: "Привіт") == ["ukr"])
        #expect(LanguageChoice(["kor"]).languages(for: "12") == ["kor"])
        #expect(LanguageChoice(["script/Hangul", "eng"]).languages(for: "한글") == ["script/Hangul"])
    }

    @Test("Han beside kana is Japanese, by itself Chinese")
    func han() {
        let both = LanguageChoice(["jpn", "chi_sim", "eng"])
        #expect(both.languages(for: "漢字かな") == ["jpn"])
        #expect(both.languages(for: "漢字") == ["chi_sim"])
        #expect(both.languages(for: "漢字", on: [.kana, .han]) == ["jpn"])
        #expect(LanguageChoice(["jpn"]).languages(for: "漢字") == ["jpn"])
    }

    @Test("letters with accents, of ligatures and of full width belong to their script; digits to none")
    func letters() {
        #expect(Script.scripts(of: "é ﬁ Ａ ộ") == [.latin])
        #expect(Script.scripts(of: "0 1 — ·") == [])
        #expect(Script.scripts(of: "ㄱ가각 \u{1100}\u{1161}") == [.hangul])
        #expect(Script("Ω") == .greek && Script("ж") == .cyrillic && Script("あ") == .kana && Script("語") == .han)
    }
}
