internal import Files
import Imaging
import OperationKit
internal import JSON

/// `metadata.jsonl` or `metadata.csv` of an image folder of Hugging Face's `datasets`: a row per picture, with its text
/// and, for pages, what stands where.
struct HuggingFaceTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "huggingface", aliases: ["hf"],
        "The metadata.jsonl or metadata.csv of an image folder: a row per picture with its text, and what stands where.",
        gives: "text; words or lines with objects", .entries(.word), places: [],
        options: [.root, .entryLevel, .textIn, .coordinates],
        source: "Hugging Face's datasets, TrOCR and Donut scripts",
        example: "{\"file_name\":\"p.png\",\"text\":\"Two words\"}")

    private static let usualColumns = ["text", "label", "caption", "sentence", "transcription"]

    let root: String?
    let files = SharedFile<PictureListing>()
    private let columns: [String]
    private let entry: LabelUnit

    init(_ options: FormatOptions) {
        root = options.word(.root)
        columns = options.word(.textIn).map { [$0] } ?? Self.usualColumns
        entry = Self.declaration.entry(options)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let first = (try? file.rows())?.first?.text else { return false }
        if let json = try? JSONReader.read(String(first)) { return json["file_name"]?.text != nil }
        return first.split(separator: ",").contains("file_name")
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let name = RelativePath.name(of: path)
        return RelativePath.fileExtension(of: name) == "csv"
            ? try table(path, name) : try rows(path, name)
    }

    private func rows(_ path: String, _ name: String) throws(TruthProblem) -> PictureListing {
        var listing = PictureListing()
        for row in try TruthRows(path) where row.text.contains(where: { !$0.isWhitespace }) {
            let json: JSONValue
            do {
                json = try JSONReader.read(String(row.text))
            } catch {
                throw TruthProblem(.truthOfOtherFormat, "'\(name)' line \(row.number) is no JSON: \(error.description)")
            }
            let place = JSONPlace(json, of: name, row: row.number)
            let picture = try place.need("file_name").text()
            if let objects = place["objects"], !(try objects.list("bbox")).isEmpty {
                let text = columns.lazy.compactMap { place[$0]?.plainText }.first
                listing.add(picture) { () throws(TruthProblem) in try page(objects, text) }
            } else {
                listing.add(picture, .text(try text(of: place)))
            }
        }
        return listing
    }

    private func text(of place: JSONPlace) throws(TruthProblem) -> String {
        guard let text = place[columns] else {
            throw place.problem("there is no '\(columns.joined(separator: "', '"))'")
        }
        return try text.text()
    }

    /// Columns of boxes, texts and marks, one of each per object.
    func page(_ objects: JSONPlace, _ text: String?) throws(TruthProblem) -> TruthDraft {
        let boxes = try objects.list("bbox")
        let texts = try objects.need(["text", "texts", "transcription"]).elements()
        guard boxes.count == texts.count else {
            throw objects.problem("there are \(boxes.count) boxes and \(texts.count) texts")
        }
        let legible = try objects.list("legible")
        var entries: [FlatEntry] = []
        for (index, box) in boxes.enumerated() {
            let numbers = try box.numbers()
            guard numbers.count == 4 else {
                throw box.problem("left, top, width and height are expected", .truthNumber)
            }
            let isMarked = index < legible.count && legible[index].value.flag == false
            entries.append(
                FlatEntry(
                    outline: Outline(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]),
                    text: try texts[index].text(), isMarked: isMarked))
        }
        if entry == .word, let lines = text.flatMap({ Self.lines(entries, in: $0) }) {
            return TruthDraft(oneRegion: lines)
        }
        var draft = TruthDraft(entries, as: entry)
        if let text, let last = draft.regions.indices.last, !draft.regions[last].take(text) {
            draft.disagreeingRegions += 1
        }
        return draft
    }

    /// The lines that words make up in the page's text, in its order; nil where they do not.
    private static func lines(_ entries: [FlatEntry], in text: String) -> [TextLine]? {
        var lines: [TextLine] = []
        var rest = entries[...]
        func takeMarked() {
            while let entry = rest.first, entry.isMarked || entry.text.isEmpty {
                lines.append(TextLine(id: "", outline: entry.outline, text: "", illegible: .marked))
                rest.removeFirst()
            }
        }
        for row in text.split(separator: "\n") {
            takeMarked()
            var wanted = row.filter { !$0.isWhitespace }[...]
            var words: [Word] = []
            while !wanted.isEmpty, let entry = rest.first, wanted.hasPrefix(entry.text), !entry.text.isEmpty {
                words.append(Word(id: "", outline: entry.outline, text: entry.text))
                wanted = wanted.dropFirst(entry.text.count)
                rest.removeFirst()
            }
            guard wanted.isEmpty else { return nil }
            lines.append(TextLine(id: "", outline: .missing, text: String(row), words: words))
        }
        takeMarked()
        return rest.isEmpty ? lines : nil
    }

    private func table(_ path: String, _ name: String) throws(TruthProblem) -> PictureListing {
        let records = try CommaTable(try TruthFile(reading: path).text(), of: name).records
        var listing = PictureListing()
        guard let header = records.first else { return listing }
        guard let picture = header.fields.firstIndex(of: "file_name"),
            let text = columns.lazy.compactMap({ header.fields.firstIndex(of: $0) }).first
        else {
            throw TruthProblem(
                .truthOfOtherFormat,
                "'\(name)' line 1: the columns 'file_name' and '\(columns.joined(separator: "' or '"))' are expected")
        }
        for record in records.dropFirst() {
            guard record.fields.count == header.fields.count else {
                throw TruthProblem(
                    .badRow,
                    "'\(name)' line \(record.number): \(header.fields.count) fields are expected, not "
                        + "\(record.fields.count)")
            }
            listing.add(record.fields[picture], .text(record.fields[text]))
        }
        return listing
    }
}
