internal import Files

/// Names that every file system takes.
enum SafeName {
    /// The path with control characters and `\ : * ? " < > |` as `_`, likewise a dot or blank at the end of a name and a
    /// `-` at its start; names too long for a file system are cut and marked with a hash.
    static func path(_ path: String) -> String {
        RelativePath.components(path).map(component).joined(separator: "/")
    }

    private static func component(_ name: String) -> String {
        // Most names are plain, and sets are large.
        if name.utf8.count <= longest, name.utf8.allSatisfy({ isPlain($0) }), name.utf8.first != UInt8(ascii: "-") {
            return name
        }
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isBad = scalar.properties.generalCategory == .control || "\\:*?\"<>|".unicodeScalars.contains(scalar)
            scalars.append(isBad ? "_" : scalar)
        }
        var result = String(scalars)
        if result.hasSuffix(".") || result.hasSuffix(" ") { result = result.dropLast() + "_" }
        if result.hasPrefix("-") { result = "_" + result.dropFirst() }
        guard result.utf8.count > longest else { return result }
        return result.prefix(bytes: 208) + "-" + SHA256.hex(of: name).prefix(8)
    }

    /// Leaves room for `_aug_99999.jpeg` within the 255 bytes of most file systems.
    private static let longest = 224

    /// ASCII letters and digits, `_` and `-`: fine wherever they stand, but for a `-` in front.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
