internal import CFribidi
import Imaging

/// Text as it is seen from left to right, which box files hold.
enum VisualOrder {
    /// The text in the order in which it is read that looks like this one: the inverse of Unicode's bidirectional algorithm
    /// (UAX #9). Of several the one whose direction is that of most of its letters. nil when there is none.
    static func logical(_ seen: String) -> String? {
        guard seen.unicodeScalars.contains(where: { $0.strongDirection == .rightToLeft }) else { return seen }
        let main = seen.mainDirection ?? .rightToLeft
        let other: TextDirection = main == .rightToLeft ? .leftToRight : .rightToLeft
        for direction in [main, other] {
            for candidate in candidates(seen, direction) where visual(candidate, direction) == seen {
                // A paragraph has the direction of its first letter.
                let first = candidate.unicodeScalars.lazy.compactMap(\.strongDirection).first
                if first == direction { return candidate }
            }
        }
        for candidate in candidates(seen, main) where visual(candidate, main) == seen { return candidate }
        return nil
    }

    /// The text as it is seen from left to right in a paragraph of that direction: its levels by the library, its runs
    /// turned round (L2), marks behind their letters (L3), brackets mirrored (L4).
    static func visual(_ text: String, _ direction: TextDirection) -> String {
        let letters = Array(text)
        // All of a letter goes where its first character goes.
        let scalars = letters.map { UInt32($0.unicodeScalars.first?.value ?? 0) }
        guard let levels = levels(scalars, direction) else { return text }
        return order(levels).reduce(into: "") { $0.append(levels[$1] % 2 == 1 ? mirrored(letters[$1]) : letters[$1]) }
    }

    /// The places of characters from left to right: runs turned round, the deepest first (L2).
    static func order(_ levels: [Int8]) -> [Int] {
        var order = Array(levels.indices)
        let most = levels.max() ?? 0
        for level in stride(from: most, to: 0, by: -1) {
            var start = 0
            while start < order.count {
                guard levels[order[start]] >= level else {
                    start += 1
                    continue
                }
                var end = start
                while end < order.count, levels[order[end]] >= level { end += 1 }
                order[start..<end].reverse()
                start = end
            }
        }
        return order
    }

    /// Texts that may look like this one. What looks so mostly reads so when it is turned round once more; after Arabic
    /// letters some numbers with signs within read in another order than elsewhere.
    private static func candidates(_ seen: String, _ direction: TextDirection) -> [String] {
        let turned = visual(seen, direction)
        let places = numbers(in: Array(turned))
        // More than these on one line are no text.
        let count = min(places.count, 10)
        return (0..<(1 << count)).map { choice in
            var letters = Array(turned)
            for (bit, place) in places.prefix(count).enumerated() where choice & (1 << bit) != 0 {
                letters.replaceSubrange(place, with: partsReversed(letters[place]))
            }
            return String(letters)
        }
    }

    /// Where numbers stand together with signs.
    private static func numbers(in letters: [Character]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var start: Int?
        for index in 0...letters.count {
            let isPart = index < letters.count && !letters[index].isLetter && !letters[index].isWhitespace
            if isPart {
                start = start ?? index
            } else if let first = start {
                let part = letters[first..<index]
                if part.contains(where: \.isNumber), part.contains(where: { !$0.isNumber }) {
                    places.append(first..<index)
                }
                start = nil
            }
        }
        return places
    }

    /// Numbers and signs in the opposite order, each number as it is.
    private static func partsReversed(_ letters: ArraySlice<Character>) -> [Character] {
        var parts: [[Character]] = []
        for letter in letters {
            if letter.isNumber, parts.last?.last?.isNumber == true {
                parts[parts.count - 1].append(letter)
            } else {
                parts.append([letter])
            }
        }
        return parts.reversed().flatMap { $0 }.map { $0.isNumber ? $0 : mirrored($0) }
    }

    private static func mirrored(_ letter: Character) -> Character {
        guard let first = letter.unicodeScalars.first else { return letter }
        var other: UInt32 = 0
        guard fribidi_get_mirror_char(first.value, &other) != 0, let scalar = Unicode.Scalar(other) else {
            return letter
        }
        return Character(String(String.UnicodeScalarView([scalar] + letter.unicodeScalars.dropFirst())))
    }

    /// The embedding level of each character; nil when there is no memory.
    static func levels(_ text: [UInt32], _ direction: TextDirection) -> [Int8]? {
        let count = FriBidiStrIndex(text.count)
        var types = [FriBidiCharType](repeating: FRIBIDI_TYPE_ON, count: text.count)
        var brackets = [FriBidiBracketType](repeating: 0, count: text.count)
        var levels = [FriBidiLevel](repeating: 0, count: text.count)
        fribidi_get_bidi_types(text, count, &types)
        fribidi_get_bracket_types(text, count, types, &brackets)
        var base = direction == .rightToLeft ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR
        guard fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, &levels) != 0 else { return nil }
        return levels
    }
}
