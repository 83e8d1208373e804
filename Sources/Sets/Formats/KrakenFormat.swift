import Engine
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// Lines in the binary form of kraken's trainer, as `ketos compile` makes it: an Arrow file a part.
struct KrakenFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "kraken", aliases: ["ketos", "arrow"], "Lines in the binary form of kraken's trainer: an Arrow file a part.",
        units: [.line], .crops, reader: "kraken: ketos train",
        loading: "ketos train -f binary train.arrow -e val.txt, where val.txt names val.arrow",
        layout: [("train.arrow", "pictures and texts; val and test likewise")],
        example: "lines: {text: \"Two words\", im: the bytes of a PNG}, train: true, validation: false, test: false")

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        KrakenFormat(isStraightened: plan.crops.straighten.map { $0 >= 0.5 } ?? true)
    }

    /// Whether lines are made straight along their baseline; else they are upright boxes.
    let isStraightened: Bool

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        crops.map { crop in
            tally.take(crop.text)
            let side = SetPiece.Side(suffix: "", bytes: Array(crop.text.utf8))
            return SetPiece(name: crop.name, picture: crop.picture(), sides: [side])
        }
    }

    func open(_ folder: SetFolder) -> any SetBook { KrakenBook(folder, isStraightened: isStraightened) }
}

/// Writes one file a part. What stands at its beginning is known last, so batches wait in a file of their own.
private final class KrakenBook: SetBook {
    private struct Part {
        var lines: ArrowLines
        var count = 0
        var characters: [Unicode.Scalar: Int] = [:]
        var mode = Mode.bilevel
    }

    /// What pictures hold, as Pillow calls it; kraken takes the richest.
    private enum Mode: String {
        case bilevel = "1"
        case gray = "L"
        case color = "RGB"

        /// As the header of a PNG says.
        init(_ png: [UInt8]) {
            guard png.count > 25 else {
                self = .gray
                return
            }
            self = png[25] == 2 ? .color : png[24] == 1 ? .bilevel : .gray
        }
    }

    private let folder: SetFolder
    private let isStraightened: Bool
    private var parts: [Split: Part] = [:]

    init(_ folder: SetFolder, isStraightened: Bool) {
        self.folder = folder
        self.isStraightened = isStraightened
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        var part = try part(split)
        let picture = try piece.picture.bytes()
        let text = piece.sides[0].bytes
        try part.lines.append(text, picture)
        part.count += 1
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { part.characters[scalar, default: 0] += 1 }
        let mode = Mode(picture)
        if mode.rawValue > part.mode.rawValue { part.mode = mode }
        parts[split] = part
    }

    private func part(_ split: Split) throws(JobProblem) -> Part {
        if let part = parts[split] { return part }
        return Part(lines: ArrowLines(Self.part(split), batches: try folder.file(Self.spool(split))))
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for split in Split.allCases {
            guard var part = parts[split] else { continue }
            try part.lines.flush()
            let about = CanonicalJSON.text(about(part, Self.part(split)))
            let file = try folder.file("\(split.rawValue).arrow", head: part.lines.head(about))
            try folder.moveContents(of: Self.spool(split), to: file)
            try file.append(part.lines.foot(about))
        }
    }

    /// What kraken's trainer wants to know before it reads the lines.
    private func about(_ part: Part, _ own: ArrowLines.Part) -> JSONValue {
        let characters = part.characters.sorted { $0.key < $1.key }
        let counts =
            [("all", part.count)]
            + ["train", "validation", "test"].enumerated().map {
                ($1, $0 == own.rawValue ? part.count : 0)
            }
        return .object(
            ("type", .string(isStraightened ? "kraken_recognition_baseline" : "kraken_recognition_bbox")),
            ("alphabet", .object(characters.map { JSONValue.Member(String(Character($0.key)), .integer($0.value)) })),
            ("text_type", "raw"), ("image_type", "raw"), ("splits", ["train", "eval", "test"]),
            ("im_mode", .string(part.mode.rawValue)), ("legacy_polygons", false),
            ("counts", .object(counts.map { JSONValue.Member($0.0, .integer($0.1)) })))
    }

    private static func part(_ split: Split) -> ArrowLines.Part {
        switch split {
        case .train: .train
        case .val: .validation
        case .test: .test
        }
    }

    private static func spool(_ split: Split) -> String { ".lines-\(split.rawValue).tmp" }
}
