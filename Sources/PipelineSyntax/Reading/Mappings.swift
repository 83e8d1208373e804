import Diagnostics

/// The entries of a mapping while it is read.
struct MappingEntries {
    struct Item {
        let entry: Node.Entry
        /// What the key is under the core schema, so that `1` and `0x1` are one key.
        let identity: String
        let isMerged: Bool
    }

    var items: [Item] = []
    /// Positions of the mapping's own keys, by text and by identity.
    var texts: [String: Int] = [:]
    var identities: [String: Int] = [:]
    var mergeKey: Span?
    var hasMerge: Bool { mergeKey != nil }
}

/// Keys that stand twice, and the merge key.
extension TreeReader {
    /// Adds an entry. A key that stands twice is recorded as an error and left out.
    mutating func add(_ key: Key, _ value: Node, to entries: inout MappingEntries) throws(Halt) {
        try count(scalar: key.text.utf8.count, at: key.span.lower)
        if key.isMerge {
            if let first = entries.mergeKey { return try duplicate(key, first) }
            entries.mergeKey = key.span
            for mapping in try mergeSources(key, value) {
                for entry in mapping {
                    let identity = self.identity(entry.key, style(ofKeyAt: entry.keySpan))
                    entries.items.append(.init(entry: entry, identity: identity, isMerged: true))
                }
            }
            return
        }
        let identity = identity(key.text, key.style)
        if let first = entries.texts[key.text] ?? entries.identities[identity] {
            return try duplicate(key, entries.items[first].entry.keySpan)
        }
        entries.texts[key.text] = entries.items.count
        entries.identities[identity] = entries.items.count
        let entry = Node.Entry(key: key.text, keySpan: key.span, value: value)
        entries.items.append(.init(entry: entry, identity: identity, isMerged: false))
    }

    private mutating func duplicate(_ key: Key, _ first: Span) throws(Halt) {
        let halt = fail(
            .duplicateKey, "the key '\(key.text)' stands twice in one mapping", key.span.lower, key.span.upper,
            label: "again here", help: "keep one of them; parsers that allow both keep only the last",
            related: [.init(first, "first here")])
        if halt == .document { throw halt }
    }

    private func identity(_ text: String, _ style: Scalar.Style) -> String {
        switch Scalar(text, style: style).coreValue {
        case .string(let text): "s" + text
        case .null: "n"
        case .bool(let flag): flag ? "t" : "f"
        case .int(let digits): "i" + digits
        case .float(let number): number == number.rounded() && abs(number) < 1e15 ? "i\(Int(number))" : "d\(number)"
        }
    }

    private func style(ofKeyAt span: Span) -> Scalar.Style {
        let first = bytes[span.lower]
        return first == .doubleQuote ? .doubleQuoted : first == .singleQuote ? .singleQuoted : .plain
    }

    /// The mappings behind `<<`.
    private mutating func mergeSources(_ key: Key, _ value: Node) throws(Halt) -> [[Node.Entry]] {
        switch value.content {
        case .mapping(let entries): return [entries]
        case .sequence(let nodes):
            let mappings = nodes.compactMap { node -> [Node.Entry]? in
                if case .mapping(let entries) = node.content { entries } else { nil }
            }
            if mappings.count == nodes.count { return mappings }
        case .scalar: break
        }
        throw fail(
            .badMerge, "'<<' takes a mapping or a list of mappings", key.span.lower, key.span.upper,
            help: "write '<<: *name' with an anchor of a mapping; a key that is called << needs quotes")
    }

    /// The entries in order, those behind `<<` where it stands: the mapping's own win, then the earlier ones.
    mutating func merged(_ entries: MappingEntries) -> [Node.Entry] {
        guard let mergeKey = entries.mergeKey else { return entries.items.map(\.entry) }
        var identityOfText: [String: String] = [:]
        for item in entries.items where !item.isMerged { identityOfText[item.entry.key] = item.identity }
        var seen = Set(entries.identities.keys)
        var result: [Node.Entry] = []
        for item in entries.items {
            guard item.isMerged else {
                result.append(item.entry)
                continue
            }
            if !seen.insert(item.identity).inserted { continue }
            if identityOfText.updateValue(item.identity, forKey: item.entry.key) != nil {
                _ = fail(
                    .duplicateKey, "merging brings a second key '\(item.entry.key)', quoted once and once not",
                    mergeKey.lower, mergeKey.upper, help: "write the key the same way in both mappings")
            }
            result.append(item.entry)
        }
        return result
    }
}
