import Foundation
import OperationKit
import Testing
import Truth

@Suite("The table of principles in docs/truth.md")
struct TruthManualTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every test as `Suite.function`.
    private static let tests: Set<String> = {
        var found: Set<String> = []
        let folder = root.appending(path: "Tests/TruthTests").path
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where file.hasSuffix(".swift")
        {
            var suite = ""
            for line in ((try? text("Tests/TruthTests/" + file)) ?? "").split(separator: "\n") {
                if line.hasPrefix("struct "), let name = line.split(separator: " ").dropFirst().first {
                    suite = String(name)
                }
                guard let range = line.firstRange(of: "func "), line.prefix(while: { $0 == " " }).count == 4 else {
                    continue
                }
                found.insert("\(suite).\(line[range.upperBound...].prefix { $0 != "(" })")
            }
        }
        return found
    }()

    /// The rows of the table whose head begins with that word.
    private static func table(_ word: String) throws -> [[String]] {
        let table = try text("docs/truth.md").split(separator: "\n").drop { !$0.hasPrefix("| \(word) |") }
            .prefix { $0.hasPrefix("|") }
        return table.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    private func check(_ rows: [[String]]) throws {
        let head = try #require(rows.first)
        for row in rows.dropFirst(2) {
            #expect(row.count == head.count, "\(row)")
            for (column, cell) in zip(head, row).dropFirst() where !cell.hasPrefix("cannot occur: ") {
                #expect(Self.tests.contains(cell.replacing("`", with: "")), "\(row[0]), \(column): \(cell)")
            }
        }
    }

    @Test("names in each cell a test that there is, or why the case cannot occur, for every format and principle")
    func cells() throws {
        let (principles, further) = (try Self.table("principle"), try Self.table("format"))
        try check(principles)
        try check(further)
        let names = principles.dropFirst(2).map { $0[0] }
        #expect(further.first.map { Array($0.dropFirst()) } == names)
        for principle in 1...11 { #expect(names.contains { $0.hasPrefix("\(principle) ") }) }
        let formats = (principles.first ?? []).dropFirst() + further.dropFirst(2).map { $0[0] }
        #expect(formats.sorted() == TruthFormats.declarations.map { "`\($0.name)`" }.sorted())
    }
}
