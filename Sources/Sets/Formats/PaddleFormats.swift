import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages with boxes for PaddleOCR's detector.
struct PaddleDetectionFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "paddleocr-det", aliases: ["paddleocr"], "Pages with boxes for PaddleOCR's detector.", units: [.line, .word],
        .pages, options: [points], reader: "PaddleOCR's tools/train.py with a det configuration",
        loading: "PaddleOCR: data_dir: THIS FOLDER, label_file_list: [THIS FOLDER/train.txt]",
        layout: [
            ("images/KEY.png", "a page"),
            ("train.txt", "a row per page; ### must not be read; val.txt and test.txt likewise"),
        ],
        example: "images/p_aug_0.png\t[{\"transcription\":\"Two\",\"points\":[[60,40],[150,40],[150,70],[60,70]]}]")

    private static let points = KeyDeclaration.words(
        "points", ["quad", "polygon"], "four points for each label, or all points of its outline")

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        PaddleDetectionFormat(unit: plan.unit, writesPolygons: plan.options.word(points) == "polygon")
    }

    let unit: LabelUnit
    let writesPolygons: Bool

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var text = ByteText()
        text.add("\t[")
        var isFirst = true
        for label in page.truth.labels(unit, &tally) {
            let isStrip = writesPolygons && label.outline.isStrip && label.outline.points.count > 4
            guard
                let points = isStrip
                    ? label.outline.pixelPolygon(on: page.size) : label.outline.pixelQuad(on: page.size)
            else {
                tally.leave(.outside)
                continue
            }
            if label.isLegible, label.text.isEmpty {
                tally.leave(.empty)
                continue
            }
            if !isFirst { text.add(",") }
            isFirst = false
            text.add("{\"transcription\":")
            text.add(json: label.isLegible ? label.text : "###")
            text.add(",\"points\":")
            text.add(points: points)
            text.add("}")
            if label.isLegible { tally.take(label.text) } else { tally.labels += 1 }
        }
        if isFirst {
            tally.leave(.noLabels)
            return []
        }
        text.add("]\n")
        return [SetPiece(name: page.key.text, picture: page.picture, rows: [SetPiece.Row(after: text.bytes)])]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        RowsBook(
            folder,
            RowsBook.Layout(list: { "\($0.rawValue).txt" }, pictures: { _ in "images" }, prefix: "images/"))
    }
}

/// Lines or words for PaddleOCR's recognizer.
struct PaddleRecognitionFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "paddleocr-rec", "Lines or words for PaddleOCR's recognizer.", units: [.line, .word], .crops,
        reader: "PaddleOCR's tools/train.py with a rec configuration",
        loading: "PaddleOCR: data_dir: THIS FOLDER, label_file_list: [THIS FOLDER/rec_train.txt], "
            + "character_dict_path: THIS FOLDER/dict.txt, use_space_char: true",
        layout: [
            ("crops/KEY.png", "a line or word"),
            ("rec_train.txt", "a row per picture; rec_val.txt and rec_test.txt likewise"),
            ("dict.txt", "the characters of all labels"),
        ],
        example: "crops/p_aug_0_l0000.png\tTwo words")

    static func make(_ plan: DatasetPlan) -> any SetFormat { PaddleRecognitionFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        crops.map { crop in
            tally.take(crop.text)
            let row = SetPiece.Row(after: Array("\t\(crop.text)\n".utf8))
            return SetPiece(name: crop.name, picture: crop.picture(), rows: [row])
        }
    }

    func open(_ folder: SetFolder) -> any SetBook {
        let layout = RowsBook.Layout(
            list: { "rec_\($0.rawValue).txt" }, pictures: { _ in "crops" }, prefix: "crops/")
        return RowsBook(folder, layout) { (folder, tally) throws(JobProblem) in
            var text = ""
            for value in tally.characters.sorted() where value != 0x20 {
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars += [scalar, "\n"] }
            }
            try folder.write(Array(text.utf8), to: "dict.txt")
        }
    }
}
