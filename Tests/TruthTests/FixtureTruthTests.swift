import Engine
import Foundation
import Imaging
import JSON
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("The truth of the fixtures")
struct FixtureTruthTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../fixtures").standardized.path

    private static let pages: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/pages")) ?? []
        return names.filter { [".png", ".jpg", ".tif"].contains($0.suffix(4)) }.sorted()
    }()

    /// What a format says of a page; nil when the fixtures do not have it in that format.
    private func truth(_ format: String, _ files: String, of page: String, size: Size) throws -> GroundTruth? {
        let path = Self.folder + "/pages/" + page
        var plan = TruthPlan(name: format, files: files)
        plan.options["root"] = .word(".")
        let source = TruthSource(plan, folder: Self.folder)
        let finding = try source.truth(besideImage: path, page: 1, size: size)
        #expect(finding.notes.isEmpty, "\(format) \(page): \(finding.notes)")
        return finding.truth.level == .none ? nil : finding.truth
    }

    /// The labels in our own form, and the size of the picture that they tell.
    private func labels(of page: String) throws -> (truth: GroundTruth, size: Size) {
        let stem = String(page.dropLast(4))
        let places = ["truth/foxing/{stem}.foxing.json", "pages/{stem}.foxing.json"]
        for place in places {
            let path = Self.folder + "/" + place.replacing("{stem}", with: stem)
            guard let bytes = FileManager.default.contents(atPath: path) else { continue }
            let json = try JSONReader.read(Array(bytes))
            let size = Size(width: try #require(json["width"]?.integer), height: try #require(json["height"]?.integer))
            return (try #require(try truth("foxing", place, of: page, size: size)), size)
        }
        throw TruthProblem(.noTruth, page)
    }

    @Test("every page has its words in our own form, and the plain text says the same", arguments: pages)
    func plain(page: String) throws {
        let (truth, size) = try labels(of: page)
        let text = try #require(try self.truth("gt-txt", "pages/{stem}.gt.txt", of: page, size: size))
        #expect(truth.lines.map(\.text) == text.text?.split(separator: "\n").map(String.init))
        #expect(truth.level == .word && truth.lines.allSatisfy { $0.isLegible && !$0.words.isEmpty })
    }

    @Test("all formats say the same words in the same places", arguments: pages)
    func words(page: String) throws {
        let (expected, size) = try labels(of: page)
        let formats = [
            ("hocr", "truth/hocr/{stem}.hocr"), ("page", "truth/page/{stem}.page.xml"),
            ("alto", "truth/alto/{stem}.alto.xml"), ("tesseract-tsv", "truth/tsv/{stem}.tsv"),
            ("box", "truth/box/{stem}.box"), ("icdar", "truth/icdar/gt_{stem}.txt"), ("coco", "truth/coco.json"),
        ]
        var count = 0
        for (format, files) in formats {
            guard let truth = try truth(format, files, of: page, size: size) else { continue }
            count += 1
            #expect(truth.origin == format)
            let isFlat = format == "icdar" || format == "coco"
            if isFlat {
                #expect(truth.wordTexts.flatMap(\.self) == expected.wordTexts.flatMap(\.self), "\(format)")
            } else {
                #expect(truth.wordTexts == expected.wordTexts, "\(format)")
                #expect(truth.lines.map(\.outline.box) == expected.lines.map(\.outline.box), "\(format)")
            }
            #expect(truth.wordBoxes == expected.wordBoxes, "\(format)")
            if format != "box", !isFlat { #expect(truth.text == expected.text, "\(format)") }
        }
        #expect(count >= 3)
    }

    @Test("the list of lines has the lines", arguments: pages)
    func lines(page: String) throws {
        let (expected, size) = try labels(of: page)
        let truth = try #require(try truth("paddleocr", "truth/paddleocr.txt", of: page, size: size))
        #expect(truth.lines.map(\.text) == expected.lines.map(\.text))
        #expect(truth.lines.map(\.outline.box) == expected.lines.map(\.outline.box))
    }

    @Test("labels that are written again are the same labels", arguments: pages)
    func again(page: String) throws {
        let (truth, size) = try labels(of: page)
        let scratch = Scratch()
        scratch.put("a.foxing.json", LabelsFile.bytes(truth, image: page, size: size))
        let read = try TruthSource.automatic.truth(besideImage: scratch.path + "/a.png", page: 1, size: size)
        #expect(read.truth == truth)
    }
}
