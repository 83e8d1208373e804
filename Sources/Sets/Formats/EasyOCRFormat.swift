import Engine
internal import Jobs
import OperationKit

/// Lines or words for EasyOCR's trainer, which splits rows at their first comma and takes the rest as it stands.
struct EasyOCRFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "easyocr", "Lines or words for EasyOCR's trainer.", units: [.line, .word], .crops, straightened: 0,
        reader: "EasyOCR's trainer",
        loading: "trainer/config: train_data: THIS FOLDER, select_data: train, valid_data: THIS FOLDER/val",
        layout: [
            ("train/KEY.png", "a line or word"), ("train/labels.csv", "a row per picture; val and test likewise"),
        ],
        example: "filename,words\np_aug_0_l0000.png,Two words")

    static func make(_ plan: DatasetPlan) -> any SetFormat { EasyOCRFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        crops.map { crop in
            tally.take(crop.text)
            let row = SetPiece.Row(after: Array(",\(crop.text)\n".utf8))
            return SetPiece(name: crop.name, picture: crop.picture(), rows: [row])
        }
    }

    func open(_ folder: SetFolder) -> any SetBook {
        RowsBook(
            folder,
            RowsBook.Layout(
                list: { "\($0.rawValue)/labels.csv" }, pictures: { $0.rawValue }, head: "filename,words\n"))
    }
}
