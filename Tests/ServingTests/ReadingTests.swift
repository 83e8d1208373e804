import Foundation
import Foxing
import Testing

@testable import Serving

/// The numbers of `POST /v1/score` and `/v1/costs` are those that the library finds.
@Suite("pages read back over HTTP", .timeLimit(.minutes(5))) struct ReadingTests {
    private static let name = "receipt-en"

    private static func path(_ ending: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../fixtures/pages/\(name).\(ending)").standardized.path
    }

    /// The page and its truth, as a form has them.
    private static func files() throws -> [(field: String, name: String, bytes: [UInt8])] {
        try [("image", "tif"), ("truth", "gt.txt")].map { field, ending in
            (field, "\(name).\(ending)", [UInt8](try Data(contentsOf: URL(filePath: path(ending)))))
        }
    }

    /// Stages whose check looks at whole lines; `blur` is the deviation of a blur in pixels, nil leaves the step out.
    private static func pipeline(blur: Double?, chance: String = "") -> String {
        """
        seed: 4
        stages:
          scan:
            - gaussian-noise: {sigma: 4..10}
            - gaussian-blur: {sigma: \(blur ?? 1)px\(blur == nil ? ", p: 0" : chance)}
            - grayscale
        readability: {languages: [eng], layout: 6, effort: full, keep: {cer: 0..0.02}, otherwise: drop}
        """
    }

    private func ask(_ server: Loopback, _ path: String, _ fields: [(String, String)] = []) async throws -> JSONValue {
        let reply = try await server.form(path, fields, files: try Self.files(), ["Accept": "application/json"])
        #expect(reply.status == 200, "\(reply.text)")
        return reply.json
    }

    private func pair(_ json: JSONValue?) -> [Int]? { json?.elements?.compactMap(\.integer) }

    /// What the library reads on a variant of the page; without a pipeline on the page itself.
    private func read(_ text: String?, variant: Int = 0) throws -> PageReader.Result {
        let page = try Page(contentsOf: Self.path("tif"))
        let reader = try PageReader(languages: ["eng"], layout: 6)
        guard let text else { return try reader.read(page) }
        let renderer = try Pipeline(PipelineFile(text: text)).renderer
        let made = try renderer.render(renderer.prepare(page), VariantKey(source: Self.name, variant: variant))
        return try reader.read(made.outputs[0].page)
    }

    @Test("the score of a page has the text, the errors and the words that the library finds on it")
    func page() async throws {
        let server = try await Loopback()
        let score = try await ask(server, "/v1/score", [("languages", "eng"), ("layout", "6")])
        let read = try read(nil)
        #expect(score["text"]?.text == read.text)
        #expect(read.text.contains("PANTRY"))
        #expect(pair(score["cer"]) == read.cer)
        #expect(pair(score["wer"]) == read.wer)
        #expect(pair(score["words"]) == read.words)
        #expect(score["checked"] == .flag(false))
        #expect(score["status"]?.text == "kept")
        await server.stop()
    }

    @Test("the score of a variant is that of its pixels, and says what a run would do with it and why")
    func variant() async throws {
        let server = try await Loopback()
        for (blur, status) in [(0.3, "kept"), (3.2, "dropped")] {
            let text = Self.pipeline(blur: blur)
            let score = try await ask(server, "/v1/score", [("pipeline", text), ("variant", "1")])
            let read = try read(text, variant: 1)
            #expect(pair(score["cer"]) == read.cer)
            #expect(score["text"]?.text == read.text)
            #expect(score["status"]?.text == status)
            #expect(score["checked"] == .flag(true))
            let made = try await ask(server, "/v1/variants", [("pipeline", text), ("count", "1"), ("first", "1")])
            let row = made["variants"]?.elements?.first?["row"]
            #expect(row?["status"] == score["status"])
            #expect(row?["reason"] ?? .null == score["reason"])
            #expect((score["reason"]?.text?.hasPrefix("cer ") ?? false) == (status == "dropped"))
        }
        await server.stop()
    }

    @Test("what a step costs is the difference to the variant without it, and the costliest comes first")
    func costs() async throws {
        let server = try await Loopback()
        let text = Self.pipeline(blur: 3.4)
        let costs = try await ask(server, "/v1/costs", [("pipeline", text)])
        let (with, without) = (try read(text), try read(Self.pipeline(blur: nil)))
        #expect(pair(costs["with"]?["cer"]) == with.cer)
        #expect(pair(costs["with"]?["wer"]) == with.wer)
        let steps = costs["without"]?.elements ?? []
        #expect(Set(steps.compactMap { $0["step"]?.text }) == ["1", "2", "3"])
        #expect(steps.first?["operation"]?.text == "gaussian-blur")
        #expect(pair(steps.first?["cer"]) == without.cer)
        #expect(pair(steps.first?["wer"]) == without.wer)
        let (most, least) = (try #require(with.cer), try #require(without.cer))
        #expect(most[0] > least[0] + 10)
        // One step alone has the same numbers; a step that is not carried out costs nothing and is not told.
        let one = try await ask(server, "/v1/costs", [("pipeline", text), ("stage", "scan"), ("step", "2")])
        #expect(one["without"]?.elements == [steps[0]])
        let idle = try await ask(server, "/v1/costs", [("pipeline", Self.pipeline(blur: 3.4, chance: ", p: 0"))])
        #expect(Set((idle["without"]?.elements ?? []).compactMap { $0["step"]?.text }) == ["1", "3"])
        await server.stop()
    }
}
