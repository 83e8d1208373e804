import Foundation
import Foxing
import Testing

@testable import Serving

@Suite("previews", .timeLimit(.minutes(2))) struct PreviewTests {
    /// The page and what the library makes of it.
    private static func rendering(_ variant: Int) throws -> (clean: Page, rendering: Rendering) {
        let picture = try PictureFile(bytes: try Trial.page()).decode()
        let page = Page(pixels: picture.raster, dpi: 150)
        let pipeline = try Pipeline(PipelineFile(text: Trial.pipeline))
        let prepared = try pipeline.renderer.prepare(page)
        let key = VariantKey(source: "scan", variant: variant)
        return (page, try pipeline.renderer.render(prepared, key, keepStages: true))
    }

    private func ask(_ server: Loopback, _ fields: [(String, String)], _ headers: [String: String] = [:]) async throws
        -> Reply
    {
        try await server.form(
            "/v1/preview", [("pipeline", Trial.pipeline)] + fields,
            files: [(field: "image", name: "scan.png", bytes: try Trial.page())], headers)
    }

    @Test("a preview at full size is the variant, pixel for pixel", arguments: [0, 2])
    func exact(variant: Int) async throws {
        let server = try await Loopback()
        let reply = try await ask(server, [("variant", "\(variant)")])
        #expect(reply.status == 200)
        let shown = try PictureFile(bytes: reply.body).decode().raster
        let made = try Self.rendering(variant).rendering.outputs[0].page.pixels
        #expect(shown == made)
        #expect(reply.headers["foxing-size"] == "\(made.width)x\(made.height)")
        #expect(reply.headers["foxing-stage"] == "turned")
        await server.stop()
    }

    @Test("a smaller preview is the variant scaled down by area means")
    func scaled() async throws {
        let server = try await Loopback()
        let reply = try await ask(server, [("width", "60")])
        let made = try Self.rendering(0).rendering.outputs[0].page.pixels
        let shown = try PictureFile(bytes: reply.body).decode().raster
        #expect(shown == made.shrunk(to: made.size.fitting(width: 60)).settled())
        #expect(try await ask(server, [("width", "5000")]).headers["foxing-size"] == reply.headers["foxing-size"])
        await server.stop()
    }

    @Test("the page after a stage is what that stage hands on, and 'page' is the page itself")
    func stages() async throws {
        let server = try await Loopback()
        let (clean, rendering) = try Self.rendering(1)
        let ink = try await ask(server, [("variant", "1"), ("stage", "ink")])
        #expect(try PictureFile(bytes: ink.body).decode().raster == rendering.outputs[1].page.pixels)
        let page = try await ask(server, [("variant", "1"), ("stage", "page")])
        #expect(try PictureFile(bytes: page.body).decode().raster == clean.pixels)
        let missing = try await ask(server, [("stage", "inc")])
        #expect(missing.code == "value")
        #expect(missing.json["detail"]?.text?.contains("did you mean 'ink'?") == true)
        await server.stop()
    }

    @Test("with labels and what was done, as JSON")
    func json() async throws {
        let server = try await Loopback()
        let reply = try await server.json(
            "/v1/preview",
            ["page": "example", "pipeline": .string(Trial.pipeline), "labels": "json", "width": 300, "variant": 2],
            ["Accept": "application/json"])
        #expect(reply.status == 200)
        #expect(reply.json["picture"]?.text?.hasPrefix("data:image/png;base64,") == true)
        #expect(reply.json["shown"]?["width"]?.integer == 300)
        let lines = reply.json["labels"]?["regions"]?.elements?.flatMap { $0["lines"]?.elements ?? [] } ?? []
        #expect(lines.count > 20)
        let words = lines.flatMap { $0["words"]?.elements ?? [] }.compactMap { $0["text"]?.text }
        #expect(words.prefix(4) == ["Harbor", "Lane", "Printing", "Works"])
        #expect(reply.json["applied"]?.elements?.first?["operation"]?.text == "gaussian-noise")
        #expect(reply.json["seed"]?.text == "7")
        await server.stop()
    }

    @Test("a film strip has every stage, a sheet has every variant")
    func several() async throws {
        let server = try await Loopback()
        let files = [(field: "image", name: "scan.png", bytes: try Trial.page())]
        let fields = [("pipeline", Trial.pipeline), ("width", "40")]
        let strip = try await server.form("/v1/stages", fields, files: files)
        #expect(strip.json["stages"]?.elements?.compactMap { $0["stage"]?.text } == ["page", "ink", "turned"])
        let some = fields + [("count", "4"), ("first", "2")]
        let sheet = try await server.form("/v1/sheet", some, files: files)
        #expect(sheet.json["variants"]?.elements?.compactMap { $0["variant"]?.integer } == [2, 3, 4, 5])
        let one = try await server.form("/v1/sheet", some, files: files, ["Accept": "image/*"])
        #expect(one.headers["content-type"] == "image/jpeg")
        #expect(try PictureFile(bytes: one.body).pages[0].width > 4 * 40)
        await server.stop()
    }

    @Test("a page that is kept has the same preview as one that comes along, and is sent once")
    func kept() async throws {
        let server = try await Loopback()
        let page = try Trial.page()
        let kept = try await server.form("/v1/pages", [], files: [(field: "image", name: "scan.png", bytes: page)])
        #expect(kept.status == 201)
        let id = try #require(kept.json["id"]?.text)
        #expect(kept.headers["location"] == "/v1/pages/\(id)")
        #expect(kept.json["name"]?.text == "scan")
        let again = try await server.form("/v1/pages", [], files: [(field: "image", name: "scan.png", bytes: page)])
        #expect(again.status == 200)
        #expect(again.json["id"]?.text == id)
        let direct = try await ask(server, [])
        let byID = try await server.json("/v1/preview", ["page": .string(id), "pipeline": .string(Trial.pipeline)])
        #expect(byID.body == direct.body)
        #expect(try await server.ask("DELETE", "/v1/pages/\(id)").status == 204)
        #expect(try await server.json("/v1/preview", ["page": .string(id), "preset": "fax"]).code == "page")
        await server.stop()
    }

    @Test("formats are what they are asked for", arguments: [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP")])
    func formats(format: String, name: String) async throws {
        let server = try await Loopback()
        let reply = try await server.ask("GET", "/v1/pages/example/picture?width=100&format=\(format)")
        #expect(reply.headers["content-type"] == "image/\(format)")
        #expect(try PictureFile(bytes: reply.body).kind.name == name)
        #expect(
            try await server.ask("GET", "/v1/pages/example/picture?format=\(format)", ["Accept": "text/html"]).code
                == "accept")
        await server.stop()
    }
}
