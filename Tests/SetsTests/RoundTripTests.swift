import Foundation
import OperationKit
import TestSupport
import Testing
import Truth

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

    @Test("every format of sets is read back, by each unit that it can hold")
    func whole() {
        for format in SetFormats.declarations {
            let units = Set(RoundTrip.all.filter { $0.out == format.name }.map(\.unit))
            #expect(units == (format.holdsTrees ? [.page] : Set(format.units)), "\(format.name)")
        }
    }

    @Test(
        "whatever format of truth reads a set makes of it what it says, or refuses it, or finds nothing",
        arguments: RoundTrip.all)
    func pairs(trip: RoundTrip) throws {
        let pairs = try Pair.all(of: trip)
        for pair in pairs {
            for (kind, result) in pair.results where result.contains("**") {
                Issue.record("\(trip.out) by \(trip.unit), read as \(pair.into): \(kind) is \(result)")
            }
        }
        #expect(pairs.contains { $0.into == trip.into })
    }

    /// A set as some format of truth reads it.
    private struct Pair {
        let into: String
        let results: [String: String]

        /// What comes back of most lines.
        var summary: String { results["plain"] ?? "–" }

        /// Every format that finds something in the set, where that is named to it.
        static func all(of trip: RoundTrip) throws -> [Pair] {
            let written = try WrittenSet(trip)
            // To whom a file is named as plain text, all that stands in it is text.
            let formats = TruthFormats.declarations.filter { $0.name != "gt-txt" || trip.into == "gt-txt" }
            return formats.compactMap { format in
                guard let results = try? written.results(into: format.name, files: "s/" + trip.files),
                    results.values.contains(where: { $0 != "–" })
                else { return nil }
                return Pair(into: format.name, results: results)
            }
        }
    }

    /// What `truth: auto` makes of the set where it lies.
    private func found(_ trip: RoundTrip) throws -> String {
        guard let results = try? WrittenSet(trip).results(into: "auto", files: nil) else { return "refused" }
        let result = results["plain"] ?? "–"
        // What an entry is, nobody says.
        return result.contains("**") ? "the other unit" : result
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
        var others = ["| written as | by | `auto` finds | further formats that read it, where they are named |"]
        others.append("| --- | --- | --- | --- |")
        for trip in RoundTrip.all {
            let further = try Pair.all(of: trip).filter { $0.into != trip.into }.map { "`\($0.into)`: \($0.summary)" }
            let cell = further.isEmpty ? "none" : further.joined(separator: "<br>")
            others.append("| `\(trip.out)` | \(trip.unit.rawValue) | \(try found(trip)) | \(cell) |")
        }
        let text =
            Self.head + rows.joined(separator: "\n") + "\n" + Self.middle + others.joined(separator: "\n") + "\n"
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

    private static let middle = """

        ## By other readers

        The same sets read by every other format of truth, and by `truth: auto` where they lie. Of most lines comes back what the
        cells say; formats that are not named refuse the set, or find nothing in it. None reads anything else than what was written.


        """
}
