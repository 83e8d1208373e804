import Engine
import Imaging
import Jobs

@testable import Sets

/// A page of two lines: one with a comma and a quote, one with a word nobody can read.
enum SetsPages {
    static let size = Size(width: 200, height: 100)

    static func word(_ id: String, _ x: Double, _ y: Double, _ text: String, bad: Bool = false) -> Word {
        Word(
            id: id, outline: Outline(x: x, y: y, width: 40, height: 20), text: text, illegible: bad ? .marked : nil)
    }

    static var truth: GroundTruth {
        let first = TextLine(
            id: "r0l0", outline: Outline(x: 10, y: 10, width: 100, height: 20), text: "a, \"b\" ###",
            words: [word("w0", 10, 10, "a,"), word("w1", 60.5, 10, "\"b\"")])
        // Its last word is partly outside the page.
        let second = TextLine(
            id: "r0l1", outline: Outline(x: 10, y: 50, width: 210, height: 20), text: "한", illegible: .marked,
            words: [word("w0", 10, 50, "한"), word("w1", 180, 50, "", bad: true)])
        let region = Region(
            id: "r0", outline: Outline(x: 10, y: 10, width: 210, height: 60), lines: [first, second])
        return GroundTruth(text: "a, \"b\" ###", level: .word, origin: "foxing", regions: [region])
    }

    static func page(_ truth: GroundTruth = truth, picture: [UInt8] = [1, 2, 3]) -> SetPage {
        SetPage(
            key: SetKey(id: "p_aug_0"), seed: "5/p/0/0", source: "p", variant: 0, split: .train, size: size,
            truth: truth, dpi: PictureResolution(150),
            cer: (1, 8), picture: SetPicture(content: .bytes(picture), fileExtension: "png", sha256: "5a"))
    }

    static func text(_ pieces: [SetPiece]) -> String {
        pieces.map { piece in
            piece.rows.map {
                String(decoding: $0.before, as: UTF8.self) + "@" + String(decoding: $0.after, as: UTF8.self)
            }
            .joined() + piece.sides.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
        }.joined()
    }
}
