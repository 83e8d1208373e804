import Testing

@testable import Serving

@Suite struct FormTextTests {
    @Test("escapes of a query are bytes, and a plus is a blank")
    func decodes() throws {
        let pairs = try #require(FormText.pairs("set=a%3D1..2&name=%EA%B0%80+b&x"))
        #expect(pairs.map(\.name) == ["set", "name", "x"])
        #expect(pairs.map(\.value) == ["a=1..2", "가 b", ""])
    }

    @Test(
        "an escape that is none, and bytes that are no text, are refused", arguments: ["a=%", "a=%4", "a=%zz", "a=%ff"])
    func refuses(query: String) {
        #expect(FormText.pairs(query) == nil)
    }
}
