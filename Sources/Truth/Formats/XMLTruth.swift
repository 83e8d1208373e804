import Imaging

/// A format in XML, which its root element tells.
protocol XMLTruth: TruthFormat {
    /// The local name of the root element.
    var root: String { get }

    /// Elements that are of no use, with all that is in them.
    var skipped: Set<String> { get }

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft?
}

extension XMLTruth {
    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let source = try file.markup()
        let tree = try file.once("tree \(root)") { () throws(TruthProblem) in
            try XMLReader.tree(of: source, skipping: skipped)
        }
        guard tree.name == root else {
            throw source.problem(
                .truthOfOtherFormat, "the root element is '\(tree.name)' and not '\(root)'", at: tree.offset)
        }
        return try read(tree, of: source, for: page)
    }
}

/// One of several formats, as the root element of a file says.
struct EitherXMLTruth: TruthReading {
    let formats: [any XMLTruth]

    var name: String { formats.map(\.name).joined(separator: " or ") }

    /// The formats that the root element is to tell apart.
    static func roots(of format: any TruthReading) -> [any XMLTruth] {
        if let either = format as? EitherXMLTruth { return either.formats }
        return (format as? any XMLTruth).map { [$0] } ?? []
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let source = try file.markup()
        guard let root = XMLReader.root(of: source), let format = formats.first(where: { $0.root == root }) else {
            // Whatever is wrong with the file as XML is more to the point than its root.
            let tree = try XMLReader.tree(of: source, skipping: [])
            let known = formats.map { "'\($0.root)' of \($0.name)" }.joined(separator: " nor ")
            throw source.problem(
                .truthOfOtherFormat, "the root element is '\(tree.name)', neither \(known)", at: tree.offset)
        }
        var draft = try format.read(file, for: page)
        draft?.origin = format.name
        return draft
    }
}

extension TruthText {
    /// The number in an attribute; nil when there is no such attribute.
    func number(_ attribute: String, of element: MarkupElement) throws(TruthProblem) -> Double? {
        guard let text = element[attribute] else { return nil }
        guard let value = TruthNumber.read(text) else { throw badNumber(text, attribute, element) }
        return value
    }

    /// The number of a page's size in an attribute; nil when there is no such attribute or nothing in it.
    func side(_ attribute: String, of element: MarkupElement) throws(TruthProblem) -> Double? {
        guard let text = element[attribute], text.contains(where: { !$0.isWhitespace }) else { return nil }
        return try number(attribute, of: element)
    }

    /// The points in an attribute such as `1,2 3,4`; nil when there is no such attribute.
    func points(_ attribute: String, of element: MarkupElement) throws(TruthProblem) -> [Point]? {
        guard let text = element[attribute] else { return nil }
        guard let numbers = TruthNumber.list(text), numbers.count % 2 == 0 else {
            throw badNumber(text, attribute, element)
        }
        return stride(from: 0, to: numbers.count, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
    }

    func badNumber(_ text: String, _ attribute: String, _ element: MarkupElement) -> TruthProblem {
        problem(
            .truthNumber, "'\(text.prefix(40))' cannot be the \(attribute) of '\(element.name)'", at: element.offset,
            help: "numbers have a decimal point and lie within ±10,000,000")
    }
}
