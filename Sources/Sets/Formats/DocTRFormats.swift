import Engine
import Imaging
internal import Jobs

/// Pages with quadrilaterals for docTR's detectors.
struct DocTRDetectionFormat: SetFormat {
    let unit: DatasetPlan.Unit

    let loading = "doctr.datasets.DetectionDataset(\"train/images\", \"train/labels.json\", use_polygons=True)"

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var quads: [[Point]] = []
        for label in page.truth.labels(unit) {
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

/// Words for docTR's recognisers, whose vocabularies have no blank.
struct DocTRRecognitionFormat: SetFormat {
    let loading = "doctr.datasets.RecognitionDataset(\"train/images\", \"train/labels.json\")"

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
    /// One object for each part, a member a picture.
    fileprivate static var doctr: RowsBook.Layout {
        RowsBook.Layout(
            list: { "\($0.rawValue)/labels.json" }, pictures: { "\($0.rawValue)/images" }, head: "{", separator: ",",
            tail: "}\n")
    }
}
