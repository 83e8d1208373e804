import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages with quadrilaterals for docTR's detectors.
struct DocTRDetectionFormat: SetFormat {
    let unit: LabelUnit

    static let declaration = SetFormatDeclaration(
        "doctr-det", "Pages with quadrilaterals for docTR's detectors.", units: [.line, .word], .pages,
        reader: "docTR's references/detection",
        loading: "doctr.datasets.DetectionDataset(\"train/images\", \"train/labels.json\", use_polygons=True)",
        layout: RowsBook.Layout.doctrFiles("a page"),
        example: """
            {"p_aug_0.png":{"img_dimensions":[877,620],"img_hash":"…",
             "polygons":[[[60,40],[150,40],[150,70],[60,70]]]}}
            """)

    static func make(_ plan: DatasetPlan) -> any SetFormat { DocTRDetectionFormat(unit: plan.unit) }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var quads: [[Point]] = []
        for label in page.truth.labels(unit, &tally) {
            // A detector has no reading to learn, so it may see what cannot be read, while enough of it is there.
            guard label.isLegible || label.share >= 0.5 else {
                tally.leave(.illegible)
                continue
            }
            guard let quad = label.outline.quad(on: page.size) else {
                tally.leave(.outside)
                continue
            }
            quads.append(quad)
            if label.isLegible { tally.take(label.text) } else { tally.labels += 1 }
        }
        guard !quads.isEmpty else {
            tally.leave(.noLabels)
            return []
        }
        var text = ByteText()
        text.add("\":{\"img_dimensions\":[\(page.size.height),\(page.size.width)],\"img_hash\":")
        text.add(json: page.picture.sha256 ?? "")
        text.add(",\"polygons\":")
        text.list(quads) { $0.add(points: $1) }
        text.add("}")
        let row = SetPiece.Row(before: [UInt8(ascii: "\"")], after: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, rows: [row])]
    }

    func open(_ folder: SetFolder) -> any SetBook { RowsBook(folder, .doctr) }
}

/// Words for docTR's recognizers, whose vocabularies have no blank.
struct DocTRRecognitionFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "doctr-rec", "Words for docTR's recognizers, whose vocabularies have no blank.", units: [.word], .crops,
        straightened: 0,
        reader: "docTR's references/recognition",
        loading: "doctr.datasets.RecognitionDataset(\"train/images\", \"train/labels.json\")",
        layout: RowsBook.Layout.doctrFiles("a word"), example: "{\"p_aug_0_w0000.png\":\"Two\"}")

    static func make(_ plan: DatasetPlan) -> any SetFormat { DocTRRecognitionFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        crops.map { crop in
            tally.take(crop.text)
            var text = ByteText()
            text.add("\":")
            text.add(json: crop.text)
            let row = SetPiece.Row(before: [UInt8(ascii: "\"")], after: text.bytes)
            return SetPiece(name: crop.name, picture: crop.picture(), rows: [row])
        }
    }

    func open(_ folder: SetFolder) -> any SetBook { RowsBook(folder, .doctr) }
}

extension RowsBook.Layout {
    /// The files of such a set; `picture` is what a picture shows.
    fileprivate static func doctrFiles(_ picture: String) -> [(path: String, what: String)] {
        [("train/images/KEY.png", picture), ("train/labels.json", "all labels; val and test likewise")]
    }

    /// One object for each part, a member a picture.
    fileprivate static var doctr: RowsBook.Layout {
        RowsBook.Layout(
            list: { "\($0.rawValue)/labels.json" }, pictures: { "\($0.rawValue)/images" }, head: "{", separator: ",",
            tail: "}\n")
    }
}
