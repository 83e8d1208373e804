import Foundation
import OperationKit
import TestSupport
import Testing

@testable import Sets

/// The name is that of the other generated documents, so that `make docs` writes this one too.
@Suite("Round trips")
struct RoundTripReferenceTests {
    @Test("what a format can hold comes back, and nothing else", arguments: RoundTrip.all)
    func back(trip: RoundTrip) throws {
        let results = try trip.results()
        for kind in RoundTripPage.kinds where !trip.left.contains(kind.name) {
            let result = try #require(results[kind.name])
            #expect(!result.contains("**"), "\(trip.testDescription): \(kind.name) is \(result)")
        }
        // Whatever a format loses, plain lines come through.
        #expect(results["plain"]?.isEmpty == false && results["plain"] != "–")
    }

    @Test("every format of sets is read back, but for those that hold pictures and texts in one file")
    func whole() {
        let known = Set(RoundTrip.all.map(\.out))
        #expect(Set(SetFormats.declarations.map(\.name)).subtracting(known) == ["lmdb", "webdataset"])
    }

    @Test("docs/reference/round-trips.md is what comes back; make docs writes it anew")
    func document() throws {
        var rows = ["| written as | by | read as | " + RoundTripPage.kinds.map(\.name).joined(separator: " | ") + " |"]
        rows.append(String(repeating: "| --- ", count: RoundTripPage.kinds.count + 3) + "|")
        for trip in RoundTrip.all {
            let results = try trip.results()
            let cells = RoundTripPage.kinds.map { results[$0.name] ?? "no page" }
            rows.append(
                "| `\(trip.out)` | \(trip.unit.rawValue) | `\(trip.into)` | \(cells.joined(separator: " | ")) |")
        }
        let text = Self.head + rows.joined(separator: "\n") + "\n"
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/reference/round-trips.md").standardized
        if ProcessInfo.processInfo.environment["FOXING_ACCEPT"] != nil {
            try text.write(to: path, atomically: true, encoding: .utf8)
        }
        #expect((try? String(contentsOf: path, encoding: .utf8)) == text)
    }

    private static let head = """
        # What comes back

        Written by `make docs` from a test that writes a page in each format of sets and reads it again as truth; not to be
        changed by hand. On the page every line is of another kind.

        *text*: the text, exactly. *outline*: the place point by point, to a pixel; *corners*: the four corners along the line;
        *area*: about the same area with other points, such as its hull; *box*: the upright box, so that it is not told which way the text runs. After
        *words* the same of each word. *marked*: it comes back that something stands there that must not be trained on. –:
        nothing of it comes back; *no page*: a page that has such a line is left out.


        """
}
