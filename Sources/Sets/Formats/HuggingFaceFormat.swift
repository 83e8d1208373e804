import Engine
internal import Files
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// Pages, lines or words as an image folder of Hugging Face's `datasets`.
struct HuggingFaceFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "huggingface", "Pages, lines or words as an image folder with a card.", units: [.page, .line, .word],
        .pagesOrCrops, straightened: 0.5, options: [licenseKey],
        reader: "Hugging Face's datasets, TrOCR and Donut scripts",
        loading: "datasets.load_dataset(\"THIS FOLDER\")",
        layout: [
            ("train/KEY.png", "a page, line or word"),
            ("train/metadata.jsonl", "a row per picture; validation and test likewise"),
            ("README.md", "the card of the set"),
        ],
        example: "{\"file_name\":\"p_aug_0_l0000.png\",\"text\":\"Two words\",\"source\":\"p\",\"variant\":0}")

    private static let licenseKey = KeyDeclaration.text(
        "license", "the license in the card of the set; left out, none is named", example: "cc-by-4.0")

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        HuggingFaceFormat(unit: plan.unit, license: plan.options.word(licenseKey))
    }

    let unit: LabelUnit
    let license: String?

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        guard unit == .page else {
            return crops.map { crop in
                tally.take(crop.text)
                return SetPiece(
                    name: crop.name, picture: crop.picture(), rows: rows(page, text: crop.text, objects: nil))
            }
        }
        guard let text = page.truth.text, !text.isEmpty else {
            tally.leave(.noText)
            return []
        }
        tally.take(text)
        let objects = PageObjects(page, &tally)
        return [
            SetPiece(
                name: page.key.text, picture: page.picture, rows: rows(page, text: text, objects: objects.json))
        ]
    }

    /// The row without and, where the page was read back, with its errors. Which one is needed is known at the end only.
    private func rows(_ page: SetPage, text: String, objects: [UInt8]?) -> [SetPiece.Row] {
        let forms = page.cer.map { [nil, Double($0.errors) / Double(max($0.length, 1))] } ?? [nil]
        return forms.map { (cer: Double?) in
            var out = ByteText()
            out.add("\",\"text\":")
            out.add(json: text)
            out.add(",\"source\":")
            out.add(json: page.source)
            out.add(",\"variant\":\(page.variant)")
            if let cer {
                // A column of whole numbers would be read as another type.
                let shown = CanonicalJSON.decimal((cer * 10_000).rounded() / 10_000)
                out.add(",\"cer\":" + (shown.contains(".") ? shown : shown + ".0"))
            }
            if let objects { out.add(",\"objects\":" + String(decoding: objects, as: UTF8.self)) }
            out.add("}\n")
            return SetPiece.Row(before: Array("{\"file_name\":\"".utf8), after: out.bytes)
        }
    }

    func open(_ folder: SetFolder) -> any SetBook { HuggingFaceBook(folder, unit: unit, license: license) }
}

/// The words of a page (its lines, where there are no words) as columns.
struct PageObjects {
    let json: [UInt8]

    init(_ page: SetPage, _ tally: inout SetTally) {
        let all = page.truth.labels(page.truth.level == .word ? .word : .line)
        var objects: [(box: PixelBox, label: SetLabel)] = []
        for label in all {
            if let box = label.outline.box(on: page.size) {
                objects.append((box, label))
            } else {
                tally.leave(.outside)
            }
        }
        var out = ByteText()
        out.add("{\"bbox\":")
        out.list(objects) { out, object in
            let box = object.box
            out.list([box.left, box.top, box.width, box.height]) { $0.add($1) }
        }
        out.add(",\"text\":")
        out.list(objects) { $0.add(json: $1.label.isLegible ? $1.label.text : "") }
        out.add(",\"legible\":")
        out.list(objects) { $0.add($1.label.isLegible ? "true" : "false") }
        out.add("}")
        json = out.bytes
    }
}

/// Writes rows in both forms until one lacks its errors.
private final class HuggingFaceBook: SetBook {
    private let folder: SetFolder
    private let unit: LabelUnit
    private let license: String?
    private var hasErrors = true
    private var splits: Set<Split> = []

    init(_ folder: SetFolder, unit: LabelUnit, license: String?) {
        self.folder = folder
        self.unit = unit
        self.license = license
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        splits.insert(split)
        let path = Array(try folder.place(piece.picture, named: piece.name, in: Self.name(split)).utf8)
        hasErrors = hasErrors && piece.rows.count > 1
        for (row, file) in zip(piece.rows, [Self.plain(split), Self.measured(split)]) where file.isEmpty == false {
            try folder.file(file).append(row.before + path + row.after)
        }
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for split in splits {
            let (plain, measured) = (Self.plain(split), Self.measured(split))
            try folder.move(hasErrors ? measured : plain, to: "\(Self.name(split))/metadata.jsonl")
            try folder.drop(hasErrors ? plain : measured)
        }
        try folder.write(Array(card(tally).utf8), to: SetReadme.head)
    }

    /// The head of the README that the hub and the library read.
    private func card(_ tally: SetTally) -> String {
        let order = Split.allCases.filter(splits.contains)
        let files = order.map { "  - split: \(Self.name($0))\n    path: \"\(Self.name($0))/**\"\n" }.joined()
        let languages = tally.languages.sorted { $0.precedesInBytes($1) }.map { "- \($0)\n" }.joined()
        let count = tally.pieces.reduce(0, +)
        let size =
            switch count {
            case ..<1000: "n<1K"
            case ..<10_000: "1K<n<10K"
            case ..<100_000: "10K<n<100K"
            case ..<1_000_000: "100K<n<1M"
            default: "1M<n<10M"
            }
        return "---\n" + (license.map { "license: \($0)\n" } ?? "")
            + (languages.isEmpty ? "" : "language:\n" + languages) + "task_categories:\n- image-to-text\n"
            + "size_categories:\n- \(size)\n"
            + (order.isEmpty ? "" : "configs:\n- config_name: default\n  data_files:\n" + files) + "---\n\n"
    }

    private static func name(_ split: Split) -> String { split == .val ? "validation" : split.rawValue }
    private static func plain(_ split: Split) -> String { "\(name(split))/.plain.tmp" }
    private static func measured(_ split: Split) -> String { "\(name(split))/.measured.tmp" }
}
