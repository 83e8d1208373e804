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

    @Test("names in each cell a test that there is, or why the case cannot occur")
    func cells() throws {
        let manual = try Self.text("docs/truth.md")
        let table = manual.split(separator: "\n").drop { !$0.hasPrefix("| principle |") }.prefix { $0.hasPrefix("|") }
        let rows = table.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        let head = try #require(rows.first)
        #expect(rows.count > 10)
        for row in rows.dropFirst(2) {
            #expect(row.count == head.count, "\(row)")
            for cell in row.dropFirst() where !cell.hasPrefix("cannot occur: ") {
                #expect(Self.tests.contains(cell.replacing("`", with: "")), "\(row[0]): \(cell)")
            }
        }
        for principle in 1...11 { #expect(rows.contains { $0[0].hasPrefix("\(principle) ") }) }
        for format in head.dropFirst() {
            #expect(TruthFormats.declarations.contains { "`\($0.name)`" == format })
        }
    }
}
