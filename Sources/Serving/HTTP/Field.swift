/// One field that a request may have: said once, and read by the check of requests and by `openapi.json`.
struct Field: Sendable {
    /// What it takes.
    enum Kind: Sendable {
        case text
        /// Several texts.
        case list
        case whole(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        case choice([String])
        /// A whole number of 64 bits.
        case seed
    }

    let name: String
    let kind: Kind
    /// What holds without it, as it would be written; nil where nothing does, or the request says what.
    let fallback: String?
    let isNeeded: Bool
    /// One sentence without a full stop.
    let help: String

    init(_ name: String, _ kind: Kind, _ help: String, fallback: String? = nil, isNeeded: Bool = false) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.isNeeded = isNeeded
        self.help = help
    }
}

extension Field {
    /// What is wrong with a value, as the end of a sentence that begins with the field; nil when nothing is.
    func fault(of value: String) -> String? {
        switch kind {
        case .text, .list: nil
        case .whole(let range):
            Int(value).map(range.contains) == true
                ? nil
                : "is '\(value.shortened)', expected a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            Double(value).map { $0.isFinite && range.contains($0) } == true
                ? nil : "is '\(value.shortened)', expected a number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: ["true", "false"].contains(value) ? nil : "is '\(value.shortened)', expected true or false"
        case .choice(let words):
            words.contains(value)
                ? nil : "is '\(value.shortened)', expected one of \(words.joined(separator: ", "))"
        case .seed:
            UInt64(value) != nil || Int64(value) != nil
                ? nil : "is '\(value.shortened)', expected a whole number of 64 bits"
        }
    }
}

extension String {
    /// The text for a message: not longer than a line.
    var shortened: String { count > 60 ? prefix(57) + "…" : self }
}
