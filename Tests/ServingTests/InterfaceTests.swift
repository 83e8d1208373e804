import Foundation
import Foxing
import Testing

@testable import Serving

@Suite("the interface", .timeLimit(.minutes(2))) struct InterfaceTests {
    private let manual: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "docs/reference/server.md"), encoding: .utf8)) ?? ""
    }()

    @Test(
        "every request and every field is in the manual",
        arguments: Interface.endpoints.filter { !$0.template.hasPrefix("/{") && $0.template != "/" }.map(\.template))
    func documented(template: String) {
        let endpoints = Interface.endpoints.filter { $0.template == template }
        #expect(manual.contains(template.replacing("{path...}", with: "{path}")), "\(template)")
        for endpoint in endpoints {
            for field in endpoint.fields {
                #expect(manual.contains("`\(field.name)") || manual.contains("{\(field.name)}"), "\(field.name)")
            }
        }
    }

    @Test("every kind of problem is in the manual with its status", arguments: Problem.Kind.allCases)
    func problems(kind: Problem.Kind) {
        let row = manual.split(separator: "\n").first {
            $0.hasPrefix("| \(kind.status) |") && $0.contains("`\(kind.rawValue)`")
        }
        #expect(row != nil)
    }

    @Test("what OpenAPI says has every request once, and needs nothing that is not there")
    func openAPI() throws {
        let json = OpenAPI(Interface.endpoints).json
        let paths = try #require(json["paths"]?.members)
        let count = paths.reduce(0) { $0 + ($1.value.members?.count ?? 0) }
        #expect(count == Interface.endpoints.count { !$0.template.hasPrefix("/{") })
        for path in paths {
            for operation in path.value.members ?? [] {
                let names = operation.value["parameters"]?.elements?.filter { $0["in"]?.text == "path" }.compactMap {
                    $0["name"]?.text
                }
                let placeholders = path.name.matches(of: /\{(\w+)\}/).map { String($0.output.1) }
                #expect(Set(names ?? []) == Set(placeholders), "\(path.name)")
                #expect(operation.value["responses"]?.members?.isEmpty == false)
            }
        }
    }

    @Test("editors get what the command line prints")
    func editors() async throws {
        let server = try await Loopback()
        func text(_ json: JSONValue) -> String { CanonicalJSON.text(json) + "\n" }
        #expect(try await server.ask("GET", "/v1/operations").text == text(CatalogList(Pipeline.operations).json))
        #expect(try await server.ask("GET", "/v1/operations/Jpeg").json["name"]?.text == "jpeg")
        let schema = PipelineSchema(Pipeline.operations, Pipeline.formats).json
        #expect(try await server.ask("GET", "/v1/schema").text == text(schema))
        #expect(try await server.ask("GET", "/v1/formats").text == text(FormatManual(Pipeline.formats).json))
        let presets = try await server.ask("GET", "/v1/presets")
        #expect(presets.json.elements?.compactMap { $0["name"]?.text } == Presets.all.map(\.name))
        #expect(presets.json.elements?.allSatisfy { $0["summary"]?.text?.isEmpty == false } == true)
        #expect(try await server.ask("GET", "/v1/codes/e203").json["explanation"]?.text?.isEmpty == false)
        let tag = try #require(presets.headers["etag"])
        #expect(try await server.ask("GET", "/v1/presets", ["If-None-Match": tag]).status == 304)
        await server.stop()
    }

    @Test("a check tells what is wrong and where everything stands, in bytes of the text")
    func check() async throws {
        let server = try await Loopback()
        let text =
            "stages:\n  überall:\n    - jpeg: {quality: 30..80, p: 0.5}\n    - one-of:\n        - invert\n        - jpegg\n"
        let wrong = try await server.ask("POST", "/v1/check", ["Content-Type": "text/yaml"], Array(text.utf8))
        #expect(wrong.status == 200)
        #expect(wrong.json["valid"]?.flag == false)
        #expect(wrong.json["findings"]?.elements?.compactMap { $0["code"]?.text } == ["E203"])
        let stage = wrong.json["outline"]?["stages"]?.elements?.first
        let steps = stage?["steps"]?.elements ?? []
        #expect(steps.compactMap { $0["place"]?.text } == ["1", "2"])
        #expect(steps.last?["steps"]?.elements?.compactMap { $0["place"]?.text } == ["2.1", "2.2"])
        let bytes = Array(text.utf8)
        for (name, value) in [("quality", "30..80"), ("p", "0.5")] {
            let parameter = steps[0]["parameters"]?.elements?.first { $0["name"]?.text == name }
            let span = parameter?["valueSpan"]?.elements?.compactMap(\.integer) ?? [0, 0]
            #expect(String(decoding: bytes[span[0]..<span[1]], as: UTF8.self) == value)
            #expect(parameter?["text"]?.text == value)
        }
        let right = try await server.json(
            "/v1/check", ["preset": "office-scan", "set": ["stages.post.jpeg.quality=20..40"]])
        #expect(right.json["valid"]?.flag == true)
        #expect(right.json["pipeline"]?["stages"]?.elements?.compactMap { $0["name"]?.text }.first == "ink")
        let refused = try await server.json(
            "/v1/check",
            ["pipeline": "stages: {a: [invert]}\nreadability: {engine: {command: [id]}, keep: {cer: 0..1}}\n"])
        #expect(refused.json["refused"]?["code"]?.text == "command")
        let step = try await server.json("/v1/check", ["pipeline": "stages: {a: [command: {run: [id]}]}\n"])
        #expect(step.json["refused"]?["code"]?.text == "command")
        await server.stop()
    }

    @Test("the example page has the text that Tesseract would read, word for word in its place")
    func example() throws {
        let drawn = try ExamplePage.draw()
        let labels = try #require(LabelsFile.read(try JSONReader.read(drawn.labels)))
        let words = labels.truth.placedLines.flatMap(\.words)
        #expect(words.count > 150)
        let raster = try PictureFile(bytes: drawn.picture).decode().raster
        raster.withPlane { plane in
            for word in words {
                let (low, high) = word.outline.bounds
                let rows = Int(low.y)..<Int(high.y)
                func isBlank(_ x: Int) -> Bool { rows.allSatisfy { plane.row($0)[x] > 250 } }
                // Ink touches both sides of the outline, and nothing stands beside it.
                #expect(!isBlank(Int(low.x)) && !isBlank(Int(high.x) - 1), "\(word.text)")
                #expect(isBlank(Int(low.x) - 2) && isBlank(Int(high.x) + 1), "\(word.text)")
            }
        }
    }
}
