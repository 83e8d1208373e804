import Foundation
import Foxing
import Testing

/// A small generator with a seed (SplitMix64), so that every run reads the same documents.
private struct Seeded {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    mutating func pick<T>(_ items: [T]) -> T { items[next(items.count)] }
}

@Suite("Fuzz, through the whole checker")
struct CompilerFuzzTests {
    /// The ready-made pipelines and the wrong ones, without comments, so that mutations hit what is read.
    private static let documents: [[UInt8]] = {
        let presets = Presets.all.map(\.text)
        let wrong = DiagnosticFixture.all.compactMap {
            try? String(contentsOfFile: "\(DiagnosticFixture.folder)/\($0.name).yaml", encoding: .utf8)
        }
        return (presets + wrong).map { text in
            let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
            return Array(lines.joined(separator: "\n").utf8) + [0x0A]
        }.filter { $0.count < 2500 }
    }()

    private static let pieces: [[UInt8]] = [
        ": ", "- ", "{", "}", "[", "]", ", ", "\n", "\n  ", "\n    ", "\"", "'", "#", " | ", "..", " +- ", "log ", "%",
        "mm", "pt", "0", "1", "-1", "300", "1e9", "0.5", "~", "true", "none", "page", "blank", "from: ", "steps: ",
        "p: 0", "p: 2", "one-of: ", "some-of: ", "repeat: ", "jpeg", "InkBleed", "otsu", "rotate", "severity: mild",
        "weight: 2", "한글", "🦊", "e\u{301}", "\u{A0}", "３", "：", "*a", "&a ", "<<: ", "line-errors", "merge: over",
        "images", "quality", "keep: {cer: 0..1}",
    ].map { Array($0.utf8) }

    private static func mutated(_ random: inout Seeded) -> [UInt8] {
        var bytes = random.pick(documents)
        for _ in 0..<(1 + random.next(4)) {
            let place = random.next(max(1, bytes.count))
            switch random.next(5) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(8)))
            case 1: bytes.insert(contentsOf: random.pick(pieces), at: place)
            case 2:
                // A piece of another document, as a slip of copy and paste.
                let other = random.pick(documents)
                let start = random.next(other.count)
                bytes.insert(contentsOf: other[start..<min(other.count, start + random.next(80))], at: place)
            default:
                let end = min(bytes.count, place + 1 + random.next(4))
                bytes.replaceSubrange(place..<end, with: random.pick(pieces))
            }
            if bytes.isEmpty { bytes = [0x61] }
        }
        return bytes
    }

    @Test("mutations of pipelines never crash the checker, and its findings keep their form", arguments: 0..<8)
    func mutations(seed: Int) {
        var random = Seeded(UInt64(seed))
        for round in 0..<2_600 {
            let bytes = Self.mutated(&random)
            let file = PipelineFile(
                bytes: bytes, path: "fuzz", surroundings: .pretended, catalog: .withLineErrors)
            let size = file.sources[0].bytes.count
            let spans = file.findings.compactMap(\.span)
            let all = spans + file.findings.flatMap(\.related).map(\.span)
            #expect(
                all.allSatisfy { $0.lower >= 0 && $0.lower <= $0.upper && $0.upper <= size },
                "\(String(decoding: bytes, as: UTF8.self))")
            #expect((file.plan == nil) == file.findings.contains { $0.severity == .error })
            if round % 50 == 0 { #expect(file.findings.isEmpty == file.report().isEmpty) }
        }
    }

    @Test(
        "work grows as the text does, whatever is repeated",
        arguments: [
            "    - jpeg: {quality: 3, p: 0.5}\n", "    - nothing\n", "    - jpeg: {qualty: 3}\n",
            "    - one-of: [otsu]\n",
            "    - rotate: {angle: 5..2}\n",
        ], [("stages:\n  a:\n", ""), ("stages:\n  a:\n", "outputs: {image: b}\n")])
    func steps(piece: String, frame: (String, String)) {
        isLinear { count in frame.0 + String(repeating: piece, count: count) + frame.1 }
    }

    @Test("stages, outputs and edges may be many")
    func stages() {
        isLinear { count in
            "stages:\n" + (0..<count).map { "  s\($0): {from: [page, s\($0 + 1)], steps: [rotate]}\n" }.joined()
        }
        isLinear { count in "stages:\n" + (0..<count).map { "  s\($0): [rotate, otsu]\n" }.joined() }
        isLinear { count in
            "stages: {a: [jpeg]}\noutputs:\n" + (0..<count).map { "  o\($0): {from: x\($0)}\n" }.joined()
        }
        isLinear { count in "stages: {a: [jpeg]}\n" + (0..<count).map { "k\($0): 1\n" }.joined() }
    }

    /// Eight times the text may take at most 24 times as long; a square would take 64 times. Measured again where the
    /// machine was busy elsewhere, since only a reader that is slow takes long every time.
    private func isLinear(_ text: (Int) -> String) {
        func seconds(_ count: Int) -> Double {
            let bytes = Array(text(count).utf8)
            return processorSeconds {
                _ = PipelineFile(bytes: bytes, path: "long", surroundings: .pretended)
            }
        }
        var ratios: [Double] = []
        for _ in 0..<5 {
            let ratio = seconds(1600) / max(seconds(200), 0.0005)
            if ratio < 24 { return }
            ratios.append(ratio)
        }
        Issue.record("\(text(2)) takes \(ratios) times as long for eight times the text")
    }

    @Test("a few lines of aliases are refused before they fill the memory")
    func aliasBomb() {
        let lines = (1...9).map { level in
            "a\(level): &a\(level) [\((0..<10).map { _ in level == 1 ? "jpeg" : "*a\(level - 1)" }.joined(separator: ", "))]\n"
        }
        let file = PipelineFile(text: lines.joined() + "stages:\n  scan: *a9\n")
        #expect(file.findings.map(\.code).contains(.tooManyNodes))
    }
}

/// How long this thread works on something; waiting for a processor does not count.
private func processorSeconds(_ work: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    work()
    return now() - start
}
