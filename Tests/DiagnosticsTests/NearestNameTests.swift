import Diagnostics
import Testing

@Suite("The name that was meant")
struct NearestNameTests {
    private let names = ["intensity", "radius", "ink-bleed", "jpeg", "low-ink-random-lines", "p"]

    @Test(
        "near names are offered, far ones are not",
        arguments: [
            ("intensty", "intensity"), ("INTENSITY", "intensity"), ("raduis", "radius"), ("jpg", "jpeg"),
            ("bleed-ink", "ink-bleed"), ("ink_bleed", "ink-bleed"), ("lines-low-ink-random", "low-ink-random-lines"),
            ("brightness", nil), ("", nil), ("x", "p"), ("xy", nil), ("radius", "radius"),
        ] as [(String, String?)])
    func offers(given: String, expected: String?) {
        #expect(nearestName(to: given, among: names) == expected)
    }

    @Test("of equally near names the first is offered")
    func firstOfEquals() {
        #expect(nearestName(to: "bat", among: ["cat", "hat"]) == "cat")
    }

    @Test("the same letters in another case win over a nearer spelling")
    func caseFirst() {
        #expect(nearestName(to: "Webp", among: ["web", "WEBP"]) == "WEBP")
    }

    @Test("a text that is no name gets no answer, however long")
    func veryLong() {
        #expect(nearestName(to: String(repeating: "a", count: 100_000), among: names) == nil)
    }
}
