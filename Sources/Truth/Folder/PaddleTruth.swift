internal import Files
import Imaging
import OperationKit
internal import JSON

/// PaddleOCR's list for detection: a picture's path, a TAB and a JSON list of polygons with text, per row.
struct PaddleTruth: FolderWideFormat {
    static let declaration = TruthFormatDeclaration(
        "paddleocr", aliases: ["paddleocr-det"], "PaddleOCR's list for detection; one file for many pictures.",
        gives: "lines, or words with level", .entries(.line), places: [],
        options: [.root, .entryLevel, .badRows, .encoding, .coordinates],
        source: "PPOCRLabel, PaddleOCR's own data",
        example: "p.png\t[{\"transcription\":\"Two words\",\"points\":[[60,40],[300,40],[300,70],[60,70]]}]")

    let options: TruthOptions
    private let files = SharedFile<PictureIndex<TruthRow>>()

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
    }

    /// The JSON of a row, as bytes.
    struct TruthRow: Sendable {
        let number: Int
        let json: [UInt8]
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        var index = PictureIndex<TruthRow>()
        var number = 0
        for row in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            try Self.add(Array(row), number, file.name, options, to: &index)
        }
        return try draft(index, path: file.path, page)
    }

    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let index = try files.content(of: path) { path throws(TruthProblem) in
            var index = PictureIndex<TruthRow>()
            var stream = try ByteStream(path)
            var number = 0
            while let row = try stream.nextRow() {
                number += 1
                try Self.add(row, number, RelativePath.name(of: path), options, to: &index)
            }
            return index
        }
        return try draft(index, path: path, picture)
    }

    private static func add(
        _ row: [UInt8], _ number: Int, _ file: String, _ options: TruthOptions, to index: inout PictureIndex<TruthRow>
    ) throws(TruthProblem) {
        guard row.contains(where: { !TruthNumber.isBlank($0) }) else { return }
        var faults = RowFaults(file, options)
        var row = row
        if let encoding = options.encoding { row = Array(try TruthFile.text(row, encoding, file).utf8) }
        guard let tab = row.firstIndex(of: 0x09), let path = String(validating: row[..<tab], as: UTF8.self) else {
            return try faults.add(number, "a path, a TAB and a list are expected")
        }
        index.add(path, TruthRow(number: number, json: Array(row[(tab + 1)...])))
    }

    private func draft(
        _ index: PictureIndex<TruthRow>, path: String, _ picture: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        let root = options.root ?? RelativePath.folder(of: path)
        let rows = index.entries(for: picture, root: root)
        if rows.isEmpty { return nil }
        var faults = RowFaults(RelativePath.name(of: path), options)
        var entries: [FlatEntry] = []
        var unused = UnusedTruth()
        for row in rows {
            guard let elements = (try? JSONReader.read(row.json))?.elements else {
                try faults.add(row.number, "what follows the TAB is no JSON list")
                continue
            }
            for (place, element) in elements.enumerated() {
                if let entry = Self.entry(element) {
                    entries.append(entry)
                    Self.countUnused(of: element, in: &unused)
                } else {
                    try faults.add(
                        row.number, "entry \(place + 1) has no 'transcription', or 'points' that are none")
                }
            }
        }
        var draft = TruthDraft(entries, as: options.entry)
        draft.unused = unused
        draft.take(faults)
        return draft
    }

    private static func entry(_ json: JSONValue) -> FlatEntry? {
        guard let text = json["transcription"]?.text, let pairs = (json["points"] ?? []).elements else { return nil }
        let isMarked = text == "###" || text == "*" || marks.contains { isSet(json[$0]) }
        let language = LanguageTag.read(json["language"]?.text)
        // Text without a place is still text.
        if pairs.count < 3 {
            return FlatEntry(outline: .missing, text: text, isMarked: isMarked, language: language)
        }
        let points = pairs.compactMap { pair -> Point? in
            let numbers = pair.elements?.compactMap(\.double).filter { abs($0) <= 1e7 } ?? []
            return numbers.count == 2 ? Point(numbers[0], numbers[1]) : nil
        }
        guard points.count == pairs.count else { return nil }
        return FlatEntry(outline: FlatEntry.outline(points), text: text, isMarked: isMarked, language: language)
    }

    /// PPOCRLabel's mark for what its own export for recognition leaves out, and those of the lists that PaddleOCR made of
    /// other data sets.
    private static let marks = ["difficult", "illegibility", "ignore"]

    /// Whether a member says yes: as a flag, as 1, or in a word.
    private static func isSet(_ value: JSONValue?) -> Bool {
        value?.flag ?? value?.integer.map { $0 != 0 } ?? (value?.text?.lowercased() == "true")
    }

    /// What an entry says beyond its text and place.
    private static func countUnused(of json: JSONValue, in unused: inout UnusedTruth) {
        unused[.links] += json["linking"]?.elements?.count ?? 0
        // PPOCRLabel calls it key_cls and writes the word None where nobody chose one, lists for forms call it label.
        let names = ["key_cls", "label"].compactMap { json[$0]?.text }
        if names.contains(where: { !["", "none"].contains($0.lowercased()) }) { unused[.classes] += 1 }
    }
}

extension ByteStream {
    /// The bytes up to the next line end, without it and without a byte order mark; nil at the end.
    mutating func nextRow() throws(TruthProblem) -> [UInt8]? {
        let isFirst = offset == 0
        var row: [UInt8] = []
        var isEnd = true
        while let byte = try next() {
            isEnd = false
            if byte == 0x0A { break }
            row.append(byte)
        }
        if isEnd { return nil }
        if row.last == 0x0D { row.removeLast() }
        if isFirst, row.starts(with: [0xEF, 0xBB, 0xBF]) { row.removeFirst(3) }
        return row
    }
}
