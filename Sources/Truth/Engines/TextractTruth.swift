import Imaging
import OperationKit
internal import JSON

/// The answers of AWS Textract: pages, lines and words as blocks that name their children, in shares of the page.
struct TextractTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "textract", aliases: ["aws-textract"], "The answers of AWS Textract, one or a list of them.",
        gives: "words, lines", .words, places: [TruthPlace("{stem}.json", isSure: false)], source: "AWS Textract",
        example: """
            {"DocumentMetadata":{"Pages":1},"Blocks":[
             {"BlockType":"LINE","Id":"l","Page":1,"Text":"Two words",
              "Geometry":{"BoundingBox":{"Left":0.1,"Top":0.05,"Width":0.4,"Height":0.03}},
              "Relationships":[{"Type":"CHILD","Ids":["a","b"]}]},
             {"BlockType":"WORD","Id":"a","Page":1,"Text":"Two","Confidence":99.2,
              "Geometry":{"BoundingBox":{"Left":0.1,"Top":0.05,"Width":0.15,"Height":0.03}}},
             {"BlockType":"WORD","Id":"b","Page":1,"Text":"words","Confidence":99.1,
              "Geometry":{"BoundingBox":{"Left":0.27,"Top":0.05,"Width":0.23,"Height":0.03}}}]}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["Blocks", "BlockType"]

    static func knows(_ json: JSONValue) -> Bool { (json.first ?? json)["Blocks"]?.elements != nil }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        var blocks: [JSONPlace] = []
        for answer in root.isList ? try root.elements() : [root] { blocks += try answer.list("Blocks") }
        // Pages without a block are pages too, so their numbers count as they are.
        var numbered: [(page: Int, block: JSONPlace)] = []
        for block in blocks { numbered.append((Int(try block.number("Page") ?? 1) - 1, block)) }
        let count = max(try Self.pageCount(root), (numbered.map(\.page).max() ?? 0) + 1)
        let list = PageList((0..<min(count, 100_000)).map { PageList.Entry(number: $0) })
        guard let index = try list.index(for: page, in: root.file) else { return nil }
        var draft = TruthDraft(oneRegion: try Self.lines(numbered.filter { $0.page == index }.map(\.block), page.size))
        draft.unused[.pages] += list.unused(by: page)
        // Forms, tables and answers to questions are made of the words of lines.
        for (number, block) in numbered where number == index {
            if ["KEY_VALUE_SET", "QUERY_RESULT"].contains(try block.text("BlockType")) { draft.unused[.links] += 1 }
        }
        return draft
    }

    private static func pageCount(_ root: JSONPlace) throws(TruthProblem) -> Int {
        let answer = root.isList ? try root.elements().first : root
        return Int(try answer?["DocumentMetadata"]?.number("Pages") ?? 1)
    }

    private static func lines(_ blocks: [JSONPlace], _ size: Size) throws(TruthProblem) -> [TextLine] {
        var words: [String: JSONPlace] = [:]
        var all: [JSONPlace] = []
        var lines: [JSONPlace] = []
        for block in blocks {
            switch try block.text("BlockType") {
            case "WORD":
                words[try block.need("Id").text()] = block
                all.append(block)
            case "LINE": lines.append(block)
            default: continue
            }
        }
        let scale = CoordinateScale.shares(of: (Double(size.width), Double(size.height)))
        var result: [TextLine] = []
        var own: Set<String> = []
        for line in lines {
            result.append(try Self.line(line, words, scale))
            own.formUnion(try Self.children(of: line))
        }
        // A word that is no line's is text all the same.
        var loose: [Word] = []
        for word in all where !own.contains(try word.need("Id").text()) { loose.append(try Self.word(word, scale)) }
        return result + loose.inRows
    }

    private static func line(
        _ block: JSONPlace, _ all: [String: JSONPlace], _ scale: CoordinateScale
    ) throws(TruthProblem) -> TextLine {
        var words: [Word] = []
        for id in try children(of: block) {
            if let found = all[id] { words.append(try word(found, scale)) }
        }
        return TextLine(
            id: "", outline: try outline(block, scale), text: try block.text("Text") ?? "", words: words)
    }

    /// What a line is made of, by their names.
    private static func children(of block: JSONPlace) throws(TruthProblem) -> [String] {
        var names: [String] = []
        for relation in try block.list("Relationships") where try relation.text("Type") == "CHILD" {
            for id in try relation.list("Ids") { names.append(try id.text()) }
        }
        return names
    }

    private static func word(_ block: JSONPlace, _ scale: CoordinateScale) throws(TruthProblem) -> Word {
        Word(
            id: "", outline: try outline(block, scale), text: try block.text("Text") ?? "",
            confidence: try block.number("Confidence").map { min(100, max(0, $0)) })
    }

    /// The polygon, which begins at the text's own top left; else the box.
    private static func outline(_ block: JSONPlace, _ scale: CoordinateScale) throws(TruthProblem) -> Outline {
        guard let geometry = block["Geometry"] else { return .missing }
        let polygon = try geometry.polygon("Polygon", scale)
        if !polygon.points.isEmpty { return polygon }
        guard let box = geometry["BoundingBox"], let left = try box.number("Left"), let top = try box.number("Top"),
            let width = try box.number("Width"), let height = try box.number("Height")
        else { return .missing }
        return .spanning(scale(left, top), scale(left + width, top + height))
    }
}
