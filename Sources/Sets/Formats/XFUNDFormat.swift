import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages with lines and words in the form of the XFUND forms: all pages of a part in one file.
struct XFUNDFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "xfund", "Pages with lines and words in the form of the XFUND forms.", units: [.page, .line, .word], .trees,
        reader: "LayoutXLM scripts", loading: "train.json for the documents, the folder train for img.fname",
        layout: [
            ("train/KEY.png", "a page"), ("train.json", "what stands on the pages; val and test likewise"),
        ],
        example: """
            {"lang":"und","version":"0.1","documents":[{"id":"p_aug_0","img":{"fname":"p_aug_0.png","width":620,"height":877},
             "document":[{"id":0,"box":[60,40,300,70],"text":"Two words","label":"other","linking":[],
              "words":[{"box":[60,40,150,70],"text":"Two"},{"box":[170,40,300,70],"text":"words"}]}]}]}
            """)

    static func make(_ plan: DatasetPlan) -> any SetFormat { XFUNDFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        guard let form = FormText(page, &tally) else { return [] }
        var before = ByteText()
        before.add("{\"id\":")
        before.add(json: page.key.text)
        before.add(",\"uid\":")
        before.add(json: page.key.text)
        before.add(",\"img\":{\"fname\":\"")
        let size = "\",\"width\":\(page.size.width),\"height\":\(page.size.height)},\"document\":"
        let row = SetPiece.Row(before: before.bytes, after: Array(size.utf8) + form.bytes + Array("}".utf8))
        return [SetPiece(name: page.key.text, picture: page.picture, rows: [row])]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        RowsBook(
            folder,
            RowsBook.Layout(
                list: { "\($0.rawValue).json" }, pictures: \.rawValue,
                head: "{\"lang\":\"und\",\"version\":\"0.1\",\"documents\":[\n", separator: ",\n", tail: "\n]}\n"))
    }
}
