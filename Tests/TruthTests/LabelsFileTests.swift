import Foundation
import Imaging
import JSON
import Testing
import Truth

@Suite("Labels files that people write")
struct LabelsFileTests {
    /// The page of the manual on them.
    static let page: String = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../docs/reference/labels.md")
        return (try? String(contentsOf: path.standardized, encoding: .utf8)) ?? ""
    }()

    private static let example = page.components(separatedBy: "```json\n").last?.components(separatedBy: "```").first

    private func example(without member: String = "") throws -> JSONValue {
        let text = try #require(Self.example).replacing(member, with: "")
        return try JSONReader.read(text)
    }

    @Test("the example in docs/reference/labels.md is read")
    func documented() throws {
        let contents = try LabelsFile.contents(try example())
        #expect(contents.truth.lines.map(\.text) == ["Two words"])
        #expect(contents.truth.lines[0].words[0].confidence == 96)
    }

    @Test("every key that is written stands in the page, and its example has every one")
    func keys() throws {
        var truth = try LabelsFile.contents(try example()).truth
        truth.regions.append(
            Region(
                id: "r1", outline: Outline([Point(0, 0), Point(9, 0), Point(9, 9)]),
                lines: [TextLine(id: "l", outline: Outline(x: 0, y: 0, width: 9, height: 9), text: "x", share: 0.5)]))
        let bytes = LabelsFile.bytes(truth, image: "a.png", size: Size(width: 620, height: 877))
        var names: Set<String> = []
        func walk(_ value: JSONValue) {
            for member in value.members ?? [] {
                names.insert(member.name)
                walk(member.value)
            }
            for element in value.elements ?? [] { walk(element) }
        }
        walk(try JSONReader.read(bytes))
        #expect(names.count == 22)
        for name in names { #expect(Self.page.contains("`\(name)`"), "\(name)") }
    }

    @Test(
        "a file that lacks a member says which, and where",
        arguments: [
            ("\"foxing\":1,", "lacks 'foxing'"), ("\"level\":\"word\",", "lacks 'level'"),
            ("\"kind\":\"text\",", "lacks 'kind' in regions[0]"),
            ("\"text\":\"words\",", "lacks 'text' in regions[0].lines[0].words[1]"),
        ])
    func lacking(member: String, message: String) throws {
        let json = try example(without: member)
        let fault = #expect(throws: LabelsFile.Fault.self) { try LabelsFile.contents(json) }
        #expect(fault?.description == message)
    }

    @Test("a word without 'glued' has a blank before it")
    func glued() throws {
        let contents = try LabelsFile.contents(try example(without: "\"glued\":false,"))
        #expect(contents.truth.lines[0].words.allSatisfy { !$0.glued })
    }
}
