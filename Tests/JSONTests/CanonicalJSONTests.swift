import JSON
import Testing

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    @Test("keys keep their order and no blanks stand between tokens")
    func order() {
        let value: JSONValue = ["b": 1, "a": [true, nil, "x"], "c": [:]]
        #expect(CanonicalJSON.text(value) == #"{"b":1,"a":[true,null,"x"],"c":{}}"#)
    }

    @Test("only quotes, backslashes and control characters are escaped")
    func escapes() {
        let text = CanonicalJSON.text(.string("a\"b\\c/d\u{7F}한글\u{1}\n\t\u{1F}\u{2028}"))
        #expect(text == "\"a\\\"b\\\\c/d\u{7F}한글\\u0001\\n\\t\\u001f\u{2028}\"")
    }

    @Test(
        "numbers are as short as they can be and read back equal",
        arguments: [
            (2.0, "2"), (0.412, "0.412"), (-0.0, "0"), (3.54, "3.54"), (1e-6, "0.000001"), (1.5e-7, "1.5e-7"),
            (123_456_789_012.0, "123456789012"), (1e21, "1e+21"), (0.1 + 0.2, "0.30000000000000004"),
            (-12.25, "-12.25"), (100, "100"), (2.2250738585072014e-308, "2.2250738585072014e-308"), (.infinity, "null"),
        ])
    func numbers(value: Double, text: String) throws {
        #expect(CanonicalJSON.text(.number(value)) == text)
        if value.isFinite { #expect(try JSONReader.read(text).double == value) }
    }

    @Test("a decimal is rounded to its digits, half away from zero, and never becomes minus zero")
    func decimals() {
        #expect(CanonicalJSON.text(.decimal(87.25, digits: 1)) == "87.3")
        #expect(CanonicalJSON.text(.decimal(-0.0004, digits: 3)) == "0")
        #expect(CanonicalJSON.text(.decimal(1.0005, digits: 2)) == "1")
    }

    @Test("the form for people sorts its keys and ends its last line")
    func pretty() {
        let value: JSONValue = ["b": [1, 2], "a": ["z": "x", "y": []], "c": [[1]]]
        let expected = """
            {
              "a": {
                "y": [],
                "z": "x"
              },
              "b": [1,2],
              "c": [
                [1]
              ]
            }

            """
        #expect(CanonicalJSON.pretty(value) == expected)
    }

    @Test("what was written reads back the same")
    func roundTrip() throws {
        let value: JSONValue = [
            "text": "Zeile\u{0}\u{1F600} \"q\" \\", "numbers": [0, -7, .number(0.25)], "deep": [[[["a": nil]]]],
            "flags": [true, false],
        ]
        #expect(try JSONReader.read(CanonicalJSON.bytes(value)) == value)
    }

    @Test("escapes of other writers are understood")
    func foreignEscapes() throws {
        #expect(try JSONReader.read(#" "\u00e9\ud83d\ude00\/\b\f" "#).text == "é\u{1F600}/\u{8}\u{C}")
    }

    @Test(
        "what is no JSON is refused, and where",
        arguments: [
            ("{\"a\":1,}", 7), ("[1 2]", 3), ("{\"a\":1,\"a\":2}", 10), ("nul", 0), ("01", 1), ("\"\u{9}\"", 1),
            ("[1] x", 4), ("", 0), ("-", 1), (#""\ud800x""#, 7), (#""\u+12f""#, 3), ("1e999", 5), ("\"abc", 4),
        ])
    func refusals(text: String, offset: Int) {
        #expect(throws: JSONProblem.self) { try JSONReader.read(text) }
        do {
            _ = try JSONReader.read(text)
        } catch {
            #expect(error.offset == offset)
        }
    }

    @Test("nesting without end is refused instead of overflowing the stack")
    func depth() {
        #expect(throws: JSONProblem.self) { try JSONReader.read([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) }
    }
}
