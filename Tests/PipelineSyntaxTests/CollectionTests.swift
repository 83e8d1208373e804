import Diagnostics
import JSON
import PipelineSyntax
import Testing

@Suite("Collections")
struct CollectionTests {
    @Test(
        "block collections follow their indentation",
        arguments: [
            ("a: 1\nb: 2\n", #"{"a":1,"b":2}"#), ("- a\n- b\n", #"["a","b"]"#),
            ("a:\n- b\nc:\n  - d", #"{"a":["b"],"c":["d"]}"#),
            ("- - a\n  - b\n- c", #"[["a","b"],"c"]"#), ("- a: 1\n  b: 2\n-\n  c: 3", #"[{"a":1,"b":2},{"c":3}]"#),
            ("a:\n    b:\n     c: d\ne:", #"{"a":{"b":{"c":"d"}},"e":null}"#), ("-\n-", "[null,null]"),
            ("a:\n# deep\n      # deeper\n  b: 1 # c\n\n", #"{"a":{"b":1}}"#), ("? ", "E111"), ("-   a\n", #"["a"]"#),
            ("\"a b\": 1\n'c': 2\nd e: 3\nf : 4", #"{"a b":1,"c":2,"d e":3,"f":4}"#), ("a:b: c", #"{"a:b":"c"}"#),
            ("a: http://x/y", #"{"a":"http://x/y"}"#), ("- -1\n- --\n", #"[-1,"--"]"#), ("a:\tb\t# c", #"{"a":"b"}"#),
        ])
    func blocks(text: String, json: String) {
        #expect(parsed(text) == json)
    }

    @Test(
        "flow collections may span lines",
        arguments: [
            ("[]", "[]"), ("{}", "{}"), ("[a, b,]", #"["a","b"]"#),
            ("{a: 1, b: {c: [d]}}", #"{"a":1,"b":{"c":["d"]}}"#),
            ("{a, b: , c}", #"{"a":null,"b":null,"c":null}"#), ("[a: 1, b]", #"[{"a":1},"b"]"#),
            ("{\"a\":1}", #"{"a":1}"#),
            ("k: [a, # one\n  b\n  ,\n\n  c d\n  e]\n", #"{"k":["a","b","c d e"]}"#),
            ("k: [\n  a\n]\nl: 1", #"{"k":["a"],"l":1}"#),
            ("{a: b\n c}", #"{"a":"b c"}"#), ("{a:1}", #"{"a:1":null}"#), ("[http://x.y/z]", #"["http://x.y/z"]"#),
            ("[a b, 'c, d', \"]\"]", #"["a b","c, d","]"]"#),
            ("{p: 0 +- 2, q: fax*3 | laser}", #"{"p":"0 +- 2","q":"fax*3 | laser"}"#),
        ])
    func flows(text: String, json: String) {
        #expect(parsed(text) == json)
    }

    @Test(
        "a document may have one marker, comments, CRLF and a byte order mark",
        arguments: [
            ("", "null"), ("\n \n# c\n", "null"), ("---\na: 1\n", #"{"a":1}"#), ("--- a", #""a""#),
            ("--- # c\na: 1\n...\n# d\n", #"{"a":1}"#),
            ("--- [a,\n b]\n", #"["a","b"]"#), ("\u{FEFF}a: 1", #"{"a":1}"#),
            ("a: 1\r\nb:\r\n  - c\r\n", #"{"a":1,"b":["c"]}"#),
            ("---", "null"), ("a\nb", #""a b""#), ("--- |\n x\n", #""x\n""#),
        ])
    func documents(text: String, json: String) {
        #expect(parsed(text) == json)
    }

    @Test(
        "anchors name nodes, aliases repeat them, << merges them",
        arguments: [
            ("a: &x 1\nb: *x\n", #"{"a":1,"b":1}"#), ("- &x {a: 1}\n- *x", #"[{"a":1},{"a":1}]"#),
            ("a: &x\n  - 1\nb: [*x, *x]", #"{"a":[1],"b":[[1],[1]]}"#), ("&k a: *k", #"{"a":"a"}"#),
            ("a: &x 1\nb: &x 2\nc: *x", #"{"a":1,"b":2,"c":2}"#), ("&r\na: 1", #"{"a":1}"#),
            ("a: &e\nb: *e", #"{"a":null,"b":null}"#),
            ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", #"{"a":{"p":1,"q":2},"b":{"p":1,"q":3}}"#),
            (
                "a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc:\n  r: 0\n  <<: [*x, *y]",
                #"{"a":{"p":1},"b":{"p":2,"q":2},"c":{"r":0,"p":1,"q":2}}"#
            ),
            ("<<: {a: 1}\nb: 2", #"{"a":1,"b":2}"#), ("\"<<\": 1", #"{"<<":1}"#),
            ("a: &x\n  &y b: 1\nc: *y", #"{"a":{"b":1},"c":"b"}"#),
            ("&a [ &a x, *a ]", #"["x","x"]"#),
        ])
    func references(text: String, json: String) {
        #expect(parsed(text) == json)
    }

    @Test("an aliased node keeps the place of its anchor's node")
    func aliasSpan() throws {
        let text = "a: &x 1..2\nb: *x\n"
        guard case .mapping(let entries)? = Parser.parse(SourceText(text, name: "text")).tree?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(piece(entries[1].value.span, of: text) == "1..2")
    }

    @Test("the printed tree has its keys in order, indented by two")
    func printing() throws {
        let tree = try #require(Parser.parse(SourceText("b: [1, {c: ~}]\na: {}\n", name: "text")).tree)
        #expect(
            CanonicalJSON.tree(tree.json) == """
                {
                  "b": [
                    1,
                    {
                      "c": null
                    }
                  ],
                  "a": {}
                }
                """)
    }
}
