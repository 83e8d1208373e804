import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pictures with ground truth for Tesseract's training makefiles: lines or words with their text, or pages with boxes.
struct TesstrainFormat: SetFormat {
    /// What stands in box files.
    enum Boxes: String, Sendable, CaseIterable { case none, wordstr, lstm }

    static let declaration = SetFormatDeclaration(
        "tesstrain", aliases: ["gt-txt"],
        "Lines or words with their text for Tesseract's training makefiles, or pages with box files.",
        units: [.page, .line, .word], .pagesOrCrops, pngUnits: [.page], straightened: 0, options: [box],
        reader: "tesstrain, tesseract … lstm.train, kraken, Calamari",
        loading: "make training MODEL_NAME=mine GROUND_TRUTH_DIR=train-ground-truth",
        loadingPages: "tesseract KEY.png KEY --psm 6 lstm.train",
        layout: [
            ("train-ground-truth/KEY.png", "a line or word, or a page"),
            ("train-ground-truth/KEY.gt.txt", "the text of a line or word"),
            ("train-ground-truth/KEY.box", "boxes, for pages or as 'box' says; val and test likewise"),
        ],
        example: "Two words")

    private static let box = KeyDeclaration.words(
        "box", Boxes.allCases.map(\.rawValue), isOptional: true,
        "box files: none, a row per line (wordstr), or a row per character (lstm); left out, wordstr for pages and none "
            + "for lines and words")

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        TesstrainFormat(unit: plan.unit, boxes: plan.options.word(box).flatMap(Boxes.init))
    }

    let unit: LabelUnit
    let boxes: Boxes?

    /// Tesseract reads rows of box files into a buffer of that size.
    private static let longestRow = 1023

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        unit == .page ? wholePage(page, &tally) : crops.map { line($0, &tally) }
    }

    func open(_ folder: SetFolder) -> any SetBook {
        let place: (Split) -> String = { "\($0.rawValue)-ground-truth" }
        return SidesBook(folder, SidesBook.Layout(pictures: place, sides: place, numbers: false))
    }

    private func line(_ crop: SetCrop, _ tally: inout SetTally) -> SetPiece {
        tally.take(crop.text)
        var piece = SetPiece(name: crop.name, picture: crop.picture())
        piece.sides = [SetPiece.Side(suffix: ".gt.txt", bytes: Array((crop.text + "\n").utf8))]
        if let boxes, boxes != .none {
            let box = PixelBox(left: 0, top: 0, right: crop.size.width, bottom: crop.size.height)
            var text = ByteText()
            Self.add(crop.text, box, height: crop.size.height, boxes, endsAt: nil, to: &text)
            piece.sides.append(SetPiece.Side(suffix: ".box", bytes: text.bytes))
        }
        return piece
    }

    /// A page with the boxes of its lines; a page that has a line nobody can read would teach that there is none.
    private func wholePage(_ page: SetPage, _ tally: inout SetTally) -> [SetPiece] {
        let lines = page.truth.lines
        if lines.contains(where: { !$0.isPlaced }) {
            tally.leave(.unplaced)
            return []
        }
        if lines.contains(where: { !$0.isLegible || $0.words.contains { !$0.isLegible } }) {
            tally.leave(.illegibleLine)
            return []
        }
        if lines.contains(where: \.text.holdsRightToLeft) {
            tally.leave(.rightToLeft)
            tally.notes[JobCode.rightToLeftBoxes.rawValue, default: 0] += 1
            return []
        }
        var text = ByteText()
        for line in lines {
            guard !line.text.isEmpty else {
                tally.leave(.empty)
                continue
            }
            guard let box = line.outline.box(on: page.size) else {
                tally.leave(.outside)
                continue
            }
            var rows = ByteText()
            Self.add(line.text, box, height: page.size.height, boxes ?? .wordstr, endsAt: 5, to: &rows)
            if rows.bytes.split(separator: UInt8(ascii: "\n")).contains(where: { $0.count > Self.longestRow }) {
                tally.leave(.long)
                continue
            }
            tally.take(line.text)
            text.add(String(decoding: rows.bytes, as: UTF8.self))
        }
        guard !text.bytes.isEmpty else {
            tally.leave(.noLabels)
            return []
        }
        let side = SetPiece.Side(suffix: ".box", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    /// The rows of one line. The row that ends it lies behind it, `endsAt` pixels wide, or has the line's own box.
    private static func add(
        _ text: String, _ box: PixelBox, height: Int, _ boxes: Boxes, endsAt: Int?, to out: inout ByteText
    ) {
        func place(_ left: Int, _ right: Int) {
            out.joined([left, height - box.bottom, right, height - box.top, 0], by: " ") { $0.add($1) }
        }
        if boxes == .lstm {
            for character in text {
                out.add(String(character) + " ")
                place(box.left, box.right)
                out.add("\n")
            }
        } else {
            out.add("WordStr ")
            place(box.left, box.right)
            out.add(" #" + text + "\n")
        }
        out.add("\t ")
        if let endsAt { place(box.right + 1, box.right + endsAt) } else { place(box.left, box.right) }
        out.add("\n")
    }
}

extension String {
    /// Whether some of it is of a script written from right to left.
    fileprivate var holdsRightToLeft: Bool { unicodeScalars.contains { $0.strongDirection == .rightToLeft } }
}
