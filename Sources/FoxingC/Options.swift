internal import Foxing

/// What a caller says beside the arguments of a function, as a JSON object.
struct Options {
    private let members: [JSONValue.Member]

    /// Reads the object; without a text there are no options. A name that is not `known` is an error.
    init(_ pointer: UnsafePointer<CChar>?, known: [String]) throws {
        guard let text = try utf8(pointer, "options") else {
            members = []
            return
        }
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONReader.read(text)
        } catch {
            throw Fault.argument("the options are no JSON: \(error.message) (byte \(error.offset))")
        }
        guard let members = value.members else { throw Fault.argument("the options are not a JSON object") }
        for member in members where !known.contains(member.name) {
            let names = known.map { "'\($0)'" }.joined(separator: ", ")
            throw Fault.argument("there is no option '\(member.name)'", help: "the options are \(names)")
        }
        // What is null is as good as not said.
        self.members = members.filter { $0.value != .null }
    }

    private func value<T>(_ name: String, _ expected: String, _ read: (JSONValue) -> T?) throws(Fault) -> T? {
        guard let value = members.first(where: { $0.name == name })?.value else { return nil }
        guard let result = read(value) else { throw .argument("option '\(name)': expected \(expected)") }
        return result
    }

    /// A text.
    func text(_ name: String) throws(Fault) -> String? { try value(name, "a text", \.text) }

    /// true or false.
    func flag(_ name: String) throws(Fault) -> Bool? {
        try value(name, "true or false") { value in
            if case .flag(let flag) = value { return flag }
            return nil
        }
    }

    /// A list of texts.
    func texts(_ name: String) throws(Fault) -> [String]? {
        try value(name, "an array of texts") { value in
            guard let elements = value.elements else { return nil }
            let texts = elements.compactMap(\.text)
            return texts.count == elements.count ? texts : nil
        }
    }

    /// A whole number within a range.
    func whole(_ name: String, _ range: ClosedRange<Int>) throws(Fault) -> Int? {
        try value(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number within a range.
    func number(_ name: String, _ range: ClosedRange<Double>) throws(Fault) -> Double? {
        try value(name, "a number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.double.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// One of several words.
    func choice<T>(_ name: String, _ words: [(String, T)]) throws(Fault) -> T? {
        try value(name, "one of " + words.map { "'\($0.0)'" }.joined(separator: ", ")) { value in
            words.first { $0.0 == value.text }?.1
        }
    }

    /// The option `seed`: a whole number of 64 bits, with or without a sign, or its digits.
    func seed() throws(Fault) -> UInt64? {
        try value("seed", "a whole number of 64 bits") { value in
            let digits = value.integer.map(String.init) ?? value.text ?? ""
            return UInt64(digits) ?? Int64(digits).map(UInt64.init(bitPattern:))
        }
    }
}
