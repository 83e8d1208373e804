/// An attribute of an element; its name has no prefix.
struct MarkupAttribute {
    let name: String
    let isPrefixed: Bool
    let value: String
}

/// An element of XML with all that is in it. Names have no prefix.
struct MarkupElement {
    let name: String
    let attributes: [MarkupAttribute]
    /// The byte where its tag starts.
    let offset: Int
    var children: [MarkupElement] = []
    /// The characters that stand directly in it.
    var text = ""
    /// How many elements of which names stood in it and were passed over.
    var skipped: [String: Int] = [:]

    /// The value of an attribute; one without a prefix comes before one with.
    subscript(attribute: String) -> String? {
        let fitting = attributes.filter { $0.name == attribute }
        return (fitting.first { !$0.isPrefixed } ?? fitting.first)?.value
    }

    func first(_ name: String) -> MarkupElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

    /// How many elements of a name were passed over in it and anywhere below.
    func skipped(_ name: String) -> Int {
        children.reduce(skipped[name, default: 0]) { $0 + $1.skipped(name) }
    }

    /// The first element of that name anywhere below.
    func descendant(_ name: String) -> MarkupElement? {
        for child in children {
            if child.name == name { return child }
            if let found = child.descendant(name) { return found }
        }
        return nil
    }
}
