/// The languages that are there to read with, and which of them a text asks for: reading with several costs as much as all
/// of them together wherever the first is in doubt.
public struct LanguageChoice: Hashable, Sendable {
    /// Tesseract's names, the main one first.
    public let languages: [String]
    private let scripts: [Set<Script>]

    /// A choice among these, the main one first.
    public init(_ languages: [String]) {
        self.languages = languages
        scripts = languages.map(Self.scripts(of:))
    }

    /// For pages whose languages nobody named: of the installed ones that of each script, Latin last, since models of other
    /// scripts know Latin letters too but not the other way round.
    public init(installed: [String]) {
        let usual = Script.allCases.reversed().map(\.usualLanguage)
        let there = usual.filter(installed.contains)
        self.init(there.isEmpty ? Array(installed.filter { $0 != "osd" && $0 != "equ" }.prefix(1)) : there)
    }

    /// The languages whose script a text uses, in their order. Text without letters goes to a Latin language, else the
    /// main one. Empty when none of them can read any of its letters.
    public func languages(for text: String, on page: Set<Script> = []) -> [String] {
        var wanted = Script.scripts(of: text)
        if wanted.isEmpty { wanted = [.latin] }
        let isJapanese = page.contains(.kana) || wanted.contains(.kana)
        let chosen = languages.indices.filter { index in
            if isJapanese, languages.contains("jpn"), languages[index].hasPrefix("chi_") { return false }
            // Han beside kana belongs to Japanese, by itself to Chinese.
            if !isJapanese, wanted.contains(.han), languages[index] == "jpn", hasChinese { return false }
            return !scripts[index].isDisjoint(with: wanted)
        }
        if chosen.isEmpty, wanted == [.latin] { return Array(languages.prefix(1)) }
        return chosen.map { languages[$0] }
    }

    private var hasChinese: Bool { languages.contains { $0.hasPrefix("chi_") } }

    /// The scripts that a language's model is for; that of its name for models of a script.
    private static func scripts(of language: String) -> Set<Script> {
        if language.hasPrefix("script/") {
            let name = language.dropFirst("script/".count).lowercased()
            switch name {
            case let han where han.hasPrefix("han") && han != "hangul": return [.han]
            case let hangul where hangul.hasPrefix("hangul"): return [.hangul]
            case let japanese where japanese.hasPrefix("japanese"): return [.kana, .han]
            default: return Script(rawValue: name).map { [$0] } ?? [.latin]
            }
        }
        let main = language.split(separator: "_").first.map(String.init) ?? language
        if main == "chi" { return [.han] }
        if main == "jpn" { return [.kana, .han] }
        if main == "kor" { return [.hangul] }
        if let script = Script.allCases.first(where: { $0.usualLanguage == main }) { return [script] }
        return Self.others[main].map { [$0] } ?? [.latin]
    }

    /// Languages that share the script of another one.
    private static let others: [String: Script] = [
        "ukr": .cyrillic, "bel": .cyrillic, "bul": .cyrillic, "mkd": .cyrillic, "srp": .cyrillic, "kaz": .cyrillic,
        "kir": .cyrillic, "tgk": .cyrillic, "tat": .cyrillic, "mon": .cyrillic, "grc": .greek, "fas": .arabic,
        "urd": .arabic, "pus": .arabic, "snd": .arabic, "uig": .arabic, "yid": .hebrew, "mar": .devanagari,
        "nep": .devanagari, "san": .devanagari, "asm": .bengali, "tir": .ethiopic, "dzo": .tibetan,
    ]
}
