import Foundation
import Foxing
import TestSupport
import Testing

@testable import Serving

@Suite("variants over HTTP are those of a run", .timeLimit(.minutes(2))) struct VariantTests {
    /// What a run leaves of the page `scan.png` with a labels file beside it.
    private struct Reference {
        let rows: [String]
        let files: [String: [UInt8]]
        let picture: [UInt8]
        let labels: [UInt8]

        init() throws {
            let scratch = Scratch()
            picture = try Trial.page()
            let words = (0..<3).map { number in
                Word(
                    id: "w\(number)", outline: Outline(x: Double(10 + 30 * number), y: 20, width: 24, height: 12),
                    text: "word\(number)")
            }
            let line = TextLine(
                id: "l0", outline: Outline(x: 10, y: 20, width: 84, height: 12), text: "word0 word1 word2", words: words
            )
            let truth = GroundTruth(
                text: "word0 word1 word2", level: .word, origin: "foxing",
                regions: [Region(id: "r0", outline: line.outline, lines: [line])])
            labels = LabelsFile.bytes(truth, image: "scan.png", size: Size(width: 120, height: 160))
            scratch.put("in/scan.png", picture)
            scratch.put("in/scan.foxing.json", labels)
            let file = PipelineFile(text: Trial.pipeline)
            var options = FolderRun.Options()
            options.settings.workers = 1
            let run = try FolderRun(file, inputs: [scratch.path + "/in"], into: scratch.path + "/out", options: options)
            _ = try run.run()
            rows = scratch.text("out/manifest.jsonl").split(separator: "\n").map(String.init)
            var files: [String: [UInt8]] = [:]
            for row in rows {
                let json = try JSONReader.read(row)
                let others = (json["outputs"]?.members ?? []).map(\.value)
                let names = [json["image"], json["labels"]] + others.flatMap { [$0["path"], $0["labels"]] }
                for name in names.compactMap({ $0?.text }) { files[name] = scratch.bytes("out/" + name) }
            }
            self.files = files
        }
    }

    @Test("pictures, labels and rows are a run's, byte for byte, whatever the form of the answer")
    func sameAsRun() async throws {
        let reference = try Reference()
        #expect(reference.rows.count == 3)
        #expect(reference.files.count == 12)
        let server = try await Loopback()
        let files = [("image", "scan.png", reference.picture), ("truth", "scan.foxing.json", reference.labels)]
        func ask(_ type: String) async throws -> Reply {
            try await server.form(
                "/v1/variants", [("pipeline", Trial.pipeline)],
                files: files.map { (field: $0.0, name: $0.1, bytes: $0.2) },
                ["Accept": type])
        }

        let json = try await ask("application/json")
        #expect(json.status == 200)
        let variants = try #require(json.json["variants"]?.elements)
        #expect(variants.map { CanonicalJSON.text($0["row"] ?? .null) } == reference.rows)
        var got: [String: [UInt8]] = [:]
        for file in variants.flatMap({ $0["files"]?.elements ?? [] }) {
            let data = try #require(file["data"]?.text)
            let encoded = data[data.index(after: data.firstIndex(of: ",") ?? data.startIndex)...]
            got[file["path"]?.text ?? ""] = Data(base64Encoded: String(encoded)).map { [UInt8]($0) }
        }
        #expect(got == reference.files)

        let mixed = try await ask("multipart/mixed")
        for (name, bytes) in reference.files {
            #expect(mixed.text.contains("filename=\"\(name)\""))
            let marked = mixed.body.ranges(of: bytes).first
            #expect(marked != nil, "\(name) is not in the answer as it is")
        }
        for row in reference.rows { #expect(mixed.text.contains(row)) }

        let zip = try await ask("application/zip")
        #expect(zip.body.starts(with: "PK".utf8))
        for bytes in reference.files.values { #expect(zip.body.ranges(of: bytes).count == 1) }
        #expect(zip.text.contains(reference.rows.joined(separator: "\n") + "\n"))
        await server.stop()
    }

    @Test("a part of the variants has the names and pixels of the whole")
    func part() async throws {
        let reference = try Reference()
        let server = try await Loopback()
        let reply = try await server.form(
            "/v1/variants", [("pipeline", Trial.pipeline), ("first", "1"), ("count", "1")],
            files: [
                (field: "image", name: "scan.png", bytes: reference.picture),
                (field: "truth", name: "other.foxing.json", bytes: reference.labels),
            ], ["Accept": "application/json"])
        let rows = reply.json["variants"]?.elements?.map { CanonicalJSON.text($0["row"] ?? .null) }
        #expect(rows == [reference.rows[1]])
        await server.stop()
    }

    @Test("the same request has the same tag, and its sender need not get it twice; another seed has another")
    func tags() async throws {
        let server = try await Loopback()
        let page = try Trial.page()
        func ask(_ seed: String, _ headers: [String: String] = [:]) async throws -> Reply {
            try await server.form(
                "/v1/variants", [("pipeline", Trial.pipeline), ("seed", seed), ("count", "1")],
                files: [(field: "image", name: "a.png", bytes: page)], headers)
        }
        let (first, again, other) = (try await ask("1"), try await ask("1"), try await ask("2"))
        let tag = try #require(first.headers["etag"])
        #expect(again.headers["etag"] == tag)
        #expect(again.body == first.body)
        #expect(other.headers["etag"] != tag)
        #expect(other.body != first.body)
        let unchanged = try await ask("1", ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(unchanged.status == 304)
        #expect(unchanged.body.isEmpty)
        #expect(try await ask("2", ["If-None-Match": tag]).status == 200)
        await server.stop()
    }

    @Test("more variants than a server gives at once are refused")
    func tooMany() async throws {
        let server = try await Loopback { $0.maxVariants = 4 }
        let reply = try await server.form("/v1/variants", [("page", "example"), ("preset", "fax"), ("count", "5")])
        #expect(reply.status == 413)
        #expect(reply.code == "size")
        await server.stop()
    }
}

extension [UInt8] {
    /// Every place where a pattern stands.
    fileprivate func ranges(of pattern: [UInt8]) -> [Int] {
        guard let first = pattern.first, count >= pattern.count else { return [] }
        return indices.dropLast(pattern.count - 1).filter { self[$0] == first && self[$0...].starts(with: pattern) }
    }
}
