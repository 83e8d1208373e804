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

    @Test("runs are turned round, the deepest first")
    func order() {
        #expect(VisualOrder.order([0, 1, 1, 2, 2, 1, 0]) == [0, 5, 3, 4, 2, 1, 6])
        #expect(VisualOrder.order([]) == [])
    }
}
