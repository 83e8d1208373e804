import Foundation

/// How the characters of a text are written in sets: composed (NFC), decomposed (NFD), or as they were.
public enum TextForm: String, Sendable, CaseIterable {
    case nfc, nfd
    case asWritten = "none"

    /// A text in that form.
    public func callAsFunction(_ text: String) -> String {
        if self == .asWritten || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return self == .nfc ? text.precomposedStringWithCanonicalMapping : text.decomposedStringWithCanonicalMapping
    }
}

extension GroundTruth {
    /// The labels with all their texts in that form.
    public func written(as form: TextForm) -> GroundTruth {
        if form == .asWritten { return self }
        var result = self
        result.text = text.map { form($0) }
        for r in regions.indices {
            for l in regions[r].lines.indices {
                result.regions[r].lines[l].text = form(regions[r].lines[l].text)
                for w in regions[r].lines[l].words.indices {
                    result.regions[r].lines[l].words[w].text = form(regions[r].lines[l].words[w].text)
                }
            }
        }
        return result
    }
}
