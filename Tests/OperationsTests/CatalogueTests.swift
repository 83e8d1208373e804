import Diagnostics
import Foundation
import Imaging
import OperationKit
import Operations
import PipelineSyntax
import Testing

@Suite("Every operation")
struct CatalogueTests {
    @Test("each operation of the folder stands in the list")
    func complete() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Operations")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let listed = Set(Catalog.all.entries.map { String(describing: $0.type) })
        let declaration = /struct (\w+): [^{]*\b(Pixel|Table|Geometric)Operation\b/
        var found: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: declaration) { found.insert(String(match.output.1)) }
        }
        for name in found.subtracting(listed).sorted() {
            Issue.record("OperationCatalog.swift lacks the line:        \(name).self,")
        }
        #expect(!found.isEmpty)
    }

    @Test("families stand in the order of the manual, and names are unique and spelled alike")
    func order() {
        let families = Catalog.all.entries.map { entry in Family.allCases.firstIndex(of: entry.manual.family)! }
        #expect(families == families.sorted())
        #expect(Set(everyOperation).count == everyOperation.count)
        for entry in Catalog.all.entries {
            #expect(entry.manual.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(entry.manual.name)")
            #expect(entry.manual.summary.hasSuffix("."), "\(entry.manual.name)")
            #expect(Set(entry.parameters.map(\.name)).count == entry.parameters.count, "\(entry.manual.name)")
            let main = entry.manual.mainParameter
            #expect(main == nil || entry.parameters.contains { $0.name == main }, "\(entry.manual.name)")
        }
    }

    @Test("defaults and severities are right as the pipeline language reads them", arguments: everyOperation)
    func spelling(name: String) throws {
        let entry = try #require(Catalog.all[name])
        func check(_ text: String, _ parameter: ParameterDeclaration, _ role: String) {
            let node = Node(.scalar(Scalar(text, style: .plain)), at: Span(0, text.utf8.count))
            let (expression, findings) = ValueExpression.read(node, as: parameter.kind)
            #expect(expression != nil && findings.isEmpty, "\(name): \(role) of \(parameter.name) is '\(text)'")
        }
        for parameter in entry.parameters { check(parameter.defaultText, parameter, "default") }
        for severity in Severities.names {
            for (key, text) in try #require(entry.manual.severities[severity]) {
                let parameter = entry.parameters.first { $0.name == key }
                #expect(parameter != nil, "\(name): \(severity) sets '\(key)', which is no parameter")
                if let parameter { check(text, parameter, severity) }
            }
        }
    }

    @Test("any kind of picture of any size comes back whole and as the manual says", arguments: everyOperation)
    func sizes(name: String) throws {
        let manual = try #require(Catalog.all[name]).manual
        for kind in PixelKind.allCases where manual.takes.accepts(kind) {
            for (width, height) in [(1, 1), (1, 31), (37, 1), (2, 2), (61, 97), (97, 61)] {
                for layer in manual.layers {
                    let before = Sheet.text(kind, width: width, height: height)
                    let trial = Trial(name, layer: layer, key: UInt64(width))
                    let after = try trial.run(before)
                    if !trial.entry.movesPoints { #expect(after.size == before.size) }
                    #expect(
                        after.kind == manual.gives.kind(for: kind) || after.sharesPixels(with: before),
                        "\(name) made \(after.kind) of \(kind), \(width) × \(height)")
                }
            }
        }
    }

    @Test("both ends of every parameter's range are survived", arguments: everyOperation)
    func ends(name: String) throws {
        let entry = try #require(Catalog.all[name])
        for parameter in entry.parameters {
            for text in texts(at: parameter.kind) {
                for kind in [PixelKind.gray, .color] where entry.manual.takes.accepts(kind) {
                    for (width, height) in [(67, 59), (3, 5)] {
                        let before = Sheet.text(kind, width: width, height: height)
                        let after = try Trial(name, [parameter.name: text]).run(before)
                        #expect(after.width > 0 && (entry.movesPoints || after.size == before.size))
                    }
                }
            }
        }
    }

    /// The ends of a range, and every word of a choice, in the pipeline language.
    private func texts(at kind: ValueKind) -> [String] {
        switch kind {
        case .number(let range), .share(let range), .angle(let range):
            ["\(range.lowerBound)", "\(range.upperBound)"]
        case .count(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
        case .length(let range, let unit):
            ["\(range.lowerBound)\(unit.rawValue)", "\(range.upperBound)\(unit.rawValue)"]
        case .color: ["0", "255", "red"]
        case .choice(let words): words
        case .size(let sizes): sizes.map(String.init)
        case .flag: ["true", "false"]
        case .text: ["A", "a longer piece of text, 12345"]
        case .path, .numbers: []
        case .optional(let kind): ["none"] + texts(at: kind)
        }
    }

    @Test("the same key gives the same bytes, on a picture alone and on one that is shared", arguments: everyOperation)
    func repeatable(name: String) throws {
        for kind in [PixelKind.gray, .color] where try #require(Catalog.all[name]).manual.takes.accepts(kind) {
            let before = Sheet.text(kind, width: 131, height: 89)
            let untouched = before.samples
            let first = try Trial(name, key: 0).run(before)
            #expect(before.samples == untouched, "\(name) wrote into a shared buffer")
            let second = try Trial(name, key: 0).run(Sheet.text(kind, width: 131, height: 89))
            #expect(first == second)
        }
    }
}
