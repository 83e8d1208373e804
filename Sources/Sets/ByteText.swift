import Imaging
internal import JSON

/// Text in the making, as bytes; much of a set is numbers, and strings are slow at those.
struct ByteText {
    private(set) var bytes: [UInt8] = []

    init() {}

    mutating func add(_ text: String) { bytes += text.utf8 }

    mutating func add(byte: UInt8) { bytes.append(byte) }

    mutating func add(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// At most two decimals, rounded half away from zero, no zeros at the end.
    mutating func add(decimal value: Double) {
        let hundredths = Int((value * 100).rounded())
        if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
        let rest = abs(hundredths) % 100
        add(abs(hundredths) / 100)
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(rest / 10))
        if rest % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
    }

    /// A JSON string with its quotes.
    mutating func add(json text: String) { CanonicalJSON.append(.string(text), to: &bytes) }

    /// Text of XML or HTML, fit for attributes too; characters that XML cannot hold are left out.
    mutating func add(xml text: String) {
        // The two are no characters of XML, and no text needs them.
        let isClean = !text.unicodeScalars.contains { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" }
        let kept = isClean ? text : String(text.filter { $0 != "\u{FFFE}" && $0 != "\u{FFFF}" })
        for byte in kept.utf8 {
            switch byte {
            case UInt8(ascii: "&"): add("&amp;")
            case UInt8(ascii: "<"): add("&lt;")
            case UInt8(ascii: ">"): add("&gt;")
            case UInt8(ascii: "\""): add("&quot;")
            case UInt8(ascii: "'"): add("&#39;")
            default: bytes.append(byte)
            }
        }
    }

    /// `[[x,y],…]`.
    mutating func add(points: [PixelPoint]) {
        list(points) { text, p in
            text.add("[")
            text.add(p.x)
            text.add(",")
            text.add(p.y)
            text.add("]")
        }
    }

    /// `[[x,y],…]` of two decimals.
    mutating func add(points: [Point]) {
        list(points) { text, p in
            text.add("[")
            text.add(decimal: p.x)
            text.add(",")
            text.add(decimal: p.y)
            text.add("]")
        }
    }

    /// `[…,…]`.
    mutating func list<T>(_ items: some Sequence<T>, _ body: (inout ByteText, T) -> Void) {
        add("[")
        joined(items, by: ",", body)
        add("]")
    }

    mutating func joined<T>(_ items: some Sequence<T>, by separator: String, _ body: (inout ByteText, T) -> Void) {
        var isFirst = true
        for item in items {
            if !isFirst { add(separator) }
            isFirst = false
            body(&self, item)
        }
    }
}
