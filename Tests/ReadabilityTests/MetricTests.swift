import Foundation
import Readability
import Testing

/// Pairs of texts with what other programs say of them, by `scripts/record_metrics.py`.
private struct Pair {
    let reference: String
    let read: String
    /// Errors and units of characters and of words, by program; nil where it knows none.
    let counts: [String: [[Int]?]]

    static let all: [Pair] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text =
            (try? String(contentsOf: root.appending(path: "fixtures/readback/metrics.jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { row in
            guard let json = try? JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any],
                let reference = json["reference"] as? String, let read = json["read"] as? String
            else { return nil }
            let counts = json.compactMapValues { value in (value as? [Any])?.map { $0 as? [Int] } }
            return Pair(reference: reference, read: read, counts: counts)
        }
    }()
}

@Suite("Recipes of other programs")
struct MetricTests {
    @Test(
        "give what the programs themselves give, on at least 200 pairs", arguments: [Metric.jiwer, .dinglehopper, .ned])
    func golden(metric: Metric) throws {
        #expect(Pair.all.count >= 200)
        for pair in Pair.all {
            let counts = try #require(pair.counts[metric.rawValue])
            let own = metric.compare(pair.read, with: pair.reference)
            if let characters = counts[0] {
                #expect(
                    [own.characters.numerator, own.characters.denominator] == characters,
                    "\(pair.reference)|\(pair.read)")
            }
            if let words = counts[1] {
                #expect([own.words.numerator, own.words.denominator] == words, "\(pair.reference)|\(pair.read)")
            }
        }
    }

    @Test("the pairs are of six scripts and more")
    func scripts() {
        #expect(Pair.all.reduce(into: Set<Script>()) { $0.formUnion(Script.scripts(of: $1.reference)) }.count >= 6)
    }

    @Test("the ISRI tools count line ends, make blanks single and take words of letters in any order of case")
    func isri() {
        #expect(Metric.isri.compare("one  two\n\nthree", with: "One two\nthree").characters == Ratio(1, 13))
        #expect(Metric.isri.compare("one two three", with: "One two\nthree").characters == Ratio(2, 13))
        #expect(Metric.isri.compare("one, four 3", with: "One two-four").words == Ratio(1, 3))
    }

    @Test("every recipe finds nothing wrong with the same text", arguments: Metric.allCases)
    func same(metric: Metric) {
        for pair in Pair.all.prefix(40) {
            let own = metric.compare(pair.reference, with: pair.reference)
            #expect(own.characters.numerator == 0 && own.words.numerator == 0)
        }
    }
}
