import Foundation

extension String {
    /// Unicode normalization form C.
    var composed: String {
        // Names and texts are mostly ASCII, which is its own NFC.
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }

    /// The longest start that has at most so many bytes of UTF-8 and ends between two characters.
    func prefix(bytes limit: Int) -> String {
        var count = 0
        var end = startIndex
        for index in indices {
            count += self[index].utf8.count
            if count > limit { break }
            end = self.index(after: index)
        }
        return String(self[..<end])
    }
}

extension Int {
    /// The number with zeros before it, at least so many digits long.
    func padded(_ digits: Int) -> String {
        String(repeating: "0", count: Swift.max(0, digits - description.utf8.count)) + description
    }
}
