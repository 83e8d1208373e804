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
        var text = ByteText()
        text.add("{\"form\":[")
        var count = 0
        for _ in 0..<page.truth.unplaced { tally.leave(.unplaced) }
        for line in page.truth.placedLines {
            let entries = entries(of: line, on: page.size, &tally)
            guard !entries.isEmpty, let box = union(entries.map(\.box)) else { continue }
            if count > 0 { text.add(",") }
            text.add("{\"id\":\(count),\"box\":")
            add(box, to: &text)
            text.add(",\"text\":")
            text.add(json: entries.map(\.text).joined(separator: " "))
            text.add(",\"label\":\"other\",\"words\":")
            text.list(entries) { text, entry in
                text.add("{\"text\":")
                text.add(json: entry.text)
                text.add(",\"box\":")
                add(entry.box, to: &text)
                text.add("}")
            }
            text.add(",\"linking\":[]}")
            count += 1
        }
        guard count > 0 else {
            tally.leave(.noLabels)
            return []
        }
        text.add("]}\n")
        let side = SetPiece.Side(suffix: ".json", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    /// The legible words; a line without words is one entry.
    private func entries(
        of line: TextLine, on size: Size, _ tally: inout SetTally
    ) -> [(text: String, box: PixelBox)] {
        let all =
            line.words.isEmpty
            ? [(line.text, line.outline, line.isLegible)] : line.words.map { ($0.text, $0.outline, $0.isLegible) }
        var entries: [(text: String, box: PixelBox)] = []
        for (text, outline, isLegible) in all {
            if !isLegible {
                tally.leave(.illegible)
            } else if text.isEmpty {
                tally.leave(.empty)
            } else if let box = outline.box(on: size) {
                entries.append((text, box))
                tally.take(text)
            } else {
                tally.leave(.outside)
            }
        }
        return entries
    }

    private func union(_ boxes: [PixelBox]) -> PixelBox? {
        boxes.dropFirst().reduce(boxes.first) { union, box in
            union.map {
                PixelBox(
                    left: min($0.left, box.left), top: min($0.top, box.top), right: max($0.right, box.right),
                    bottom: max($0.bottom, box.bottom))
            }
        }
    }

    private func add(_ box: PixelBox, to text: inout ByteText) {
        text.list([box.left, box.top, box.right, box.bottom]) { $0.add($1) }
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
