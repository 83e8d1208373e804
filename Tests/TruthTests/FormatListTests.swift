import Diagnostics
import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing

@testable import Truth

/// A format as somebody may add it: one file with one option of its own.
private struct ShoutTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "shout", aliases: ["loud"], "Text that may be shouted.", gives: "text", .none,
        places: [TruthPlace("{stem}.shout")], options: [volume], source: "tests", example: "Hey")

    private static let volume = KeyDeclaration.words("volume", ["low", "high"], "whether all is in capitals")

    private let isHigh: Bool

    init(_ options: FormatOptions) {
        isHigh = options.word(Self.volume) == "high"
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let text = try file.text()
        return TruthDraft(pageText: isHigh ? text.uppercased() : text)
    }
}

@Suite("The list of truth formats")
struct FormatListTests {
    private let types: [any TruthFormat.Type] = TruthFormats.all + [ShoutTruth.self]

    private func source(_ input: String) throws -> (TruthSource, Scratch) {
        let scratch = Scratch()
        scratch.put("a.shout", "one two")
        let (tree, _) = Parser.parse(SourceText("input: {truth: \(input)}\nstages: {a: []}\n", name: "p.yaml"))
        let formats = FormatCatalog(truth: types.map { $0.declaration }, sets: [])
        let (plan, findings) = Compiler(catalog: Catalog([]), formats: formats).compile(
            try #require(tree), defaultName: "p")
        #expect(findings.filter { $0.severity == .error }.isEmpty)
        let truth = try #require(plan?.input.truth)
        return (
            TruthSource(
                truth.name, files: truth.files, truth.options, edge: .standard, isRequired: false,
                ownReading: .init(minConfidence: 0, minWords: 0), formats: types), scratch
        )
    }

    @Test(
        "a format in the list is found, named, and given its own option",
        arguments: [
            ("auto", "one two"), ("shout", "one two"), ("loud", "one two"),
            ("{from: shout, volume: high}", "ONE TWO"),
        ])
    func toy(input: String, text: String) throws {
        let (source, scratch) = try source(input)
        let size = Size(width: 20, height: 20)
        let found = try source.truth(besideImage: scratch.path + "/a.png", page: 1, size: size)
        #expect(found.truth.text == text)
        #expect(found.truth.origin == "shout")
    }

    @Test("the small example of a format is one that it reads", arguments: TruthFormats.declarations.map(\.name))
    func example(name: String) throws {
        let format = try #require(TruthFormats.declarations.first { $0.name == name })
        let scratch = Scratch()
        scratch.put("example", format.example)
        let source = TruthSource(TruthPlan(name: name, files: scratch.path + "/example"))
        let found = try source.truth(
            besideImage: scratch.path + "/p.png", page: 1, size: Size(width: 620, height: 877))
        let text = found.truth.text ?? ""
        #expect(text.contains("Two") && text.contains("words"))
        #expect(found.notes.isEmpty)
    }

    @Test("a name that two formats in XML declare is told by the root element")
    func shared() throws {
        let scratch = Scratch()
        for format in TruthFormats.declarations where ["page", "alto"].contains(format.name) {
            scratch.put("p.xml", format.example)
            let found = try TruthSource.automatic.truth(
                besideImage: scratch.path + "/p.png", page: 1, size: Size(width: 620, height: 877))
            #expect(found.truth.origin == format.name)
        }
        let places = TruthPlaces.all(FormatOptions()).map(\.pattern).filter { $0.hasSuffix(".xml") }
        #expect(Set(places).count == places.count)
        #expect(places.firstIndex(of: "{stem}.xml")! > places.firstIndex(of: "ALTO/{stem}.xml")!)
    }
}
