import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages with polygons in the form of COCO, with the text of each.
struct COCOFormat: SetFormat {
    let unit: LabelUnit

    static let declaration = SetFormatDeclaration(
        "coco", "Pages with polygons in the form of COCO, with the text of each.", units: [.line, .word], .pages,
        reader: "pycocotools, detectron2, MMOCR", loading: "pycocotools.coco.COCO(\"annotations/train.json\")",
        layout: [
            ("images/KEY.png", "a page"),
            ("annotations/train.json", "all its labels; what must not be read is iscrowd; val and test likewise"),
        ],
        example: """
            {"id":1,"image_id":1,"category_id":1,"bbox":[60,40,90,30],"area":2700,
             "segmentation":[[60,40,150,40,150,70,60,70]],"iscrowd":0,"text":"Two","utf8_string":"Two"}
            """)

    static func make(_ plan: DatasetPlan) -> any SetFormat { COCOFormat(unit: plan.unit) }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var piece = SetPiece(name: page.key.text, picture: page.picture)
        // The first row speaks of the picture, the others of its annotations.
        piece.rows.append(
            SetPiece.Row(after: Array("\",\"width\":\(page.size.width),\"height\":\(page.size.height)}".utf8)))
        for label in page.truth.labels(unit, &tally) {
            guard let polygon = label.outline.polygon(on: page.size) else {
                tally.leave(.outside)
                continue
            }
            if label.isLegible, label.text.isEmpty {
                tally.leave(.empty)
                continue
            }
            if label.isLegible { tally.take(label.text) } else { tally.labels += 1 }
            piece.rows.append(SetPiece.Row(after: annotation(label, polygon)))
        }
        return [piece]
    }

    /// An annotation without its ids.
    private func annotation(_ label: SetLabel, _ polygon: [Point]) -> [UInt8] {
        let points = polygon.map { Point(($0.x * 100).rounded() / 100, ($0.y * 100).rounded() / 100) }
        let outline = Outline(points)
        let (low, high) = outline.bounds
        var text = ByteText()
        text.add(",\"category_id\":1,\"bbox\":")
        text.list([low.x, low.y, high.x - low.x, high.y - low.y]) { $0.add(decimal: $1) }
        text.add(",\"area\":")
        text.add(decimal: outline.area)
        text.add(",\"segmentation\":[")
        text.list(points.flatMap { [$0.x, $0.y] }) { $0.add(decimal: $1) }
        text.add(label.isLegible ? "],\"iscrowd\":0,\"text\":" : "],\"iscrowd\":1,\"text\":")
        let shown = label.isLegible ? label.text : ""
        text.add(json: shown)
        text.add(",\"utf8_string\":")
        text.add(json: shown)
        text.add("}")
        return text.bytes
    }

    func open(_ folder: SetFolder) -> any SetBook { COCOBook(folder, category: unit.rawValue) }
}

/// Writes one file a part; its annotations wait in a file of their own until all its pictures are listed.
private final class COCOBook: SetBook {
    private let folder: SetFolder
    private let category: String
    private var images: [Split: Int] = [:]
    private var annotations = 0

    init(_ folder: SetFolder, category: String) {
        self.folder = folder
        self.category = category
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        let path = try folder.place(piece.picture, named: piece.name, in: "images")
        let id = images[split, default: 0] + 1
        images[split] = id
        let list = try folder.file(Self.list(split), head: Array(Self.head.utf8))
        try list.append(Array((id > 1 ? "," : "").utf8))
        try list.append(Array("{\"id\":\(id),\"file_name\":\"\(path)".utf8) + piece.rows[0].after)
        let spool = try folder.file(Self.spool(split))
        for row in piece.rows.dropFirst() {
            annotations += 1
            let comma = spool.count > 0 ? "," : ""
            try spool.append(Array("\(comma){\"id\":\(annotations),\"image_id\":\(id)".utf8) + row.after)
        }
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for split in Split.allCases where folder.hasFile(Self.list(split)) {
            let list = try folder.file(Self.list(split))
            try list.append(Array("],\"annotations\":[".utf8))
            try folder.moveContents(of: Self.spool(split), to: list)
            let categories = "[{\"id\":1,\"name\":\"\(category)\",\"supercategory\":\"text\"}]"
            try list.append(Array("],\"categories\":\(categories)}\n".utf8))
        }
    }

    private static let head = "{\"info\":{\"description\":\"text of document pages\",\"version\":\"1.0\"},\"images\":["

    private static func list(_ split: Split) -> String { "annotations/\(split.rawValue).json" }
    private static func spool(_ split: Split) -> String { "annotations/.\(split.rawValue).tmp" }
}
