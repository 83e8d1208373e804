import Engine
import Imaging
internal import Jobs
import OperationKit

/// One table of all labels.
struct CSVFormat: SetFormat {
    let unit: LabelUnit

    static let declaration = SetFormatDeclaration(
        "csv", "One table of all labels, for programs of one's own.", units: [.page, .line, .word], .pages,
        reader: "pandas, spreadsheets, Python's csv",
        loading: "pandas.read_csv(\"labels.csv\", keep_default_na=False)",
        layout: [("images/KEY.png", "a page"), ("labels.csv", "a row per label, of all parts")],
        example: head + "train,images/p_aug_0.png,word,0,p,0,Two,true,60,40,150,40,150,70,60,70,1,80")

    static func make(_ plan: DatasetPlan) -> any SetFormat { CSVFormat(unit: plan.unit) }

    private static let head =
        "split,image,unit,index,source,variant,text,legible,x1,y1,x2,y2,x3,y3,x4,y4,cer_errors,cer_length\n"

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var rows: [SetPiece.Row] = []
        for label in labels(of: page, &tally) {
            if label.isLegible, label.text.isEmpty {
                tally.leave(.empty)
                continue
            }
            guard let quad = label.outline.quad(on: page.size) else {
                tally.leave(.outside)
                continue
            }
            tally.take(label.text)
            var text = ByteText()
            text.add(",\(unit.rawValue),\(label.index),\(Self.field(page.source)),\(page.variant),")
            text.add(Self.field(label.text))
            text.add(label.isLegible ? ",true" : ",false")
            for p in quad {
                text.add(",")
                text.add(decimal: p.x)
                text.add(",")
                text.add(decimal: p.y)
            }
            text.add(page.cer.map { ",\($0.errors),\($0.length)\n" } ?? ",,\n")
            rows.append(SetPiece.Row(before: Array("\(page.split.rawValue),".utf8), after: text.bytes))
        }
        guard !rows.isEmpty else {
            tally.leave(.noLabels)
            return []
        }
        return [SetPiece(name: page.key.text, picture: page.picture, rows: rows)]
    }

    /// The page's own text counts as one label.
    private func labels(of page: SetPage, _ tally: inout SetTally) -> [SetLabel] {
        guard unit == .page else { return page.truth.labels(unit, &tally) }
        let whole = Outline(x: 0, y: 0, width: Double(page.size.width), height: Double(page.size.height))
        return [
            SetLabel(
                index: 0, outline: whole, baseline: nil, text: page.truth.text ?? "", illegible: nil, share: 1)
        ]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        RowsBook(
            folder,
            RowsBook.Layout(
                list: { _ in "labels.csv" }, pictures: { _ in "images" }, prefix: "images/", head: Self.head))
    }

    /// As RFC 4180 has it.
    private static func field(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
