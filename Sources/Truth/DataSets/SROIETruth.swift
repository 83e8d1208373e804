import OperationKit

/// The rows of SROIE's receipts: eight numbers, then a line's text. They lie in a folder of their own, or where the
/// pictures lie.
struct SROIETruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "sroie", "The rows of SROIE's receipts: eight numbers, then the text of a line.",
        gives: "lines, or words with level", .entries(.line),
        places: [
            TruthPlace("../box/{stem}.txt", isSure: false), TruthPlace("box/{stem}.txt", isSure: false),
        ], options: [.entryLevel, .badRows, .encoding, .coordinates], source: "SROIE (ICDAR 2019), tasks 1 and 2",
        example: "60,40,300,40,300,70,60,70,Two words")

    private let rows: ICDARTruth
    private let level: LabelUnit

    init(_ options: FormatOptions) {
        level = Self.declaration.entry(options)
        var options = options
        options.set(.entryLevel, to: level.rawValue)
        rows = ICDARTruth(options)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let row = (try? file.rows())?.first(where: { !$0.text.isEmpty }) else { return false }
        let fields = row.text.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
        return fields.count == 9 && fields.prefix(8).allSatisfy { TruthNumber.read($0) != nil }
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        try rows.read(file, for: page)
    }
}
