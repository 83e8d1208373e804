/// A pattern for one path: `*`, `?`, `[a-z]`, `[!a-z]` within a name, `**` for any number of folders, `{a,b}` for one of
/// several. As in a shell, wildcards pass over names that start with a dot.
package struct Glob: Sendable {
    /// One name of the path.
    package enum Component: Sendable, Equatable {
        case name(String)
        case pattern([Character])
        case anyFolders
    }

    package let components: [Component]

    /// The patterns that one with braces stands for; braces without a comma or without their partner stand for themselves.
    package static func expanded(_ pattern: String) -> [String] {
        let characters = Array(pattern)
        for (open, character) in characters.enumerated() where character == "{" {
            guard let (close, commas) = partner(of: open, in: characters), !commas.isEmpty else { continue }
            let front = String(characters[..<open])
            let back = String(characters[(close + 1)...])
            let bounds = [open] + commas + [close]
            return zip(bounds, bounds.dropFirst()).flatMap { low, high in
                expanded(front + String(characters[(low + 1)..<high]) + back)
            }
        }
        return [pattern]
    }

    private static func partner(of open: Int, in characters: [Character]) -> (close: Int, commas: [Int])? {
        var depth = 0
        var commas: [Int] = []
        for index in open..<characters.count {
            switch characters[index] {
            case "{": depth += 1
            case "}":
                depth -= 1
                if depth == 0 { return (index, commas) }
            case "," where depth == 1: commas.append(index)
            default: break
            }
        }
        return nil
    }

    /// A pattern without braces. `**` at its end stands for all files below.
    package init(_ pattern: String) {
        var components: [Component] = RelativePath.components(pattern).map { part in
            if part == "**" { return .anyFolders }
            return part.contains { "*?[".contains($0) } ? .pattern(Array(part.composed)) : .name(part)
        }
        if components.last == .anyFolders { components.append(.pattern(["*"])) }
        self.components = components
    }

    /// How many components at the start are plain names: the fixed front of the pattern.
    package var fixedCount: Int {
        components.prefix { if case .name = $0 { true } else { false } }.count
    }

    /// Whether a name fits one component. Names are compared in NFC.
    package static func matches(_ pattern: [Character], _ name: String) -> Bool {
        if name.hasPrefix("."), pattern.first != "." { return false }
        let text = Array(name.composed)
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p + 1, t)
                p += 1
            } else if let next = step(pattern, p, text[t]) {
                p = next
                t += 1
            } else if let (after, tried) = star {
                // The last star takes one character more.
                star = (after, tried + 1)
                p = after
                t = tried + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    /// Where the pattern goes on when its piece at `p` takes the character, nil when it does not.
    private static func step(_ pattern: [Character], _ p: Int, _ character: Character) -> Int? {
        guard p < pattern.count else { return nil }
        switch pattern[p] {
        case "?": return p + 1
        case "[":
            guard let (members, end) = bracket(pattern, p) else { return character == "[" ? p + 1 : nil }
            return members(character) ? end : nil
        default: return pattern[p] == character ? p + 1 : nil
        }
    }

    /// The set that starts at `p`, and where the pattern goes on behind it; nil when it has no end.
    private static func bracket(_ pattern: [Character], _ p: Int) -> ((Character) -> Bool, Int)? {
        var index = p + 1
        let isInverted = index < pattern.count && (pattern[index] == "!" || pattern[index] == "^")
        if isInverted { index += 1 }
        let first = index
        var ranges: [(Character, Character)] = []
        while index < pattern.count, pattern[index] != "]" || index == first {
            if index + 2 < pattern.count, pattern[index + 1] == "-", pattern[index + 2] != "]" {
                ranges.append((pattern[index], pattern[index + 2]))
                index += 3
            } else {
                ranges.append((pattern[index], pattern[index]))
                index += 1
            }
        }
        guard index < pattern.count else { return nil }
        let members = { (character: Character) in
            ranges.contains { $0.0 <= character && character <= $0.1 } != isInverted
        }
        return (members, index + 1)
    }
}
