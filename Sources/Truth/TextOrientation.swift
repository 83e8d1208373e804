import Imaging

extension Outline {
    /// A polygon made clockwise and started at the text's own top left corner; text runs along `direction`. A
    /// quadrilateral gets its upper edge.
    init(_ points: [Point], along direction: Point) {
        var ring = points
        if let first = ring.first, ring.count > 3, ring.last == first { ring.removeLast() }
        if ring.count > 2, Outline(ring).signedArea < 0 { ring.reverse() }
        let up = Point(direction.y, -direction.x)
        let corner = up - direction
        func reach(_ p: Point) -> Double { p.x * corner.x + p.y * corner.y }
        let start = ring.indices.max { reach(ring[$0]) < reach(ring[$1]) } ?? 0
        self.init(Array(ring[start...] + ring[..<start]), top: ring.count == 4 ? 2 : nil)
    }

    /// An upright rectangle, started at the top left corner of text that runs along `direction`.
    init(left: Double, top: Double, right: Double, bottom: Double, along direction: Point) {
        self.init(
            [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)], along: direction)
    }
}

extension Point {
    /// The direction of text that is turned by so many degrees counterclockwise, rounded to quarter turns.
    static func direction(textAngle degrees: Double) -> Point {
        let quarters = Int((degrees / 90).rounded()) & 3
        return [Point(1, 0), Point(0, -1), Point(-1, 0), Point(0, 1)][quarters]
    }
}

enum LanguageTag {
    /// The text when it has the form of a BCP 47 tag: two or three letters, then subtags.
    static func read(_ text: String?) -> String? {
        guard let text else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let primary = parts.first, (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy(isLetter) else {
            return nil
        }
        for part in parts.dropFirst() {
            let isWord = part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
            guard isWord, (1...8).contains(part.utf8.count) else { return nil }
        }
        return text
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
