import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages with lines and words in the form of the FUNSD forms.
struct FUNSDFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "funsd", "Pages with lines and words in the form of the FUNSD forms.", units: [.page, .line, .word], .trees,
        pngUnits: LabelUnit.allCases, reader: "docTR's FUNSD, LayoutLM scripts",
        loading: "dataset/training_data and dataset/testing_data, as in the archive of FUNSD",
        layout: [
            ("dataset/training_data/images/KEY.png", "a page"),
            ("dataset/training_data/annotations/KEY.json", "what stands on it"),
            ("dataset/testing_data/…", "likewise; validation and test together"),
        ],
        example: """
            {"form":[{"id":0,"box":[60,40,300,70],"text":"Two words","label":"other","linking":[],
             "words":[{"box":[60,40,150,70],"text":"Two"},{"box":[170,40,300,70],"text":"words"}]}]}
            """)

    static func make(_ plan: DatasetPlan) -> any SetFormat { FUNSDFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        guard let form = FormText(page, &tally) else { return [] }
        let side = SetPiece.Side(suffix: ".json", bytes: Array("{\"form\":".utf8) + form.bytes + Array("}\n".utf8))
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        // The layout knows two parts only; what is not for training is for testing.
        func part(_ split: Split) -> String { "dataset/\(split == .train ? "training_data" : "testing_data")" }
        return SidesBook(
            folder,
            SidesBook.Layout(
                pictures: { part($0) + "/images" }, sides: { part($0) + "/annotations" }, numbers: false))
    }
}
