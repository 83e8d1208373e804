import Codecs
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
    var files = ""
    /// Where the picture is, or the file that holds all of them.
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
            RoundTrip(out: "webdataset", unit: .page, into: "webdataset", picture: "train-000000.tar"),
            RoundTrip(out: "kraken", unit: .line, into: "gt-txt", picture: "train.arrow"),
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
                RoundTrip(out: "lmdb", unit: unit, into: "gt-txt", picture: "train/data.mdb"),
                RoundTrip(out: "webdataset", unit: unit, into: "webdataset", picture: "train-000000.tar"),
            ]
        } + [
            RoundTrip(
                out: "doctr-rec", unit: .word, into: "doctr-set", files: "train/labels.json",
                picture: "train/images/CROP.png")
        ]

    /// Whether pictures and texts lie in one file.
    var isArchive: Bool { !picture.hasSuffix(".png") }

    /// What comes back of each line, in words of the table.
    func results() throws -> [String: String] { try WrittenSet(self).results(into: into, files: "s/" + files) }
}

/// The set of a round trip on disk.
struct WrittenSet {
    private let scratch = Scratch()
    private let trip: RoundTrip
    private let crops: [SetCrop]
    private let pages: PicturePages?

    init(_ trip: RoundTrip) throws {
        self.trip = trip
        let format = try #require(SetFormats.all.first { $0.declaration.name == trip.out })
        let maker = format.make(DatasetPlan(unit: trip.unit, formats: [format.declaration]))
        crops = format.declaration.holdsCrops(trip.unit) ? RoundTripPage.crops(trip.unit) : []
        let page = SetPage(
            key: SetKey(id: "p"), seed: "1", source: "p", variant: 0, split: .train, size: RoundTripPage.size,
            truth: RoundTripPage.truth(without: trip.left), dpi: PictureResolution(150), cer: nil,
            picture: SetPicture(content: .bytes([1]), fileExtension: "png", sha256: "5a"))
        let folder = try SetFolder("s", in: scratch.path)
        let book = maker.open(folder)
        var tally = SetTally()
        for piece in maker.pieces(of: page, crops, &tally) { try book.add(piece, to: .train) }
        try book.finish(tally)
        _ = try folder.finish()
        pages =
            trip.isArchive
            ? PicturePages(
                ["s/" + trip.picture], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits()) : nil
    }

    /// What a format makes of the set, kind of line by kind of line; `files` is where it looks.
    func results(into name: String, files: String?) throws -> [String: String] {
        var plan = TruthPlan(name: name, files: trip.isArchive ? nil : files)
        for (name, value) in trip.options { plan.options[name] = name == "root" ? .word("s") : value }
        let source = TruthSource(plan, folder: scratch.path)
        var results: [String: String] = [:]
        if crops.isEmpty {
            let found = try truth(from: source, of: 0, "p", RoundTripPage.size)
            for kind in RoundTripPage.kinds where !trip.left.contains(kind.name) {
                results[kind.name] = RoundTripPage.compared(kind, found, trip.unit)
            }
            return results
        }
        for kind in RoundTripPage.kinds {
            var (texts, expected): ([String], [String]) = ([], [])
            for (index, crop) in crops.enumerated() where RoundTripPage.kind(of: crop, trip.unit) == kind.name {
                expected.append(crop.text)
                if let text = try truth(from: source, of: index, crop.name, crop.size).text { texts.append(text) }
            }
            results[kind.name] = expected.isEmpty || texts.isEmpty ? "–" : texts == expected ? "text" : "**\(texts)**"
        }
        return results
    }

    private func truth(
        from source: TruthSource, of index: Int, _ name: String, _ size: Size
    ) throws -> GroundTruth {
        guard let pages else {
            let path = scratch.path + "/s/" + trip.picture.replacing("CROP", with: name)
            return try source.truth(besideImage: path, page: 1, size: size).truth
        }
        let carried = try pages.truth(of: index)
        let picture = PictureInfo(path: "s/" + carried.picture, size: size, carried: carried.files)
        return try source.truth(of: picture).truth
    }
}
