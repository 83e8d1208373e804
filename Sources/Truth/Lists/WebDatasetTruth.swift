import Imaging
import OperationKit
internal import JSON

/// The JSON of a sample in WebDataset's tars as Foxing writes it: its text and, for pages, what stands where.
struct WebDatasetTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "webdataset", "The JSON of a sample in WebDataset's tars: its text and, for pages, what stands where.",
        gives: "text; words or lines with objects", .entries(.word), places: [TruthPlace("{stem}.json", isSure: false)],
        options: [.entryLevel], source: "sets of foxing in tars",
        example: "{\"text\":\"Two words\",\"source\":\"p\",\"variant\":0,\"width\":620,\"height\":877,\"cer\":null}")

    static let marks = ["text", "source", "variant"]

    private let rows: HuggingFaceTruth

    init(_ options: FormatOptions) {
        rows = HuggingFaceTruth(options)
    }

    static func knows(_ json: JSONValue) -> Bool {
        json["text"]?.text != nil && (json["objects"]?.members != nil || json.has("source", "variant"))
    }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: root.file) != nil else { return nil }
        let text = try root.need("text").text()
        if let objects = root["objects"], !(try objects.list("bbox")).isEmpty { return try rows.page(objects, text) }
        return TruthDraft(whole: text, of: page.size)
    }
}
