import Foxing
import Testing

@testable import Serving

@Suite("what requests are written in") struct RequestFormTests {
    private func form(_ text: String, boundary: String = "b") throws(Problem) -> MultipartForm {
        try MultipartForm(Array(text.replacing("\n", with: "\r\n").utf8), boundary: boundary)
    }

    @Test("parts of a form have their names, file names and bytes")
    func parts() throws {
        let form = try form(
            """
            preamble
            --b
            Content-Disposition: form-data; name="a"

            one
            --b
            content-disposition: form-data; name=image; filename="x \\"y\\".png"
            Content-Type: image/png

            two
            --not
            the end
            --b--
            epilogue
            """)
        #expect(form.parts.map(\.name) == ["a", "image"])
        #expect(form.parts.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one", "two\r\n--not\r\nthe end"])
        #expect(form.parts[1].fileName == "x \"y\".png")
        #expect(form.parts[1].type == "image/png")
    }

    @Test(
        "a form that is none is refused",
        arguments: [
            "", "--b", "--b\n", "--b\nContent-Disposition: form-data; name=a\n",
            "--b\nContent-Disposition: form-data; name=a\n\nx",
            "--b\n\nx\n--b--", "--b\nContent-Disposition: form-data\n\nx\n--b--", "--b\nno header\n\nx\n--b--",
            "--bx\n\n--b--",
        ])
    func broken(text: String) {
        let problem = #expect(throws: Problem.self) { try form(text) }
        #expect(problem?.kind == .form)
    }

    @Test("boundaries that are too long or missing are refused", arguments: ["", String(repeating: "x", count: 71)])
    func boundaries(boundary: String) {
        #expect(throws: Problem.self) { try form("--b\n", boundary: boundary) }
    }

    @Test("a form in pieces of any length is read or refused, and nothing else happens")
    func truncated() throws {
        let whole = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b--\r\n"
        for count in 0..<whole.utf8.count { _ = try? MultipartForm(Array(whole.utf8.prefix(count)), boundary: "b") }
        #expect(try MultipartForm(Array(whole.utf8), boundary: "b").parts.count == 1)
    }

    @Test(
        "the type that is wanted most is chosen",
        arguments: [
            (nil, "image/png"), ("*/*", "image/png"), ("application/json", "application/json"),
            ("image/*", "image/png"),
            ("application/json;q=0.5, image/*;q=0.4", "application/json"),
            ("application/*, image/png;q=0.9", "application/json"),
            ("image/png;q=0, */*", "application/json"), ("text/html", nil), ("", nil),
            ("text/html,application/xhtml+xml,*/*;q=0.8", "image/png"),
        ] as [(String?, String?)])
    func acceptance(header: String?, choice: String?) {
        #expect(Acceptance(header).choice(of: ["image/png", "application/json"]) == choice)
    }

    @Test(
        "media types are read with their parameters",
        arguments: ["multipart/form-data; boundary=\"a b\"", "Multipart/Form-Data;BOUNDARY=\"a b\" "])
    func mediaTypes(text: String) {
        #expect(MediaType(text)?.name == "multipart/form-data")
        #expect(MediaType(text)?.parameters["boundary"] == "a b")
    }

    @Test(
        "what is no media type is none",
        arguments: ["", "image", "image/", "/png", "image/p ng", "a/b; c", "a/b; c=1; c=2"])
    func noMediaTypes(text: String) { #expect(MediaType(text) == nil) }

    @Test("a field that is unknown, missing, given twice or wrong is told by its name")
    func fields() throws {
        let declared = [
            Field("variant", .whole(0...9), "which"), Field("set", .list, "changes"),
            Field("stage", .choice(["a", "b"]), "where", isNeeded: true),
        ]
        func problem(_ pairs: [(name: String, value: String)]) -> Problem? {
            do {
                var fields = Fields()
                try fields.add(pairs, from: "the query")
                try fields.check(declared)
                return nil
            } catch {
                return error
            }
        }
        #expect(problem([("stage", "a"), ("set", "1"), ("set", "2"), ("variant", "9")]) == nil)
        #expect(problem([("stage", "a"), ("variants", "1")])?.detail.contains("did you mean 'variant'?") == true)
        #expect(problem([])?.place == "stage")
        #expect(problem([("stage", "a"), ("stage", "b")])?.kind == .field)
        for value in ["10", "-1", "", "1.5", "99999999999999999999", "0x1"] {
            #expect(problem([("stage", "a"), ("variant", value)])?.kind == .value, "\(value)")
        }
        #expect(problem([("stage", "c")])?.kind == .value)
        #expect(throws: Problem.self) {
            var fields = Fields()
            try fields.add([("stage", "a")], from: "the query")
            try fields.add(["stage": "b"])
        }
    }
}

@Suite("texts beside each other") struct TextDifferenceTests {
    @Test("what was read differs from what stands there by the fewest pieces")
    func pieces() {
        let pieces = TextDifference("Dear reader,", "Dear reacler, x").pieces
        #expect(
            pieces.map(\.kind) == [.same, .extra, .wrong, .same, .extra]
                || pieces.map(\.kind) == [.same, .wrong, .extra, .same, .extra])
        #expect(pieces.map(\.truth).joined() == "Dear reader,")
        #expect(pieces.map(\.read).joined() == "Dear reacler, x")
        #expect(TextDifference("abc", "abc").pieces == [.init(kind: .same, truth: "abc", read: "abc")])
        #expect(TextDifference("", "").pieces.isEmpty)
        #expect(TextDifference("abc", "").errors == [3, 3])
    }

    @Test("lines find those that were read of them, though some are missing and others were added")
    func lines() {
        let pairs = LineMatch.lines(of: "first line\nsecond line\nthird", in: "noise\nfirst lime\n\nthird\n")
        #expect(pairs.map(\.read) == ["first lime", "", "third"])
        #expect(LineMatch.lines(of: "", in: "x").isEmpty)
        #expect(LineMatch.lines(of: "x", in: "").map(\.read) == [""])
    }
}
