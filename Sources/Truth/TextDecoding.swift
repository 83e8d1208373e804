internal import Files

extension TruthFile {
    /// The text of a UTF-8 file, of a UTF-16 file that starts with its mark, or in the encoding that was named; line ends
    /// become LF.
    package func text() throws(TruthProblem) -> String {
        try once("text") { () throws(TruthProblem) in try decoded(as: encoding) }
    }

    /// The text of markup, which may say its encoding itself: `<?xml encoding="…"?>`, or `charset=` in HTML.
    func markup() throws(TruthProblem) -> TruthText {
        try once("markup") { () throws(TruthProblem) in TruthText(name: name, try decoded(as: declaredEncoding)) }
    }

    private func decoded(as encoding: String?) throws(TruthProblem) -> String {
        switch (bytes.first, bytes.dropFirst().first) {
        case (0xFF, 0xFE): return try utf16(bytes.dropFirst(2), highFirst: false).withPlainLineEnds
        case (0xFE, 0xFF): return try utf16(bytes.dropFirst(2), highFirst: true).withPlainLineEnds
        default: break
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(from: 3).withPlainLineEnds }
        switch encoding?.lowercased() {
        case nil, "utf-8", "utf8": return try utf8(from: 0).withPlainLineEnds
        case "utf-16", "utf-16le", "utf-16be":
            if bytes.starts(with: [0x3C, 0]) { return try utf16(bytes[...], highFirst: false).withPlainLineEnds }
            if bytes.starts(with: [0, 0x3C]) { return try utf16(bytes[...], highFirst: true).withPlainLineEnds }
            throw problem(.truthEncoding, "says that it is UTF-16, and is not", help: Self.advice)
        case "iso-8859-1", "latin1", "latin-1":
            return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).withPlainLineEnds
        case "windows-1252", "cp1252": return try windows1252().withPlainLineEnds
        case "us-ascii", "ascii":
            if let offset = bytes.firstIndex(where: { $0 > 0x7F }) { throw invalid("US-ASCII", at: offset) }
            return try utf8(from: 0).withPlainLineEnds
        case .some(let name):
            guard self.encoding != nil else {
                throw problem(.truthEncoding, "is written in '\(encoding ?? "")', which is not read", help: Self.advice)
            }
            return try Self.text(bytes, encoding ?? name, self.name).withPlainLineEnds
        }
    }

    /// The text of some bytes of a file through the system's converter.
    static func text(_ bytes: [UInt8], _ encoding: String, _ file: String) throws(TruthProblem) -> String {
        do {
            return try Transcoding.text(bytes, encoding)
        } catch {
            switch error {
            case .unknown:
                throw TruthProblem(
                    .truthEncoding, "'\(encoding)' is no encoding that this system knows",
                    help: "'iconv -l' lists them, such as cp949, shift_jis, gb18030, big5, windows-1252")
            case .invalid(let offset):
                throw TruthProblem(
                    .truthEncoding, "'\(file)' is not valid \(encoding) at byte \(offset)",
                    help: "name another under  truth: {…, encoding: …}, or save the file as UTF-8")
            }
        }
    }

    /// What the first lines say, zero bytes left out so that UTF-16 without a mark can say it too.
    private var declaredEncoding: String? {
        let head = String(decoding: bytes.prefix(1024).filter { $0 != 0 && $0 < 0x80 }, as: UTF8.self)
        let place: Substring?
        if head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>") {
            place = Self.rest(of: head[..<end.lowerBound], after: "encoding")
        } else {
            place = nil
        }
        guard let found = place ?? Self.rest(of: head[...], after: "charset") else { return nil }
        let value = found.drop { " =\"'\n\t".contains($0) }
        let name = value.prefix { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
        return name.isEmpty ? nil : String(name)
    }

    private static func rest(of text: Substring, after word: String) -> Substring? {
        // In any case, as HTML has it; the declaration stands among ASCII, whose cases are of one length.
        let bytes = Array(text.utf8)
        let wanted = Array(word.utf8)
        guard bytes.count >= wanted.count else { return nil }
        let start = (0...(bytes.count - wanted.count)).first { start in
            zip(bytes[start...], wanted).allSatisfy { $0 | 0x20 == $1 }
        }
        return start.map { text[text.utf8.index(text.startIndex, offsetBy: $0 + wanted.count)...] }
    }

    private func utf8(from start: Int) throws(TruthProblem) -> String {
        let body = bytes[start...]
        guard let text = String(validating: body, as: UTF8.self) else {
            throw invalid("UTF-8", at: start + Self.validPrefix(of: body))
        }
        return text
    }

    /// How many bytes come before the first that is no UTF-8.
    private static func validPrefix(of bytes: ArraySlice<UInt8>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &source) { count += scalar.count }
        return count
    }

    private func utf16(_ body: ArraySlice<UInt8>, highFirst: Bool) throws(TruthProblem) -> String {
        guard body.count % 2 == 0 else { throw invalid("UTF-16", at: bytes.count - 1) }
        let units = stride(from: body.startIndex, to: body.endIndex, by: 2).map { index in
            let (first, second) = (UInt16(body[index]), UInt16(body[index + 1]))
            return highFirst ? first << 8 | second : second << 8 | first
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            var parser = Unicode.UTF16.ForwardParser()
            var source = units.makeIterator()
            var count = 0
            while case .valid(let scalar) = parser.parseScalar(from: &source) { count += scalar.count }
            throw invalid("UTF-16", at: body.startIndex + 2 * count)
        }
        return text
    }

    private func windows1252() throws(TruthProblem) -> String {
        var out = String.UnicodeScalarView()
        for (offset, byte) in bytes.enumerated() {
            guard let scalar = (0x80..<0xA0).contains(byte) ? Self.upper1252[Int(byte) - 0x80] : Unicode.Scalar(byte)
            else { throw invalid("windows-1252", at: offset) }
            out.append(scalar)
        }
        return String(out)
    }

    /// What windows-1252 has at 0x80 to 0x9F.
    private static let upper1252: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil, nil, "‘", "’", "“", "”", "•",
        "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    private static let advice =
        "save it as UTF-8, or as UTF-16 with a byte order mark; files of text: truth: {…, encoding: cp949}"

    private func invalid(_ encoding: String, at offset: Int) -> TruthProblem {
        problem(.truthEncoding, "is not valid \(encoding) at byte \(offset)", help: Self.advice)
    }
}

extension String {
    /// CRLF and CR as LF.
    fileprivate var withPlainLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var out = UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\r" {
                out.append("\n")
            } else if scalar != "\n" || !afterReturn {
                out.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        return String(out)
    }
}
