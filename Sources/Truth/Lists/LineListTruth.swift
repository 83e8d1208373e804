internal import Files
import OperationKit
internal import JSON

/// A list of pictures of single lines, a name and its text per row.
protocol LineListTruth: ListingTruth {
    /// The name and the text of a row; nil when it is no such row.
    func entry(_ row: Substring) -> (name: Substring, text: Substring)?
    /// A first row that is none of a picture; nil where there is none.
    static var header: String? { get }
    var options: TruthOptions { get }
}

extension LineListTruth {
    static var header: String? { nil }
    var root: String? { options.root }

    /// A list is known by its first row, which names a picture.
    func accepts(_ file: TruthFile) -> Bool {
        guard let rows = try? file.rows().map(\.text).filter({ !$0.isEmpty }), let first = rows.first else {
            return false
        }
        if let header = Self.header { return first == header }
        return entry(first).map { PictureName.isOne($0.name) } ?? false
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let name = RelativePath.name(of: path)
        var listing = PictureListing()
        var faults = RowFaults(name, options)
        for row in try TruthRows(path, encoding: options.encoding) where row.text.contains(where: { !$0.isWhitespace })
        {
            if row.number == 1, let header = Self.header {
                guard row.text == header else {
                    throw TruthProblem(.truthOfOtherFormat, "'\(name)' does not start with '\(header)'")
                }
                continue
            }
            guard let (picture, text) = entry(row.text) else {
                try faults.add(row.number, "the name of a picture and its text are expected")
                continue
            }
            for picture in Self.pictures(picture) { listing.add(picture, .text(String(text))) }
        }
        listing.faults = faults
        return listing
    }

    /// PaddleOCR lets several pictures have one text: their names are a JSON list.
    private static func pictures(_ name: Substring) -> [String] {
        guard name.first == "[", let list = (try? JSONReader.read(String(name)))?.elements else {
            return [String(name)]
        }
        return list.compactMap(\.text)
    }
}

/// The names of pictures in lists.
enum PictureName {
    /// Whether a text ends like the name of a picture.
    static func isOne(_ name: some StringProtocol) -> Bool {
        endings.contains(RelativePath.fileExtension(of: String(name)).lowercased())
    }

    static let endings = ["png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif", "pnm", "pbm", "pgm", "ppm"]
}

/// The rows of a large text file, decoded one by one.
struct TruthRows: Sequence {
    private let rows: [TextRow]

    /// `encoding` is one that the pipeline names, in which a line end is a byte of its own.
    init(_ path: String, encoding: String? = nil) throws(TruthProblem) {
        var stream = try ByteStream(path)
        var rows: [TextRow] = []
        while let bytes = try stream.nextRow() {
            if let encoding {
                let text = try TruthFile.text(bytes, encoding, RelativePath.name(of: path))
                rows.append(TextRow(number: rows.count + 1, text: text[...]))
                continue
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw TruthProblem(
                    .truthEncoding, "'\(RelativePath.name(of: path))' line \(rows.count + 1) is not valid UTF-8",
                    help: "save it as UTF-8, or name another under  truth: {…, encoding: …}")
            }
            rows.append(TextRow(number: rows.count + 1, text: text[...]))
        }
        self.rows = rows
    }

    func makeIterator() -> Array<TextRow>.Iterator { rows.makeIterator() }
}

/// PaddleOCR's list for recognition, and SynthTIGER's: a path, a TAB, the text.
struct PaddleLinesTruth: LineListTruth {
    static let declaration = TruthFormatDeclaration(
        "paddleocr-rec", aliases: ["synthtiger"],
        "PaddleOCR's list for recognition: the path of a picture of one line, a TAB, its text.", gives: "lines", .none,
        places: [], options: [.root, .badRows, .encoding], source: "PPOCRLabel, PaddleOCR's training data, SynthTIGER",
        example: "p.png\tTwo words")

    let options: TruthOptions
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { self.options = TruthOptions(options, of: Self.declaration) }

    /// The list for detection looks alike, with JSON for a text.
    func entry(_ row: Substring) -> (name: Substring, text: Substring)? {
        guard let tab = row.firstIndex(of: "\t"), tab > row.startIndex else { return nil }
        let text = row[row.index(after: tab)...]
        return text.hasPrefix("[{\"transcription\"") ? nil : (row[..<tab], text)
    }
}

/// The list of TextRecognitionDataGenerator: the name of a picture, a blank, the text.
struct TRDGTruth: LineListTruth {
    static let declaration = TruthFormatDeclaration(
        "trdg", "The list of TextRecognitionDataGenerator: the name of a picture of one line, a blank, its text.",
        gives: "lines", .none, places: [], options: [.root, .badRows, .encoding], source: "trdg --name_format 2",
        example: "p.png Two words")

    let options: TruthOptions
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { self.options = TruthOptions(options, of: Self.declaration) }

    /// The name ends with the ending of a picture, so that it may hold blanks.
    func entry(_ row: Substring) -> (name: Substring, text: Substring)? {
        var start = row.startIndex
        while let blank = row[start...].firstIndex(of: " ") {
            if PictureName.isOne(row[..<blank]) { return (row[..<blank], row[row.index(after: blank)...]) }
            start = row.index(after: blank)
        }
        return PictureName.isOne(row) ? (row, "") : nil
    }
}

/// The table of EasyOCR's trainer, which quotes nothing: all behind the first comma is the text.
struct EasyOCRTruth: LineListTruth {
    static let declaration = TruthFormatDeclaration(
        "easyocr", "The table of EasyOCR's trainer: all behind a row's first comma is the text.", gives: "lines", .none,
        places: [], options: [.root, .badRows, .encoding], source: "EasyOCR's trainer and its data",
        example: "filename,words\np.png,Two words")
    static let header: String? = "filename,words"

    let options: TruthOptions
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { self.options = TruthOptions(options, of: Self.declaration) }

    func entry(_ row: Substring) -> (name: Substring, text: Substring)? {
        guard let comma = row.firstIndex(of: ","), comma > row.startIndex else { return nil }
        return (row[..<comma], row[row.index(after: comma)...])
    }
}
