import Codecs
import Imaging
import JSON
import Jobs
import TestSupport
import Truth

/// The folder of a run, made up for a test.
struct RunFolder {
    let scratch = Scratch()
    var rows: [ManifestRow] = []
    var failures: [FailureRow] = []
    var record: JSONValue = .object(
        ("tool", .object(("name", "foxing"), ("version", "9.9"), ("build", "b"), ("target", "t"))),
        ("pipeline", .object(("name", "made-up"), ("sha256", "5a"))), ("seed", "7"), ("variants", 4),
        ("counts", .object(("sources", 1))))

    /// Of the folder.
    var path: String { scratch.path }

    /// A row as a run writes it; `cer` are errors of 100 characters.
    static func row(
        _ source: String, _ variant: Int, cer: Int? = nil, steps: [(name: String, value: JSONValue)] = [],
        status: ManifestRow.Status = .kept, reason: String? = nil, pixels: String? = nil
    ) -> ManifestRow {
        let id = "\(source)_aug_\(variant)"
        let readability = cer.map { errors in
            ManifestRow.Readability(
                engine: "tesseract 5", models: [("eng", "7d4c")], on: "scan", layout: 6, reference: "truth",
                recipe: "r",
                cer: [errors, 100], wer: [errors / 5, 20], words: [20 - min(20, errors / 5), 20], extra: 0,
                confidence: 90,
                text: "what was read")
        }
        let image = ManifestRow.Picture(
            path: "images/\(id).png", width: 120, height: 160, sha256: "aa", pixels: pixels ?? id,
            labels: "labels/\(id).json")
        return ManifestRow(
            id: id, source: source, file: source + ".png", page: 1, sourceSHA256: source, variant: variant,
            split: "train",
            seed: "1/\(source)/\(variant)/0", status: status, reason: reason, image: status == .dropped ? nil : image,
            channels: 1, depth: 8, dpi: PictureResolution(150), truth: .init(origin: "hocr", level: "word", legible: 2),
            readability: readability,
            applied: steps.map { step in
                .init(stage: "scan", step: "1", operation: step.name, parameters: [.init("strength", step.value)])
            })
    }

    /// Writes a picture and labels for a row.
    func putFiles(for row: ManifestRow, text: String = "Two words") throws {
        guard let image = row.image else { return }
        let page = Raster(.gray, width: image.width, height: image.height, filledWith: 240)
        scratch.put(image.path, try PictureFormat.png.encode(page))
        let outline = Outline(x: 10, y: 20, width: 60, height: 12)
        let line = TextLine(
            id: "l0", outline: outline, text: text, words: [Word(id: "w0", outline: outline, text: text)])
        let truth = GroundTruth(
            text: text, level: .word, origin: "hocr", regions: [Region(id: "r0", outline: outline, lines: [line])])
        if let labels = image.labels {
            scratch.put(labels, LabelsFile.bytes(truth, image: image.path, size: Size(width: 120, height: 160)))
        }
    }

    /// Writes manifest, failures and record.
    func put() {
        scratch.put("manifest.jsonl", rows.flatMap(\.line))
        scratch.put("failures.jsonl", failures.flatMap(\.line))
        scratch.put("run.json", CanonicalJSON.pretty(record))
        scratch.put("pipeline.yaml", "pipeline: made-up\nstages: {scan: [subtle-noise]}\n")
        scratch.put("ledger.jsonl", "{\"ledger\":1,\"job\":{\"seed\":\"7\"},\"shard\":null}\n")
    }
}
