import Engine
internal import Jobs
import OperationKit

/// Pages with quadrilaterals and texts in the form of the ICDAR 2015 contest.
struct ICDARFormat: SetFormat {
    let unit: LabelUnit

    static let declaration = SetFormatDeclaration(
        "icdar2015", aliases: ["icdar"], "Pages with quadrilaterals and texts in the form of the ICDAR 2015 contest.",
        units: [.line, .word], .pages, reader: "the contest's evaluation, many detectors' loaders",
        loading: "each row of train/gt_KEY.txt: eight numbers, and all behind the eighth comma is the text",
        layout: [
            ("train/images/KEY.png", "a page"),
            ("train/gt_KEY.txt", "a row per label; ### must not be read; val and test likewise"),
        ],
        example: "60,40,150,40,150,70,60,70,Two")

    static func make(_ plan: DatasetPlan) -> any SetFormat { ICDARFormat(unit: plan.unit) }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var text = ByteText()
        for label in page.truth.labels(unit, &tally) {
            guard let quad = label.outline.pixelQuad(on: page.size) else {
                tally.leave(.outside)
                continue
            }
            if label.isLegible, label.text.isEmpty {
                tally.leave(.empty)
                continue
            }
            for p in quad {
                text.add(p.x)
                text.add(",")
                text.add(p.y)
                text.add(",")
            }
            text.add(label.isLegible ? label.text : "###")
            text.add("\n")
            if label.isLegible { tally.take(label.text) } else { tally.labels += 1 }
            if label.isLegible, label.text == "###" {
                tally.notes[JobCode.realHashes.rawValue, default: 0] += 1
            }
        }
        let side = SetPiece.Side(suffix: ".txt", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        SidesBook(
            folder,
            SidesBook.Layout(
                pictures: { "\($0.rawValue)/images" }, sides: \.rawValue, prefix: "gt_", numbers: false))
    }
}
