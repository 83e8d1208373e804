import Diagnostics

/// What makes a text unreadable before its structure is looked at: its size, its encoding, characters that YAML does
/// not allow or that its versions read differently.
func encodingFindings(_ source: SourceText) -> [Diagnostic] {
    let bytes = source.bytes
    guard bytes.count <= Parser.largestText else {
        return [
            Diagnostic(
                .tooLarge, "the text has \(bytes.count) bytes; a pipeline file may have \(Parser.largestText)", at: nil,
                help: "split it into several pipelines")
        ]
    }
    if let name = foreignEncoding(bytes) {
        return [
            Diagnostic(
                .unreadableText, "the text is \(name), not UTF-8", at: Span(0, 0, in: source.id),
                help: "save it as UTF-8")
        ]
    }
    var findings: [Diagnostic] = []
    var offset = 0
    while offset < bytes.count, findings.count < Parser.mostFindings {
        let length = readableLength(bytes, at: offset)
        if length > 0 {
            offset += length
        } else {
            let (finding, skip) = unreadable(bytes, at: offset, source.id)
            findings.append(finding)
            offset += skip
        }
    }
    return findings
}

private func foreignEncoding(_ bytes: [UInt8]) -> String? {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0, 0, 0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE, 0, 0]) { return "UTF-32" }
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return "UTF-16" }
    guard head.count == 4 else { return nil }
    switch head.map({ $0 == 0 }) {
    case [true, true, true, false], [false, true, true, true]: return "UTF-32"
    case [true, false, true, false], [false, true, false, true]: return "UTF-16"
    default: return nil
    }
}

/// Bytes of the character at `offset`; 0 where it is malformed or not allowed.
private func readableLength(_ bytes: [UInt8], at offset: Int) -> Int {
    let first = bytes[offset]
    if first < 0x80 {
        if first >= 0x20 { return first == 0x7F ? 0 : 1 }
        if first == .lineFeed || first == .tab { return 1 }
        let isBreak = first == .carriageReturn && offset + 1 < bytes.count && bytes[offset + 1] == .lineFeed
        return isBreak ? 1 : 0
    }
    guard let (value, length) = wideScalar(bytes, at: offset) else { return 0 }
    switch value {
    case 0x80...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: return 0
    default: return length
    }
}

/// A scalar of two to four bytes of well-formed UTF-8.
private func wideScalar(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    let first = bytes[offset]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length {
        let next = bytes[offset + index]
        guard next & 0xC0 == 0x80 else { return nil }
        value = value << 6 | UInt32(next & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return nil }
    return (value, length)
}

private func unreadable(_ bytes: [UInt8], at offset: Int, _ source: SourceID) -> (Diagnostic, skip: Int) {
    let first = bytes[offset]
    if first == .carriageReturn {
        let finding = Diagnostic(
            .controlCharacter, "a carriage return stands without a line feed", at: Span(offset, offset + 1, in: source),
            help: "end lines with LF or CR LF")
        return (finding, 1)
    }
    guard let (value, length) = first < 0x80 ? (UInt32(first), 1) : wideScalar(bytes, at: offset) else {
        var end = offset + 1
        while end < bytes.count, bytes[end] >= 0x80, readableLength(bytes, at: end) == 0 { end += 1 }
        let finding = Diagnostic(
            .unreadableText, "these bytes are not UTF-8", at: Span(offset, end, in: source),
            help: "save the file as UTF-8")
        return (finding, end - offset)
    }
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let what =
        switch value {
        case 0x85, 0x2028, 0x2029: "\(name) ends a line for some YAML parsers and not for others"
        case 0xFEFF: "a byte order mark may stand only at the very beginning"
        default: "the character \(name) is not allowed"
        }
    let width = value < 0x100 ? 2 : 4
    let hex = String(repeating: "0", count: max(0, width - digits.count)) + digits.lowercased()
    let escape = (width == 2 ? "\\x" : "\\u") + hex
    let finding = Diagnostic(
        .controlCharacter, what, at: Span(offset, offset + length, in: source),
        help: "remove it, or write it as an escape inside double quotes: \"\(escape)\"")
    return (finding, length)
}
