import Foundation
import Imaging
import Testing

@testable import Truth

/// Unicode's own cases, which Debian has in a package; `make test-bidi` says where they are.
@Suite("The bidirectional algorithm as Unicode tests it")
struct BidiConformanceTests {
    private static let folder = ProcessInfo.processInfo.environment["FOXING_UNICODE"]

    @Test("levels and order of every case are those of the file", .enabled(if: folder != nil))
    func characters() throws {
        let text = try String(contentsOfFile: (Self.folder ?? "") + "/BidiCharacterTest.txt", encoding: .utf8)
        var (count, wrong) = (0, [String]())
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: ";").map { $0.split(separator: " ") }
            guard fields.count >= 4 else { continue }
            let scalars = fields[0].compactMap { UInt32($0, radix: 16) }
            // The paragraph's level is given where the text decides it.
            let direction: TextDirection = fields[2] == ["1"] ? .rightToLeft : .leftToRight
            let levels = try #require(VisualOrder.levels(scalars, direction))
            // An x stands for a character that the algorithm removes.
            let kept = levels.indices.filter { fields[3][$0] != "x" }
            let isRight = kept.allSatisfy { Int8(fields[3][$0]) == levels[$0] }
            let order = VisualOrder.order(kept.map { levels[$0] }).map { String(kept[$0]) }
            let expected = fields.count > 4 ? fields[4].map(String.init) : []
            if !isRight || order != expected { wrong.append(String(line)) }
            count += 1
        }
        #expect(count > 90_000)
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// A character of each class.
    private static let samples: [Substring: UInt32] = [
        "L": 0x61, "R": 0x5D0, "AL": 0x627, "EN": 0x31, "ES": 0x2B, "ET": 0x23, "AN": 0x661, "CS": 0x2C, "B": 0x2029,
        "S": 0x09, "WS": 0x20, "ON": 0x21, "BN": 0xAD, "NSM": 0x300, "LRE": 0x202A, "RLE": 0x202B, "LRO": 0x202D,
        "RLO": 0x202E, "PDF": 0x202C, "LRI": 0x2066, "RLI": 0x2067, "FSI": 0x2068, "PDI": 0x2069,
    ]

    @Test(
        "levels and order of every row of classes are those of the file, in both directions",
        .enabled(if: folder != nil))
    func classes() throws {
        let text = try String(contentsOfFile: (Self.folder ?? "") + "/BidiTest.txt", encoding: .utf8)
        var (count, wrong) = (0, [String]())
        var (expectedLevels, expectedOrder): ([Substring], [String]) = ([], [])
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("@Levels:") {
                expectedLevels = line.dropFirst(8).split { $0 == " " || $0 == "\t" }
                continue
            }
            if line.hasPrefix("@Reorder:") {
                expectedOrder = line.dropFirst(9).split { $0 == " " || $0 == "\t" }.map(String.init)
                continue
            }
            let fields = line.split(separator: ";")
            guard fields.count == 2, let ways = Int(fields[1].drop { $0 == " " }) else { continue }
            let scalars = fields[0].split(separator: " ").compactMap { Self.samples[$0] }
            // Where the text decides its direction (1), one of the others is decided for it.
            for (way, direction) in [(2, TextDirection.leftToRight), (4, .rightToLeft)] where ways & way != 0 {
                let levels = try #require(VisualOrder.levels(scalars, direction))
                let kept = levels.indices.filter { expectedLevels[$0] != "x" }
                let order = VisualOrder.order(kept.map { levels[$0] }).map { String(kept[$0]) }
                if !kept.allSatisfy({ Int8(expectedLevels[$0]) == levels[$0] }) || order != expectedOrder {
                    wrong.append(String(line))
                }
                count += 1
            }
        }
        #expect(count > 500_000)
        #expect(wrong.isEmpty, "\(wrong.count) of \(count): \(wrong.prefix(5))")
    }

    @Test("runs are turned round, the deepest first")
    func order() {
        #expect(VisualOrder.order([0, 1, 1, 2, 2, 1, 0]) == [0, 5, 3, 4, 2, 1, 6])
        #expect(VisualOrder.order([]) == [])
    }
}
