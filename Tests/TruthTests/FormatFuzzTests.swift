import Engine
import Foundation
import Imaging
import Jobs
import OperationKit
import TestSupport
import Testing
import Truth

@Suite("Damaged examples of every format")
struct FormatFuzzTests {
    /// A small fixed number in every run; `make test-truth-fuzz` takes 50,000.
    private static let count = ProcessInfo.processInfo.environment["FOXING_FUZZ"].flatMap(Int.init) ?? 120

    private static let names = TruthFormats.declarations.map(\.name)

    @Test(
        "are read or refused with a reason, and neither stop the program nor take its memory",
        .timeLimit(.minutes(count > 1000 ? 60 : 3)), arguments: names)
    func mutations(name: String) throws {
        let format = try #require(TruthFormats.declarations.first { $0.name == name })
        let files = TruthCase(TruthPlan(name: name, files: "p.truth"), size: Size(width: 620, height: 877))
        let before = Self.memory
        var chance = Draws(seed: 0x5EED + UInt64(Self.names.firstIndex(of: name) ?? 0))
        for round in 0..<Self.count {
            files.scratch.put("p.truth", Self.damaged(Array(format.example.utf8), &chance))
            do {
                let found = try files.find("p.png")
                for line in found.truth.lines {
                    #expect(!line.isPlaced || line.outline.points.count >= 3, "\(name) \(round)")
                }
            } catch let problem as TruthProblem {
                #expect(problem.code.rawValue.hasPrefix("T") && !problem.code.isNote && !problem.message.isEmpty)
            }
        }
        #expect(Self.memory - before < 512 << 10, "kilobytes of memory")
    }

    /// The most memory that the program had so far, in kilobytes.
    private static var memory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }

    private static let sharp: [[UInt8]] =
        "<>&\"';:,[]{}#\t\n 0-9.e/=!x\\".map { Array(String($0).utf8) } + [
            [0x00], [0xFF], [0xC3], [0x0C], [0x0D], Array("\u{FEFF}".utf8), Array("1e999".utf8), Array("-0".utf8),
            Array("null".utf8), Array("[[[[[[[[".utf8), Array("99999999999999999999".utf8), Array("\\ud800".utf8),
            Array("<!ENTITY a \"b\">".utf8), Array("&a;".utf8), Array("{}".utf8), Array("한".utf8),
        ]

    private static func damaged(_ text: [UInt8], _ chance: inout Draws) -> [UInt8] {
        var bytes = text
        for _ in 0...chance.next(4) {
            let place = chance.next(bytes.count)
            switch chance.next(6) {
            case 0: bytes.replaceSubrange(place...place, with: sharp[chance.next(sharp.count)])
            case 1: bytes.insert(contentsOf: sharp[chance.next(sharp.count)], at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chance.next(20)))
            case 3: bytes.insert(contentsOf: bytes[place...].prefix(chance.next(60)), at: chance.next(bytes.count))
            case 4: bytes.removeLast(chance.next(min(bytes.count, 30)))
            default:
                let end = min(bytes.count, place + 1 + chance.next(30))
                bytes.insert(
                    contentsOf: Array(repeating: bytes[place..<end], count: 1 + chance.next(30)).joined(), at: place)
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return bytes
    }
}

/// Numbers by chance, the same in every run.
private struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// From 0, below `bound`.
    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, bound)
    }
}
