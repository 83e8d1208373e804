import Diagnostics
import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing

@testable import Sets

/// A format as somebody may add it: one file with one option of its own.
private struct PlainFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "plain", aliases: ["simple"], "A text for each page.", units: [.page], .pages, options: [ending],
        reader: "anything", loading: "cat *.txt", layout: [("train/KEY.txt", "the text")], example: "Two words")

    private static let ending = KeyDeclaration.words("ending", ["unix", "dos"], "how lines end")

    let isDOS: Bool

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        PlainFormat(isDOS: plan.options.word(ending) == "dos")
    }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var piece = SetPiece(name: page.key.text, picture: page.picture)
        let side = (page.truth.text ?? "") + (isDOS ? "\r\n" : "\n")
        piece.sides = [SetPiece.Side(suffix: ".txt", bytes: Array(side.utf8))]
        return [piece]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        SidesBook(folder, SidesBook.Layout(pictures: \.rawValue, sides: \.rawValue))
    }
}

@Suite("the list of set formats")
struct SetFormatListTests {
    private let types: [any SetFormat.Type] = SetFormats.all + [PlainFormat.self]

    private func read(_ text: String) throws -> (plans: [DatasetPlan], findings: [Diagnostic]) {
        let (tree, _) = Parser.parse(SourceText(text, name: "options"))
        return DatasetPlan.read(
            try #require(tree), outputs: [("image", "png")],
            formats: FormatCatalog(truth: [], sets: types.map { $0.declaration }))
    }

    @Test("a format in the list is named, made with its own option and written")
    func toy() throws {
        let (plans, findings) = try read("{unit: page, format: simple, ending: dos}")
        #expect(findings.isEmpty)
        let sets = TrainingSets(plans, outputs: ["image"], assignments: [SplitAssignment([:])], formats: types)
        #expect(sets.groups.first?.formats.map(\.name) == ["plain-page"])
        var tally = SetTally()
        let format = try #require(sets.groups.first?.formats.first?.format)
        #expect(SetsPages.text(format.pieces(of: SetsPages.page(), [], &tally)).hasSuffix("###\r\n"))
        let scratch = Scratch()
        _ = try SetWriting(sets, in: scratch.path).finish()
        #expect(scratch.text("plain-page/README.md").contains("cat *.txt"))
    }

    @Test("what it cannot hold, and where its option is of no use, is told")
    func messages() throws {
        #expect(try read("{unit: line, format: plain}").findings.map(\.code) == [.conflictingKeys])
        #expect(try read("{unit: line, format: coco, ending: dos}").findings.map(\.code) == [.noEffect])
        #expect(try read("{unit: page, format: plain, ending: mac}").findings.map(\.code) == [.unknownChoice])
    }
}
