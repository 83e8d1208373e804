/// Numbers in files of ground truth: a decimal point whatever the locale, an exponent, nothing beyond ±10⁷.
enum TruthNumber {
    /// nil when the text is no such number; blanks around it do not matter.
    static func read(_ text: some StringProtocol) -> Double? {
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first, isBlank(byte) { bytes.removeFirst() }
        while let byte = bytes.last, isBlank(byte) { bytes.removeLast() }
        // Double(_:) also takes `nan`, `inf` and hexadecimal.
        guard !bytes.isEmpty, bytes.allSatisfy(isPart) else { return nil }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), abs(value) <= 1e7 else { return nil }
        return value
    }

    /// The numbers of a list that is split at blanks and commas; nil when one of them is none.
    static func list(_ text: some StringProtocol) -> [Double]? {
        let parts = text.utf8.split { isBlank($0) || $0 == UInt8(ascii: ",") }
        let numbers = parts.compactMap { read(String(decoding: $0, as: UTF8.self)) }
        return numbers.count == parts.count ? numbers : nil
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
