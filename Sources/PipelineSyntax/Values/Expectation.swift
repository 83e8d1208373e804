extension ValueKind {
    /// The kind without `none`.
    var required: ValueKind {
        if case .optional(let kind) = self { kind.required } else { self }
    }

    var isOptional: Bool {
        if case .optional = self { true } else { false }
    }

    var isFreeText: Bool { self == .text || self == .path }

    var isNumeric: Bool {
        switch required {
        case .number, .count, .share, .angle, .length, .size: true
        default: false
        }
    }

    /// The words that may stand there, if only words may.
    var words: [String] {
        if case .choice(let words) = required { words } else { [] }
    }

    /// What the kind takes, as the end of a sentence that begins with "takes".
    public var expectation: String {
        switch self {
        case .number(let bounds):
            "a number from \(spelled(bounds.lowerBound)) to \(spelled(bounds.upperBound))"
        case .count(let bounds):
            bounds.upperBound > 1_000_000_000
                ? "a whole number" : "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .share(let bounds):
            "a share from \(spelled(bounds.lowerBound)) to \(spelled(bounds.upperBound)), such as 0.25 or 25%"
        case .angle(let bounds):
            "an angle in degrees from \(spelled(bounds.lowerBound)) to \(spelled(bounds.upperBound))"
        case .length(let bounds, let unit):
            "a length in mm, pt or px from \(spelled(bounds.lowerBound))\(unit) to \(spelled(bounds.upperBound))\(unit)"
        case .color: "a color: a name, a gray level from 0 to 255, or \"#rrggbb\" in quotes"
        case .choice(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
        case .size(let sizes): "one of the sizes " + sizes.map { "\($0)" }.joined(separator: ", ")
        case .flag: "true or false"
        case .text: "a text"
        case .path: "the path of a file"
        case .numbers(let count): "a list of \(count) numbers"
        case .optional(let kind): kind.expectation + ", or none"
        }
    }
}

/// A number as people write it: no decimal point where it is whole, at most four decimals.
func spelled(_ value: Double) -> String {
    func whole(_ value: Double) -> String? {
        value == value.rounded() && abs(value) < 9e18 ? String(Int(value)) : nil
    }
    let rounded = (value * 10000).rounded() / 10000
    return whole(value) ?? (rounded == 0 ? "\(value)" : whole(rounded) ?? "\(rounded)")
}
