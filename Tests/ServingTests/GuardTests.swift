import Foundation
import Foxing
import HTTPTypes
import TestSupport
import Testing

@testable import Serving

@Suite("who may ask") struct DoorkeeperTests {
    private func request(
        _ authority: String?, _ headers: [(HTTPField.Name, String)] = [], method: HTTPRequest.Method = .post
    ) -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "http", authority: authority, path: "/v1/preview")
        for (name, value) in headers { request.headerFields[name] = value }
        return request
    }

    @Test(
        "this machine's names and addresses are this server's",
        arguments: [
            "localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "192.168.1.7", "LOCALHOST",
            "scans.example.org:80",
        ])
    func ownNames(authority: String) throws {
        try Doorkeeper(names: ["Scans.example.org"], token: nil).checkSite(request(authority))
    }

    @Test(
        "every other name is refused, so that no page can have its own name lead here",
        arguments: [
            "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "1.2.3", "1.2.3.4.5", "", "a b",
            "localhost:", "[::1", "localhost:8080:1",
        ])
    func otherNames(authority: String) {
        let problem = #expect(throws: Problem.self) {
            try Doorkeeper(names: [], token: nil).checkSite(request(authority))
        }
        #expect(problem?.kind == .host)
    }

    @Test("the pages of this server may ask, those of others may not")
    func origins() throws {
        let keeper = Doorkeeper(names: [], token: nil)
        try keeper.checkSite(request("localhost:8080", [(.origin, "http://localhost:8080")]))
        for origin in [
            "http://localhost:8081", "http://127.0.0.1:8080", "https://evil.example", "null",
            "http://localhost:8080.evil.example", "",
        ] {
            let problem = #expect(throws: Problem.self) {
                try keeper.checkSite(request("localhost:8080", [(.origin, origin)]))
            }
            #expect(problem?.kind == .origin, "\(origin)")
        }
        for site in ["cross-site", "same-site"] {
            #expect(throws: Problem.self) { try keeper.checkSite(request("localhost:8080", [(.fetchSite, site)])) }
        }
        try keeper.checkSite(request("localhost:8080", [(.fetchSite, "same-origin")]))
        // A link on another page may lead to the studio.
        let visit: [(HTTPField.Name, String)] = [(.fetchSite, "cross-site"), (.own("Sec-Fetch-Mode"), "navigate")]
        try keeper.checkSite(request("localhost:8080", visit, method: .get))
        #expect(throws: Problem.self) { try keeper.checkSite(request("localhost:8080", visit, method: .post)) }
    }

    @Test("the token, or the cookie that stands for it, opens; nothing else does")
    func tokens() throws {
        let keeper = Doorkeeper(names: [], token: "correct horse")
        try keeper.checkToken(request("localhost", [(.authorization, "Bearer correct horse")]))
        try keeper.checkToken(request("localhost", [(.authorization, "bearer correct horse")]))
        let cookie = try #require(keeper.cookieHeader(isOn: true).split(separator: ";").first.map(String.init))
        #expect(!cookie.contains("correct"))
        try keeper.checkToken(request("localhost", [(.cookie, "a=b; \(cookie)")]))
        for header in ["Bearer correct", "Bearer correct horsey", "Bearer", "correct horse", "Basic correct horse", ""]
        {
            let problem = #expect(throws: Problem.self) {
                try keeper.checkToken(request("localhost", [(.authorization, header)]))
            }
            #expect(problem?.kind == .token, "\(header)")
        }
        #expect(throws: Problem.self) {
            try keeper.checkToken(request("localhost", [(.cookie, "\(Doorkeeper.cookie)=x")]))
        }
        #expect(throws: Problem.self) { try keeper.checkToken(request("localhost")) }
    }
}

@Suite("the folder of the server") struct RootFolderTests {
    private let scratch = Scratch()

    private func root() throws -> RootFolder {
        scratch.put("root/scans/a.png")
        scratch.put("secret/b.png")
        scratch.link("root/out", to: scratch.path + "/secret")
        scratch.link("root/file", to: scratch.path + "/secret/b.png")
        scratch.link("root/inner", to: "scans")
        scratch.link("root/loop", to: "loop")
        scratch.put("rootless/c.png")
        return try RootFolder(scratch.path + "/root")
    }

    @Test(
        "paths below it are taken, links within it too",
        arguments: ["scans", "scans/a.png", "new/folder", "", ".", "scans/", "inner/a.png"])
    func below(path: String) throws {
        #expect(try root().resolve(path, at: "path").hasPrefix(try root().path))
    }

    @Test(
        "no path leads out of it",
        arguments: [
            "..", "../secret", "scans/../../secret", "/etc/passwd", "~/x", "~root", "out", "out/b.png", "out/new",
            "file", "scans/..",
            "a//b", "scans/./a.png", "loop", "loop/x", "a\0b", "../rootless/c.png", "..%2f",
        ].filter { $0 != "..%2f" })
    func outside(path: String) throws {
        let root = try root()
        let problem = #expect(throws: Problem.self) { try root.resolve(path, at: "path") }
        #expect(problem?.kind == .root)
        #expect(problem?.place == "path")
    }

    @Test("names in a pipeline file may step up, but not out")
    func stepsUp() throws {
        let root = try root()
        let folder = root.path + "/pipelines"
        #expect(try root.resolve("../scans/a.png", from: folder, at: "") == root.path + "/scans/a.png")
        for name in ["../../secret/b.png", "../out/b.png", "/etc/passwd", "", "~/a"] {
            #expect(throws: Problem.self) { try root.resolve(name, from: folder, at: "") }
        }
    }

    @Test("a link beside the pages that leads out is found")
    func strayLinks() throws {
        let root = try root()
        #expect(root.strayLink(in: [root.path + "/scans"]) == nil)
        #expect(root.strayLink(in: [root.path])?.hasSuffix("/file") == true)
    }
}

@Suite("what pipelines of requests may do") struct PipelineRuleTests {
    private func refusal(_ text: String, readsInput: Bool = true) throws -> Problem? {
        let scratch = Scratch()
        let root = try RootFolder(scratch.path)
        var surroundings = PipelineRules(root: root).surroundings(tessdata: nil)
        surroundings.fileExists = nil
        surroundings.installedLanguages = nil
        let file = PipelineFile(text: text, surroundings: surroundings)
        let plan = try #require(file.plan, "\(file.report())")
        do {
            try PipelineRules(root: root).check(plan, readsInput: readsInput)
            return nil
        } catch {
            return error
        }
    }

    @Test("no program is started")
    func commands() throws {
        let problem = try refusal(
            "stages: {a: [invert]}\nreadability: {engine: {command: [sh, -c, id]}, keep: {cer: 0..0.5}}\n")
        #expect(problem?.kind == .command)
    }

    @Test("pictures are below the root", arguments: ["/etc/passwd", "../x.png", "~/x.png", "a/../../x.png"])
    func pictures(name: String) throws {
        let problem = try refusal("stages: {a: [paper-texture: {image: \(name)}]}\n")
        #expect(problem?.kind == .root)
    }

    @Test(
        "pages and truth are below the root, whatever the pattern",
        arguments: [
            "input: {images: /etc/*}", "input: {images: ['../*.png']}", "input: {images: '{a,..}/x.png'}",
            "input: {images: 'a/*/../../x'}",
            "input: {images: '~/x.png'}", "input: {images: a.png, truth: {from: hocr, files: '../{stem}.hocr'}}",
            "input: {images: a.png, truth: {from: hocr, files: '{dir}/../../{stem}.hocr'}}",
        ])
    func inputs(section: String) throws {
        #expect(try refusal(section + "\nstages: {a: [invert]}\n")?.kind == .root)
        #expect(try refusal(section + "\nstages: {a: [invert]}\n", readsInput: false) == nil)
    }

    @Test("plain patterns are taken", arguments: ["scans/*.png", "'{a,b}/**/*.tif'", "a.png"])
    func plain(pattern: String) throws {
        #expect(try refusal("input: {images: \(pattern)}\nstages: {a: [invert]}\n") == nil)
    }

    @Test("a checker that is asked about files says nothing of those outside")
    func existence() throws {
        let scratch = Scratch()
        scratch.put("a.png")
        let exists = try #require(
            PipelineRules(root: try RootFolder(scratch.path)).surroundings(tessdata: nil).fileExists)
        #expect(exists("a.png"))
        #expect(!exists("/etc/passwd"))
        #expect(!exists("../../../etc/passwd"))
        #expect(PipelineRules(root: nil).surroundings(tessdata: nil).fileExists?("a.png") == false)
    }
}
