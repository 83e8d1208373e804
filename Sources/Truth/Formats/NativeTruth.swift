import Imaging
import OperationKit
internal import JSON

/// Ground truth in our own form: `STEM.foxing.json`.
struct NativeTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "foxing", "Labels as foxing itself writes them, with all that it knows of a page.",
        gives: "words, lines, regions, baselines, what is legible", .words,
        places: [TruthPlace("{stem}.foxing.json")], source: "labels of a run of foxing",
        example: """
            {"foxing":1,"image":"p.png","width":620,"height":877,"origin":"hocr","level":"word","text":"Two words",
             "regions":[{"id":"r0","kind":"text","outline":[[60,40],[300,40],[300,70],[60,70]],"lines":[
               {"id":"l0","outline":[[60,40],[300,40],[300,70],[60,70]],"top":2,"text":"Two words","legible":true,
                "words":[
                 {"id":"w0","outline":[[60,40],[150,40],[150,70],[60,70]],"top":2,"text":"Two","legible":true},
                 {"id":"w1","outline":[[170,40],[300,40],[300,70],[170,70]],"top":2,"text":"words","legible":true}]}]}]}
            """)

    init(_ options: FormatOptions) {}

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let json = try file.json()
        let list = PageList([PageList.Entry(picture: json["image"]?.text)])
        guard try list.index(for: page, in: file.name) != nil else { return nil }
        if let version = json["foxing"]?.integer, version > LabelsFile.version {
            throw file.problem(
                .truthOfNewerVersion, "has layout \(version), and this version reads up to \(LabelsFile.version)")
        }
        let contents: LabelsFile.Contents
        do {
            contents = try LabelsFile.contents(json)
        } catch {
            throw file.problem(
                .truthOfOtherFormat, "is no labels file: it \(error.description)",
                help: "docs/reference/labels.md lists what stands in one")
        }
        if contents.truth.level == .none { return nil }
        var draft = TruthDraft(regions: contents.truth.unsettledRegions, origin: contents.truth.origin)
        draft.size = (Double(contents.size.width), Double(contents.size.height))
        draft.settled = contents.truth
        draft.keepsGlue = true
        return draft
    }
}

extension TruthFile {
    /// The one value of a JSON file.
    func json() throws(TruthProblem) -> JSONValue {
        try once("JSON") { () throws(TruthProblem) in
            let text = TruthText(name: name, try text())
            do throws(JSONProblem) {
                return try JSONReader.read(text.bytes)
            } catch {
                throw text.problem(.truthOfOtherFormat, "this is no JSON: \(error.message)", at: error.offset)
            }
        }
    }
}

extension GroundTruth {
    /// Whether all texts are as labels have them.
    var hasCleanText: Bool {
        var clean = CleanText()
        let texts = lines.flatMap { [$0.text] + $0.words.map(\.text) }
        return texts.allSatisfy { clean.line($0.unicodeScalars) == $0 }
            && lines.allSatisfy { $0.words.allSatisfy { !$0.text.contains(" ") } }
    }

    /// The regions for a check: text of lines with words is only that of the legible ones, and is made again.
    var unsettledRegions: [Region] {
        var regions = regions
        for r in regions.indices {
            for l in regions[r].lines.indices where !regions[r].lines[l].words.isEmpty { regions[r].lines[l].text = "" }
        }
        return regions
    }
}
