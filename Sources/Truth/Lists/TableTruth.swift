internal import Files
import Imaging
import OperationKit

/// The table that the set format `csv` writes: a row per label, with four corners.
struct TableTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "csv", "The table of foxing's set format csv: a row per label, with four corners.",
        gives: "words, lines or text",
        .entries(.word), places: [], options: [.root, .coordinates], source: "foxing's set format csv",
        example: """
            split,image,unit,index,source,variant,text,legible,x1,y1,x2,y2,x3,y3,x4,y4,cer_errors,cer_length
            train,p.png,word,0,p,0,Two,true,60,40,150,40,150,70,60,70,,
            train,p.png,word,1,p,0,words,true,170,40,300,40,300,70,170,70,,
            """)

    let root: String?
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { root = options.word(.root) }

    private static let columns = ["image", "unit", "text", "legible", "x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"]

    func accepts(_ file: TruthFile) -> Bool {
        guard let first = (try? file.rows())?.first else { return false }
        return Set(Self.columns).isSubset(of: first.text.split(separator: ",").map(String.init))
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let name = RelativePath.name(of: path)
        let records = try CommaTable(try TruthFile(reading: path).text(), of: name).records
        let header = records.first?.fields ?? []
        let places = Self.columns.compactMap { header.firstIndex(of: $0) }
        guard places.count == Self.columns.count else {
            let wanted = Self.columns.joined(separator: ", ")
            throw TruthProblem(.truthOfOtherFormat, "'\(name)' line 1: these columns are expected: \(wanted)")
        }
        var order: [String] = []
        var pages: [String: [(unit: LabelUnit, entry: FlatEntry)]] = [:]
        for record in records.dropFirst() {
            guard record.fields.count == header.count else {
                throw Self.bad(record, name, "\(header.count) fields are expected, not \(record.fields.count)")
            }
            let fields = places.map { record.fields[$0] }
            if pages[fields[0]] == nil { order.append(fields[0]) }
            pages[fields[0], default: []].append(try Self.label(fields, record, name))
        }
        return Self.listing(order, pages)
    }

    private static func label(
        _ fields: [String], _ record: CommaTable.Record, _ name: String
    ) throws(TruthProblem) -> (unit: LabelUnit, entry: FlatEntry) {
        guard let unit = LabelUnit(rawValue: fields[1]) else { throw bad(record, name, "'\(fields[1])' is no unit") }
        guard ["true", "false"].contains(fields[3]) else {
            throw bad(record, name, "'legible' is expected to be true or false")
        }
        let numbers = fields[4...].compactMap { TruthNumber.read($0) }
        guard numbers.count == 8 || unit == .page else { throw bad(record, name, "eight numbers are expected") }
        let points = stride(from: 0, to: numbers.count - 1, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
        return (unit, FlatEntry(outline: .drawn(points), text: fields[2], isMarked: fields[3] == "false"))
    }

    private static func bad(_ record: CommaTable.Record, _ name: String, _ message: String) -> TruthProblem {
        TruthProblem(.badRow, "'\(name)' line \(record.number): \(message)")
    }

    private static func listing(
        _ order: [String], _ pages: [String: [(unit: LabelUnit, entry: FlatEntry)]]
    ) -> PictureListing {
        var listing = PictureListing()
        for picture in order {
            let labels = pages[picture] ?? []
            // Where a table holds words and lines of a page, the words say more.
            let unit: LabelUnit = [.word, .line].first { unit in labels.contains { $0.unit == unit } } ?? .page
            let entries = labels.filter { $0.unit == unit }.map(\.entry)
            if unit == .page {
                listing.add(picture, .text(entries.map(\.text).joined(separator: "\n")))
            } else {
                listing.add(picture, .draft(TruthDraft(entries, as: unit)))
            }
        }
        return listing
    }
}
