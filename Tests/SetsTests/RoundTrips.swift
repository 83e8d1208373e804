import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@testable import Sets

/// A page on which every line is of another kind, written in a format of sets and read again as truth.
struct RoundTrip: CustomTestStringConvertible, Sendable {
    /// The set format with its options, what labels speak of, and the truth format that reads it.
    let out: String
    let unit: LabelUnit
    let into: String
    var options: [String: Value] = [:]
    /// Where the truth is, from the folder of the set.
    let files: String
    /// Where the picture is.
    let picture: String
    /// Kinds of lines for which the format leaves the whole page out.
    var left: Set<String> = []

    var testDescription: String { "\(out) by \(unit.rawValue), read as \(into)" }

    static let all: [RoundTrip] =
        [
            RoundTrip(out: "page", unit: .page, into: "page", files: "train/{stem}.xml", picture: "train/p.png"),
            RoundTrip(out: "alto", unit: .page, into: "alto", files: "train/{stem}.xml", picture: "train/p.png"),
            RoundTrip(out: "hocr", unit: .page, into: "hocr", files: "train/{stem}.hocr", picture: "train/p.png"),
            RoundTrip(
                out: "funsd", unit: .page, into: "funsd", files: "dataset/training_data/annotations/{stem}.json",
                picture: "dataset/training_data/images/p.png"),
            RoundTrip(out: "xfund", unit: .page, into: "xfund", files: "train.json", picture: "train/p.png"),
            RoundTrip(
                out: "tesstrain", unit: .page, into: "box", files: "train-ground-truth/{stem}.box",
                picture: "train-ground-truth/p.png", left: ["right-to-left", "illegible", "without text"]),
            RoundTrip(
                out: "huggingface", unit: .page, into: "huggingface", files: "train/metadata.jsonl",
                picture: "train/p.png"),
            RoundTrip(out: "csv", unit: .page, into: "csv", files: "labels.csv", picture: "images/p.png"),
        ]
        + [LabelUnit.line, .word].flatMap { unit in
            let level: [String: Value] = ["level": .word(unit.rawValue)]
            return [
                RoundTrip(
                    out: "paddleocr-det", unit: unit, into: "paddleocr", options: level, files: "train.txt",
                    picture: "images/p.png"),
                RoundTrip(
                    out: "icdar2015", unit: unit, into: "icdar", options: level, files: "train/gt_{stem}.txt",
                    picture: "train/images/p.png"),
                RoundTrip(
                    out: "coco", unit: unit, into: "coco", options: level.merging(["root": .word(".")]) { a, _ in a },
                    files: "annotations/train.json", picture: "images/p.png"),
                RoundTrip(
                    out: "label-studio", unit: unit, into: "label-studio", options: level, files: "train.json",
                    picture: "images/p.png"),
                RoundTrip(out: "csv", unit: unit, into: "csv", files: "labels.csv", picture: "images/p.png"),
                RoundTrip(
                    out: "doctr-det", unit: unit, into: "doctr-set", files: "train/labels.json",
                    picture: "train/images/p.png"),
                RoundTrip(
                    out: "paddleocr-rec", unit: unit, into: "paddleocr-rec", files: "rec_train.txt",
                    picture: "crops/CROP.png"),
                RoundTrip(
                    out: "easyocr", unit: unit, into: "easyocr", files: "train/labels.csv", picture: "train/CROP.png"),
                RoundTrip(
                    out: "huggingface", unit: unit, into: "huggingface", files: "train/metadata.jsonl",
                    picture: "train/CROP.png"),
                RoundTrip(
                    out: "tesstrain", unit: unit, into: "gt-txt", files: "train-ground-truth/{stem}.gt.txt",
                    picture: "train-ground-truth/CROP.png"),
            ]
        } + [
            RoundTrip(
                out: "doctr-rec", unit: .word, into: "doctr-set", files: "train/labels.json",
                picture: "train/images/CROP.png")
        ]

    /// What comes back of each line, in words of the table.
    func results() throws -> [String: String] {
        let scratch = Scratch()
        let format = try #require(SetFormats.all.first { $0.declaration.name == out })
        let plan = DatasetPlan(unit: unit, formats: [format.declaration])
        let truth = RoundTripPage.truth(without: left)
        let maker = format.make(plan)
        let crops = format.declaration.holdsCrops(unit) ? RoundTripPage.crops(unit) : []
        let page = SetPage(
            key: SetKey(id: "p"), seed: "1", source: "p", variant: 0, split: .train, size: RoundTripPage.size,
            truth: truth,
            dpi: PictureResolution(150),
            cer: nil, picture: SetPicture(content: .bytes([1]), fileExtension: "png", sha256: "5a"))
        let folder = try SetFolder("s", in: scratch.path)
        let book = maker.open(folder)
        var tally = SetTally()
        for piece in maker.pieces(of: page, crops, &tally) { try book.add(piece, to: .train) }
        try book.finish(tally)
        _ = try folder.finish()
        var truthPlan = TruthPlan(name: into, files: "s/" + files)
        for (name, value) in options { truthPlan.options[name] = name == "root" ? .word("s") : value }
        let source = TruthSource(truthPlan, folder: scratch.path)
        var results: [String: String] = [:]
        if crops.isEmpty {
            let found = try source.truth(besideImage: scratch.path + "/s/" + picture, page: 1, size: RoundTripPage.size)
            for kind in RoundTripPage.kinds where !left.contains(kind.name) {
                results[kind.name] = RoundTripPage.compared(kind, found.truth, unit)
            }
            return results
        }
        for kind in RoundTripPage.kinds {
            let own = crops.filter { RoundTripPage.kind(of: $0, unit) == kind.name }
            var texts: [String] = []
            for crop in own {
                let path = scratch.path + "/s/" + picture.replacing("CROP", with: crop.name)
                let found = try source.truth(besideImage: path, page: 1, size: crop.size)
                if let text = found.truth.text { texts.append(text) }
            }
            results[kind.name] = own.isEmpty ? "–" : texts == own.map(\.text) ? "text" : "**\(texts)**"
        }
        return results
    }
}
