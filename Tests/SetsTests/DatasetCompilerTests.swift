import Diagnostics
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import Sets
import Testing

@Suite("the section dataset")
struct DatasetCompilerTests {
    private let formats = FormatCatalog(truth: [], sets: SetFormats.declarations)

    private func read(_ text: String) throws -> (plans: [DatasetPlan], findings: [Diagnostic]) {
        let (tree, _) = Parser.parse(SourceText(text, name: "options"))
        return DatasetPlan.read(try #require(tree), outputs: [("image", "png"), ("photo", "jpg")], formats: formats)
    }

    @Test("one mapping or a list of them gives sets with everything else by default")
    func sets() throws {
        let (one, findings) = try read("unit: line\nformat: tesstrain\n")
        #expect(findings.isEmpty)
        #expect(one == [DatasetPlan(unit: .line, formats: [try #require(formats.set(named: "tesstrain"))])])
        let (two, _) = try read(
            "- {unit: line, format: [lmdb, easyocr]}\n- {unit: word, format: coco, output: photo}\n")
        #expect(two.map { $0.formats.map(\.name) } == [["lmdb", "easyocr"], ["coco"]])
        #expect(two.map(\.output) == [0, 1])
    }

    @Test("all keys of crops and splits are read")
    func keys() throws {
        let (plans, findings) = try read(
            """
            unit: line
            format: [tesstrain, huggingface]
            padding: 0.25
            height: 48
            box: wordstr
            license: cc-by-4.0
            flagged: leave
            split: {train: 0.8, val: 10%, test: 0.1, by: '^([^_]+)_', salt: 7, exact: true, augment: train, clean: test}
            """)
        #expect(findings.isEmpty)
        let plan = try #require(plans.first)
        #expect(plan.crops.padding == 0.25...0.25 && plan.crops.options.height == 48)
        #expect(plan.options["box"] == .word("wordstr") && plan.options["license"] == .word("cc-by-4.0"))
        #expect(!plan.takesFlagged)
        #expect(plan.split.parts == [.share(0.8), .share(0.1), .share(0.1)])
        #expect(plan.split.group == .pattern("^([^_]+)_") && plan.split.salt == "7")
        #expect(plan.split.isExact && plan.split.augmentsTrainingOnly && plan.split.clean == [2])
    }

    @Test("padding can be a range, and straighten a share")
    func cutting() throws {
        let (plans, findings) = try read("{unit: line, format: lmdb, padding: 0.05..0.3, straighten: 25%}")
        #expect(findings.isEmpty)
        #expect(plans.map(\.crops.padding) == [0.05...0.3] && plans.map(\.crops.straighten) == [0.25])
        let wrong = try read("{unit: line, format: lmdb, straighten: 1.5}").findings
        #expect(wrong.map(\.code) == [.outOfRange])
    }

    @Test("each line has a padding of its own out of the range, and is straightened as often as the share says")
    func drawn() throws {
        let (plans, _) = try read("{unit: line, format: lmdb, padding: 0.05..0.3, straighten: 0.25}")
        let plan = try #require(plans.first)
        let stream = RandomStream(key: 7)
        let all = (0..<2000).map { plan.crops.options(for: plan.formats[0], stream.child($0)) }
        #expect(all.allSatisfy { (0.05...0.3).contains($0.padding) })
        #expect(Set(all.map(\.padding)).count > 1900)
        let straightened = all.count { !$0.isUpright }
        #expect((430...570).contains(straightened))
        #expect(all == (0..<2000).map { plan.crops.options(for: plan.formats[0], stream.child($0)) })
    }

    @Test("left out, lines are cut as the reader of the format gets to see them")
    func byFormat() throws {
        let (plans, _) = try read("{unit: line, format: [tesstrain, paddleocr-rec]}")
        let plan = try #require(plans.first)
        let upright = plan.formats.map { plan.crops.options(for: $0, RandomStream(key: 1)).isUpright }
        #expect(upright == [true, false])
    }

    @Test("flagged variants are skipped, in the older word for it too", arguments: ["skip", "leave"])
    func flagged(word: String) throws {
        let (plans, findings) = try read("{unit: line, format: coco, flagged: \(word)}")
        #expect(findings.isEmpty && plans.map(\.takesFlagged) == [false])
    }

    @Test("a format is found under the name that it has elsewhere", arguments: [("icdar", "icdar2015")])
    func aliases(alias: String, name: String) throws {
        let (plans, findings) = try read("{unit: line, format: \(alias)}")
        #expect(findings.isEmpty && plans.map { $0.formats.map(\.name) } == [[name]])
    }

    @Test(
        "what cannot be is told",
        arguments: [
            ("format: lmdb", Code.missingKey, "needs 'unit'"),
            ("unit: line", .missingKey, "needs 'format'"),
            ("{unit: page, format: lmdb}", .conflictingKeys, "'lmdb' cannot hold pages"),
            ("{unit: line, format: doctr-rec}", .conflictingKeys, "'doctr-rec' cannot hold lines"),
            ("{unit: line, format: lmbd}", .unknownChoice, "there is no format 'lmbd'"),
            ("{unit: line, format: coco, output: binary}", .unknownChoice, "'binary' is none"),
            ("{unit: line, format: coco, padding: 1}", .noEffect, "'padding' has no effect"),
            ("{unit: page, format: funsd, output: photo}", .conflictingKeys, "as PNG files"),
            ("{unit: line, format: coco, split: {train: 0.5, val: 0.4}}", .outOfRange, "add up to 1"),
            ("{unit: line, format: coco, split: {train: 0.5, val: v.txt}}", .conflictingKeys, "not of both"),
            ("{unit: line, format: coco, split: {by: '^a'}}", .wrongKind, "group in parentheses"),
            ("{unit: line, format: coco, splits: 1}", .unknownKey, "no key 'splits'"),
            ("[{unit: line, format: coco}, {unit: line, format: coco}]", .conflictingKeys, "'sets/coco-line'"),
        ])
    func messages(text: String, code: Code, part: String) throws {
        let (_, findings) = try read(text)
        #expect(findings.map(\.code) == [code])
        #expect(findings.first?.message.contains(part) == true)
    }
}
