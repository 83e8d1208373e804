/// The writing systems that models are made for.
public enum Script: String, Sendable, CaseIterable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali, gurmukhi, gujarati, oriya, tamil, telugu
    case kannada, malayalam, sinhala, thai, lao, tibetan, myanmar, georgian, ethiopic, khmer, hangul, kana, han

    /// First and last code point of the blocks with letters, ascending.
    private static let blocks: [(UInt32, UInt32, Script)] = [
        (0x41, 0x5A, .latin), (0x61, 0x7A, .latin), (0xAA, 0xAA, .latin), (0xBA, 0xBA, .latin), (0xC0, 0x24F, .latin),
        (0x370, 0x3FF, .greek), (0x400, 0x52F, .cyrillic), (0x531, 0x58F, .armenian), (0x591, 0x5F4, .hebrew),
        (0x600, 0x6FF, .arabic), (0x750, 0x77F, .arabic), (0x8A0, 0x8FF, .arabic), (0x900, 0x97F, .devanagari),
        (0x980, 0x9FF, .bengali), (0xA00, 0xA7F, .gurmukhi), (0xA80, 0xAFF, .gujarati), (0xB00, 0xB7F, .oriya),
        (0xB80, 0xBFF, .tamil), (0xC00, 0xC7F, .telugu), (0xC80, 0xCFF, .kannada), (0xD00, 0xD7F, .malayalam),
        (0xD80, 0xDFF, .sinhala), (0xE00, 0xE7F, .thai), (0xE80, 0xEFF, .lao), (0xF00, 0xFFF, .tibetan),
        (0x1000, 0x109F, .myanmar), (0x10A0, 0x10FF, .georgian), (0x1100, 0x11FF, .hangul), (0x1200, 0x139F, .ethiopic),
        (0x1780, 0x17FF, .khmer), (0x1E00, 0x1EFF, .latin), (0x1F00, 0x1FFF, .greek), (0x3005, 0x3007, .han),
        (0x3041, 0x30FF, .kana), (0x3130, 0x318F, .hangul), (0x31F0, 0x31FF, .kana), (0x3400, 0x4DBF, .han),
        (0x4E00, 0x9FFF, .han), (0xA960, 0xA97F, .hangul), (0xAC00, 0xD7FF, .hangul), (0xF900, 0xFAFF, .han),
        (0xFB00, 0xFB06, .latin), (0xFB1D, 0xFB4F, .hebrew), (0xFB50, 0xFDFF, .arabic), (0xFE70, 0xFEFE, .arabic),
        (0xFF21, 0xFF5A, .latin), (0xFF66, 0xFF9F, .kana), (0x20000, 0x3FFFD, .han),
    ]

    /// The script of a letter; nil for digits, punctuation and letters of other scripts.
    public init?(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        var (low, high) = (0, Self.blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.blocks[middle].1 < value { low = middle + 1 } else { high = middle }
        }
        guard low < Self.blocks.count, Self.blocks[low].0 <= value else { return nil }
        self = Self.blocks[low].2
    }

    /// The scripts of a text's letters.
    public static func scripts(of text: String) -> Set<Script> {
        var found: Set<Script> = []
        for scalar in text.unicodeScalars {
            if let script = Script(scalar) { found.insert(script) }
        }
        return found
    }

    /// Whether a character fills a square, so that it takes twice the room of a Latin letter.
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch Script(scalar) {
        case .hangul?, .kana?, .han?: true
        default: false
        }
    }

    /// The language whose model stands for the script where nobody named one.
    public var usualLanguage: String {
        switch self {
        case .latin: "eng"
        case .greek: "ell"
        case .cyrillic: "rus"
        case .armenian: "hye"
        case .hebrew: "heb"
        case .arabic: "ara"
        case .devanagari: "hin"
        case .bengali: "ben"
        case .gurmukhi: "pan"
        case .gujarati: "guj"
        case .oriya: "ori"
        case .tamil: "tam"
        case .telugu: "tel"
        case .kannada: "kan"
        case .malayalam: "mal"
        case .sinhala: "sin"
        case .thai: "tha"
        case .lao: "lao"
        case .tibetan: "bod"
        case .myanmar: "mya"
        case .georgian: "kat"
        case .ethiopic: "amh"
        case .khmer: "khm"
        case .hangul: "kor"
        case .kana: "jpn"
        case .han: "chi_sim"
        }
    }
}
