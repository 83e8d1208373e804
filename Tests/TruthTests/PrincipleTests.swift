import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

/// What must hold in every format, tried on the example that each shows of itself.
@Suite("Principles that hold in every format")
struct PrincipleTests {
    static let formats = TruthFormats.declarations
    private static let size = Size(width: 620, height: 877)

    private func find(
        _ format: TruthFormatDeclaration, _ text: String, size: Size = size, orientation: Int = 1,
        keepsForm: Bool = false,
        file: String = "truth", options: [String: Value] = [:]
    ) throws -> TruthSource.Finding {
        let scratch = Scratch()
        scratch.put(file, text)
        var plan = TruthPlan(name: format.name, files: file)
        for (name, value) in options { plan.options[name] = value }
        return try TruthSource(plan, folder: scratch.path, keepsForm: keepsForm).truth(
            of: PictureInfo(path: scratch.path + "/p.png", size: size, orientation: orientation))
    }

    @Test("the example that a format shows is read, and 'Two words' stands on its page", arguments: formats)
    func example(format: TruthFormatDeclaration) throws {
        let text = try find(format, format.example).truth.text ?? ""
        #expect(text.split { $0.isWhitespace } == ["Two", "words"])
    }

    @Test("labels of the picture as it is stored are turned with it", arguments: formats)
    func turned(format: TruthFormatDeclaration) throws {
        let upright = try find(format, format.example)
        let stored = format.options.contains { $0.name == "coordinates" }
        let other = try find(
            format, format.example, size: Size(width: 877, height: 620), orientation: 6,
            options: stored ? ["coordinates": .word("stored")] : [:])
        #expect(other.truth.text == upright.truth.text)
        for (before, after) in zip(upright.truth.placedLines, other.truth.placedLines) {
            let (low, high) = before.outline.bounds
            // Where the picture is the line, and where places are shares of the picture as it is seen, nothing is turned.
            if before.outline.box == "0,0,620,877" || Self.shares.contains(format.name) { continue }
            let expected = [877 - high.y, low.x, 877 - low.y, high.x].map { Int($0.rounded()) }
            let box = after.outline.bounds
            #expect([box.low.x, box.low.y, box.high.x, box.high.y].map { Int($0.rounded()) } == expected)
        }
    }

    /// Engines that give shares of the picture, which they were shown upright.
    private static let shares: Set<String> = ["textract"]

    @Test("characters are composed, or stay as they were written where that is wanted", arguments: formats)
    func written(format: TruthFormatDeclaration) throws {
        // Its own labels are as they were written; ABBYY's characters stand one by one.
        guard format.example.contains("words"), format.name != "foxing" else { return }
        // Members and columns have that name too.
        let parts = format.example.split(separator: "words", omittingEmptySubsequences: false)
        var text = String(parts[0])
        for (before, after) in zip(parts, parts.dropFirst()) {
            let isName = after.hasPrefix("\":") || before.hasSuffix("filename,")
            text += (isName ? "words" : "w\u{6F}\u{308}rds") + after
        }
        let (composed, kept) = (try find(format, text), try find(format, text, keepsForm: true))
        #expect(composed.truth.text?.unicodeScalars.contains("\u{F6}") == true)
        #expect(kept.truth.text?.unicodeScalars.contains("\u{308}") == true)
    }

    @Test("a file under each of its names beside the picture is found and taken for what it is", arguments: formats)
    func found(format: TruthFormatDeclaration) throws {
        for place in format.places where format.name != "foxing" {
            let scratch = Scratch()
            scratch.put("scans/p.png", "x")
            scratch.put(
                ("scans/" + place.pattern).replacing("{stem}", with: "p").replacing("scans/../", with: ""),
                format.example)
            let found = try TruthSource.automatic.truth(
                of: PictureInfo(path: scratch.path + "/scans/p.png", size: Self.size))
            // Eight numbers and a text are ICDAR's and SROIE's alike.
            let names = format.name == "icdar" || format.name == "sroie" ? ["icdar", "sroie"] : [format.name]
            #expect(names.contains(found.truth.origin), "\(place.pattern)")
        }
    }

    @Test(
        "of several pictures that it does not name, none gets what a file of one page says",
        arguments: formats.filter { !$0.places.isEmpty })
    func refused(format: TruthFormatDeclaration) throws {
        let scratch = Scratch()
        scratch.put("truth", format.example)
        let source = TruthSource(TruthPlan(name: format.name, files: "truth"), folder: scratch.path)
        let run = RunPictures(["q.png", "r.png"])
        for (index, name) in ["q.png", "r.png"].enumerated() {
            let found = try? source.truth(
                of: PictureInfo(path: scratch.path + "/" + name, size: Self.size, run: run, position: index))
            #expect(found?.truth.text == nil)
        }
    }

    @Test(
        "a size of 0 is that of the picture, and that is told",
        arguments: [
            "abbyy", "iam", "google-vision", "azure-read", "pdftotext", "doctr", "aihub", "hiertext", "xfund",
            "labelme",
        ])
    func unsized(name: String) throws {
        let format = try #require(Self.formats.first { $0.name == name })
        let text = format.example.replacing("620", with: "0")
        #expect(text != format.example)
        let (whole, found) = (try find(format, format.example), try find(format, text))
        #expect(found.truth.text == whole.truth.text)
        #expect(found.truth.lines.map(\.outline) == whole.truth.lines.map(\.outline))
        #expect(found.notes.contains { $0.code == .unknownSize })
    }

    @Test(
        "files in XML are read in the encoding that they declare",
        arguments: formats.filter { $0.example.hasPrefix("<") && $0.example.contains("words") })
    func encodings(format: TruthFormatDeclaration) throws {
        let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + format.example.replacing("words", with: "wörds")
        let scratch = Scratch()
        scratch.put("truth", text.unicodeScalars.map { UInt8($0.value) })
        let found = try TruthSource(TruthPlan(name: format.name, files: "truth"), folder: scratch.path).truth(
            of: PictureInfo(path: scratch.path + "/p.png", size: Self.size))
        #expect(found.truth.text?.contains("wörds") == true)
    }

    @Test(
        "files of rows are read in the encoding that the pipeline names",
        arguments: ["paddleocr-rec", "trdg", "easyocr", "sroie", "icdar", "gt-txt", "tesseract-tsv", "paddleocr"])
    func named(name: String) throws {
        let format = try #require(Self.formats.first { $0.name == name })
        let (before, after) = Self.parts(of: format.example)
        // 한글 as Korean Windows writes it.
        let bytes = Array(before.utf8) + [0xC7, 0xD1, 0xB1, 0xDB] + Array(after.utf8)
        let scratch = Scratch()
        scratch.put("truth", bytes)
        var plan = TruthPlan(name: name, files: "truth")
        plan.options["encoding"] = .word("cp949")
        let picture = PictureInfo(path: scratch.path + "/p.png", size: Self.size)
        let found = try TruthSource(plan, folder: scratch.path).truth(of: picture)
        #expect(found.truth.text?.contains("한글") == true)
        #expect(throws: TruthProblem.self) {
            try TruthSource(TruthPlan(name: name, files: "truth"), folder: scratch.path).truth(of: picture)
        }
    }

    /// What stands before and behind the last word of an example.
    private static func parts(of example: String) -> (String, String) {
        let parts = example.split(separator: "words", omittingEmptySubsequences: false)
        return (parts.dropLast().joined(separator: "words"), String(parts.last ?? ""))
    }

    @Test("text without a place is text of the page: no format that has places drops it", arguments: formats)
    func placeless(format: TruthFormatDeclaration) throws {
        guard let (before, after) = Self.withoutPlace[format.name] else { return }
        let text = format.example.replacing(before, with: after)
        #expect(text != format.example, "the example has changed")
        let found = try find(format, text)
        #expect(found.truth.text?.split { $0.isWhitespace }.contains("words") == true, "\(found.truth.text ?? "nil")")
        #expect(found.truth.unplaced > 0 || found.truth.lines.contains { !$0.words.isEmpty || $0.isPlaced })
    }

    /// How the place of a text is taken out of an example.
    private static let withoutPlace: [String: (String, String)] = [
        "labelme": (#""points":"#, #""pts":"#), "funsd": (#""box":[60,40,300,70],"#, ""),
        "xfund": (#""box":[60,40,300,70],"#, ""), "hiertext": (#""vertices":"#, #""v":"#),
        "google-vision": (#""boundingBox":"#, #""b":"#), "textract": (#""Geometry":"#, #""G":"#),
        "azure-read": (#""boundingBox":"#, #""b":"#), "doctr": (#""geometry":"#, #""g":"#),
        "label-studio": (
            #""value":{"x":9.677,"y":4.561,"width":38.71,"height":3.421,"rotation":0"#, #""value":{"rotation":0"#
        ),
        "cord": (#""quad":"#, #""q":"#), "abbyy": (#" l="#, #" k="#), "coco": (#""bbox":"#, #""b":"#),
    ]
}
