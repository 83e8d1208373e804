internal import JSON

/// A value in a file of JSON that knows the way to it, so that messages name its place.
struct JSONPlace: Sendable {
    let value: JSONValue
    /// What messages call the file.
    let file: String
    private let trail: Trail

    private indirect enum Trail: Sendable {
        /// The whole value; of a file with a value per row, its number.
        case root(row: Int?)
        case member(Trail, String)
        case element(Trail, Int)
    }

    private init(_ value: JSONValue, _ file: String, _ trail: Trail) {
        (self.value, self.file, self.trail) = (value, file, trail)
    }

    /// The whole value of a file, or of its row `row`, from 1.
    init(_ value: JSONValue, of file: String, row: Int? = nil) {
        self.init(value, file, .root(row: row))
    }

    /// A piece of a large file that is given out by itself.
    init(_ piece: JSONMembers.Piece, of file: String) {
        let list: Trail = piece.list.isEmpty ? .root(row: nil) : .member(.root(row: nil), piece.list)
        self.init(piece.value, file, piece.name.map { .member(list, $0) } ?? .element(list, piece.index))
    }

    /// Such as `pages[0].words[2]`; empty for the whole value.
    private var way: String {
        var parts: [String] = []
        var rest = trail
        while true {
            switch rest {
            case .root: return parts.reversed().joined()
            case .element(let before, let index):
                parts.append("[\(index)]")
                rest = before
            case .member(let before, let name):
                if case .root = before { parts.append(name) } else { parts.append("." + name) }
                rest = before
            }
        }
    }

    private var row: Int? {
        var rest = trail
        while true {
            switch rest {
            case .root(let row): return row
            case .element(let before, _), .member(let before, _): rest = before
            }
        }
    }

    /// What is wrong here, such as `should be a list`.
    func problem(_ message: String, _ code: TruthCode = .truthOfOtherFormat) -> TruthProblem {
        let line = row.map { " line \($0)" } ?? ""
        let way = way
        return TruthProblem(code, "'\(file)'\(line)\(way.isEmpty ? "" : " at \(way)"): \(message)")
    }

    // MARK: The way down

    /// The member of that name; nil when there is none, or `null`.
    subscript(_ name: String) -> JSONPlace? {
        guard let found = value[name], found != .null else { return nil }
        return JSONPlace(found, file, .member(trail, name))
    }

    /// The first of these members that is there.
    subscript(_ names: [String]) -> JSONPlace? { names.lazy.compactMap { self[$0] }.first }

    /// The member of that name, which must be there.
    func need(_ name: String) throws(TruthProblem) -> JSONPlace {
        guard let found = self[name] else { throw problem("there is no '\(name)'") }
        return found
    }

    /// The first of these members that is there, of which one must be.
    func need(_ names: [String]) throws(TruthProblem) -> JSONPlace {
        guard let found = self[names] else { throw problem("there is no '\(names.joined(separator: "' or '"))'") }
        return found
    }

    /// The elements of an array.
    func elements() throws(TruthProblem) -> [JSONPlace] {
        guard let elements = value.elements else { throw problem("a list is expected") }
        return elements.enumerated().map { JSONPlace($0.element, file, .element(trail, $0.offset)) }
    }

    /// The elements of the array of that name; none when there is no such member.
    func list(_ name: String) throws(TruthProblem) -> [JSONPlace] { try self[name]?.elements() ?? [] }

    /// The members of an object with their names.
    func members() throws(TruthProblem) -> [(name: String, place: JSONPlace)] {
        guard let members = value.members else { throw problem("an object is expected") }
        return members.map { ($0.name, JSONPlace($0.value, file, .member(trail, $0.name))) }
    }

    /// Whether it is a list.
    var isList: Bool { value.elements != nil }

    /// Whether it is an object.
    var isObject: Bool { value.members != nil }

    /// The text that it is; nil when it is none.
    var plainText: String? { value.text }

    /// The whole number that it is; nil when it is none.
    var plainInteger: Int? { value.integer }

    /// The first element that something holds of.
    func first(
        _ isIt: (Int, JSONPlace) throws(TruthProblem) -> Bool
    ) throws(TruthProblem) -> JSONPlace? {
        for (index, element) in try elements().enumerated() where try isIt(index, element) { return element }
        return nil
    }

    // MARK: Values

    /// A text, which must be one.
    func text() throws(TruthProblem) -> String {
        guard let text = value.text else { throw problem("a text is expected") }
        return text
    }

    /// The text of that name; nil when there is no such member.
    func text(_ name: String) throws(TruthProblem) -> String? { try self[name]?.text() }

    /// The text of the first of these members that is there; empty without any.
    func text(_ names: [String]) throws(TruthProblem) -> String { try self[names]?.text() ?? "" }

    /// Any number within ±10⁷, also one in quotes.
    func number() throws(TruthProblem) -> Double {
        let number = value.double ?? value.text.flatMap { TruthNumber.read($0) }
        guard let number, abs(number) <= 1e7 else {
            throw problem("a number within ±10,000,000 is expected", .truthNumber)
        }
        return number
    }

    /// The number of that name; nil when there is no such member.
    func number(_ name: String) throws(TruthProblem) -> Double? { try self[name]?.number() }

    /// The number of that name as percent, from a share of 1; nil when there is no such member.
    func percent(_ name: String) throws(TruthProblem) -> Double? {
        try number(name).map { min(100, max(0, $0 * 100)) }
    }

    /// All numbers of an array.
    func numbers() throws(TruthProblem) -> [Double] {
        var numbers: [Double] = []
        for element in try elements() { numbers.append(try element.number()) }
        return numbers
    }

    /// True, false, or the words and numbers that stand for them; nil when there is no such member.
    func flag(_ name: String) throws(TruthProblem) -> Bool? {
        guard let place = self[name] else { return nil }
        switch place.value {
        case .flag(let flag): return flag
        case .integer(0): return false
        case .integer(1): return true
        case .string(let word) where ["true", "false"].contains(word.lowercased()): return word.lowercased() == "true"
        default: throw place.problem("true or false is expected")
        }
    }

    /// Width and height under those names; nil where one is missing or 0, which is how tools say that they do not know.
    func size(_ width: String = "width", _ height: String = "height") throws(TruthProblem)
        -> (width: Double, height: Double)?
    {
        guard let width = try number(width), let height = try number(height), width > 0, height > 0 else { return nil }
        return (width, height)
    }
}
