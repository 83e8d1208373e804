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
    private let files = SharedFile<Rows>()

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
    }

    /// The JSON of a row, as bytes.
    struct TruthRow: Sendable {
        let number: Int
        let json: [UInt8]
    }

    /// All that a file says.
    struct Rows: Sendable {
        var index = PictureIndex<TruthRow>()
        var pictures = NamedPictures()
        /// Its rows, where it speaks of one picture only.
        var first: (name: String, rows: [TruthRow])?
    }

    /// A file that lies with one picture and speaks of one only speaks of that one.
    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let rows = try rows(of: file.path)
        if let draft = try draft(rows, path: file.path, page) { return draft }
        guard page.page == 1 else { return nil }
        guard rows.pictures.count == 1, let first = rows.first?.rows else {
            throw doesNotName(page, file.path, count: rows.pictures.count)
        }
        return try draft(of: first, path: file.path)
    }

    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        try draft(try rows(of: path), path: path, picture)
    }

    func pictures(in path: String) throws(TruthProblem) -> NamedPictures { try rows(of: path).pictures }

    private func rows(of path: String) throws(TruthProblem) -> Rows {
        try files.content(of: path) { path throws(TruthProblem) in
            var rows = Rows()
            var stream = try ByteStream(path)
            var number = 0
            while let row = try stream.nextRow() {
                number += 1
                try Self.add(row, number, RelativePath.name(of: path), options, to: &rows)
            }
            return rows
        }
    }

    private static func add(
        _ row: [UInt8], _ number: Int, _ file: String, _ options: TruthOptions, to rows: inout Rows
    ) throws(TruthProblem) {
        guard row.contains(where: { !TruthNumber.isBlank($0) }) else { return }
        var faults = RowFaults(file, options)
        var row = row
        if let encoding = options.encoding { row = Array(try TruthFile.text(row, encoding, file).utf8) }
        guard let tab = row.firstIndex(of: 0x09), let path = String(validating: row[..<tab], as: UTF8.self) else {
            return try faults.add(number, "a path, a TAB and a list are expected")
        }
        let entry = TruthRow(number: number, json: Array(row[(tab + 1)...]))
        rows.index.add(path, entry)
        rows.pictures.add(path)
        if rows.first == nil { rows.first = (path, []) }
        if rows.first?.name == path { rows.first?.rows.append(entry) }
    }

    private func draft(
        _ rows: Rows, path: String, _ picture: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        let root = options.root ?? RelativePath.folder(of: path)
        let own = rows.index.entries(for: picture, root: root)
        if own.isEmpty { return nil }
        var draft = try draft(of: own, path: path)
        if picture.page == 1, picture.pageCount > 1 {
            draft.unused[.pages] += max(0, rows.index.count(for: picture, root: root) - picture.pageCount)
        }
        return draft
    }

    private func draft(of rows: [TruthRow], path: String) throws(TruthProblem) -> TruthDraft {
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
        let name = ["key_cls", "label"].lazy.compactMap { json[$0]?.text }.first { UnusedTruth.isClass($0) }
        unused.count(class: name)
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
