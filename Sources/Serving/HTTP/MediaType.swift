/// A media type with its parameters, as `Content-Type` and `Accept` write it (RFC 9110).
struct MediaType: Sendable, Equatable {
    /// Such as `image`, in lower case.
    let type: String
    /// Such as `png`, in lower case.
    let subtype: String
    /// In lower case, values as given.
    let parameters: [String: String]

    /// Both parts.
    var name: String { "\(type)/\(subtype)" }

    /// nil when the text is no media type.
    init?(_ text: String) {
        var pieces = Self.split(text, at: ";")
        guard !pieces.isEmpty else { return nil }
        let names = pieces.removeFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isToken) }) else { return nil }
        type = names[0].lowercased()
        subtype = names[1].lowercased()
        var parameters: [String: String] = [:]
        for piece in pieces where !piece.isEmpty {
            guard let equals = piece.firstIndex(of: "=") else { return nil }
            let name = piece[..<equals].lowercased()
            guard !name.isEmpty, name.allSatisfy(Self.isToken), parameters[name] == nil else { return nil }
            parameters[name] = Self.unquoted(piece[piece.index(after: equals)...])
        }
        self.parameters = parameters
    }

    private static func isToken(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "!#$%&'*+-.^_`|~".contains(character))
    }

    /// The pieces between separators, without blanks around them; those in quotes do not count.
    static func split(_ text: String, at separator: Character) -> [String] {
        var pieces = [""]
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == separator {
                pieces.append("")
                continue
            }
            pieces[pieces.count - 1].append(character)
        }
        return pieces.map {
            String($0.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}

/// What a sender takes for an answer.
struct Acceptance: Sendable {
    private let ranges: [(type: MediaType, quality: Double)]

    /// Of the header's text; without one everything is taken.
    init(_ text: String?) {
        ranges = MediaType.split(text ?? "*/*", at: ",").compactMap { piece in
            MediaType(piece).map { ($0, $0.parameters["q"].flatMap { Double($0) } ?? 1) }
        }
    }

    /// How much a type is wanted, 0…1; 0 is not at all.
    private func quality(_ name: String) -> Double {
        let type = name.prefix { $0 != "/" }
        var best: (rank: Int, quality: Double) = (-1, 0)
        for (range, quality) in ranges {
            let rank =
                range.name == name ? 2 : range.type == type && range.subtype == "*" ? 1 : range.name == "*/*" ? 0 : -1
            if rank > best.rank { best = (rank, quality) }
        }
        return best.quality
    }

    /// The one of these types that is wanted most, the first of equals; nil when none is taken.
    func choice(of names: [String]) -> String? {
        var best: (name: String, quality: Double)?
        for name in names {
            let quality = quality(name)
            if quality > best?.quality ?? 0 { best = (name, quality) }
        }
        return best?.name
    }
}
