import Foundation

extension String {
    /// Unicode normalization form C.
    package var composed: String {
        // Names and texts are mostly ASCII, which is its own NFC.
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }

    /// The longest start that has at most so many bytes of UTF-8 and ends between two characters.
    package func prefix(bytes limit: Int) -> String {
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
    package func padded(_ digits: Int) -> String {
        String(repeating: "0", count: Swift.max(0, digits - description.utf8.count)) + description
    }
}

extension String {
    /// The order of sets and file names: by the bytes of UTF-8, the same on every machine and for every language.
    package func precedesInBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
