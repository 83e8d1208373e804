import Foundation
import JSON
import TestSupport
import Testing

@testable import Jobs

@Suite("docs/reference on the files of a run")
struct ReferencePageTests {
    private func page(_ name: String) -> String {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../docs/reference/\(name).md")
        return (try? String(contentsOf: path.standardized, encoding: .utf8)) ?? ""
    }

    /// The examples in a page, in order.
    private func examples(_ name: String) throws -> [JSONValue] {
        try page(name).components(separatedBy: "```json\n").dropFirst().map {
            try JSONReader.read($0.components(separatedBy: "```")[0])
        }
    }

    /// The names of all members, but for those of objects whose names are data.
    private func names(_ value: JSONValue, except free: Set<String> = []) -> Set<String> {
        var all: Set<String> = []
        for member in value.members ?? [] {
            all.insert(member.name)
            if !free.contains(member.name) { all.formUnion(names(member.value, except: free)) }
        }
        for element in value.elements ?? [] { all.formUnion(names(element, except: free)) }
        return all
    }

    private func expectDocumented(_ names: Set<String>, in page: String) {
        for name in names { #expect(self.page(page).contains("`\(name)`"), "\(page): \(name)") }
    }

    @Test("the example of a manifest's row is one, with every key, and each is explained")
    func manifest() throws {
        let examples = try examples("manifest")
        let row = try #require(ManifestRow(examples[0]))
        #expect(CanonicalJSON.text(row.json) == CanonicalJSON.text(examples[0]))
        let picture = try #require(examples[0]["outputs"]?["binary"])
        let free: Set<String> = ["outputs", "models", "parameters"]
        expectDocumented(names(row.json, except: free).union(names(picture)), in: "manifest")
        let failure = try #require(FailureRow(examples[1]))
        #expect(CanonicalJSON.text(failure.json) == CanonicalJSON.text(examples[1]))
        expectDocumented(names(failure.json), in: "manifest")
    }

    @Test("the examples of a ledger's lines are such, with every key, and each is explained")
    func ledger() throws {
        let examples = try examples("ledger")
        let head = try #require(LedgerHead(examples[0]))
        #expect(CanonicalJSON.text(head.json) == CanonicalJSON.text(examples[0]))
        expectDocumented(names(head.json, except: ["job"]), in: "ledger")
        let entry = try #require(LedgerEntry(examples[1]))
        #expect(CanonicalJSON.text(entry.json) == CanonicalJSON.text(examples[1]))
        expectDocumented(names(entry.json), in: "ledger")
    }

    @Test("the example of a record has every key, and each is explained")
    func record() throws {
        let example = try #require(try examples("run-record").first)
        let record = RunRecord(
            request: .init(version: "1", build: "b", pipelineSHA256: "5a", seed: 1, variants: 1), pipeline: "p",
            target: "t", start: 0)
        let free: Set<String> = [
            "options", "sets", "metrics", "warnings", "libraries", "models", "machine", "seconds", "aligned", "bands",
        ]
        let written = names(record.json, except: free)
        #expect(written == names(example, except: free))
        expectDocumented(written, in: "run-record")
    }
}
