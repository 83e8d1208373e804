internal import Files

/// The name of a variant, or of a piece of it, in a training set: no dots, no blanks, no slashes, short enough for the
/// header of a tar file.
public struct SetKey: Sendable, Hashable {
    /// Such as `1901__inv07_aug_3`.
    public let text: String

    /// The key of the variant `id` (such as `1901/inv07_aug_3`).
    public init(id: String) {
        // The part before `_aug_` is the source's; the suffix that every variant has is never cut.
        let cut = id.lastIndex(of: "_aug_")
        let head = cut.map { String(id[..<$0]) } ?? id
        let tail = cut.map { String(id[$0...]) } ?? ""
        var replaced = head.contains("__")
        var key = ""
        for scalar in head.unicodeScalars {
            if scalar == "/" {
                key += "__"
            } else if Self.isPlain(scalar) {
                key.unicodeScalars.append(scalar)
            } else {
                key += "_"
                replaced = true
            }
        }
        let mark = "-" + SHA256.hex(of: id).prefix(8)
        if key.utf8.count + (replaced ? mark.utf8.count : 0) > Self.longest {
            key = key.prefix(bytes: Self.longest - mark.utf8.count)
            replaced = true
        }
        text = key + (replaced ? mark : "") + tail
    }

    private init(text: String) {
        self.text = text
    }

    /// The key of a line: its position in the page's own list, before anything was left out.
    public func line(_ position: Int) -> SetKey { SetKey(text: text + "_l" + position.padded(4)) }

    /// The key of a word: its position in the page's own list, before anything was left out.
    public func word(_ position: Int) -> SetKey { SetKey(text: text + "_w" + position.padded(4)) }

    /// Bytes before `_aug_`.
    private static let longest = 72

    /// Letters, digits and marks of any script, `_` and `-`.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "_" || scalar == "-" { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark, .enclosingMark:
            return true
        default: return false
        }
    }
}

extension String {
    /// Where `part` starts for the last time, by bytes.
    fileprivate func lastIndex(of part: String) -> String.Index? {
        let (own, wanted) = (Array(utf8), Array(part.utf8))
        guard own.count >= wanted.count else { return nil }
        for start in stride(from: own.count - wanted.count, through: 0, by: -1)
        where own[start..<start + wanted.count].elementsEqual(wanted) {
            return utf8.index(startIndex, offsetBy: start)
        }
        return nil
    }
}
