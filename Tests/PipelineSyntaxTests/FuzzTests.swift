import Diagnostics
import Foundation
import PipelineSyntax
import Testing

/// A small generator with a seed (SplitMix64), so that every run reads the same documents.
struct Seeded {
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

@Suite("Fuzz")
struct FuzzTests {
    private static let tokens: [[UInt8]] =
        [
            "a", "b: ", "key:", "- ", "-", "? ", ": ", ":", ", ", "[", "]", "{", "}", "\n", "\n ", "\n  ", "\n    ",
            "\n\n", " ", "\t",
            "#", " # c", "'", "\"", "\\", "\\n", "\\u", "&a ", "*a", "<<: ", "!t ", "|", ">", "|-\n", ">+2\n", "---\n",
            "...\n", "%", "@",
            "~", "1", "0x", "1.5", "한글", "🦊", "e\u{301}", "\r\n", "\r", "\u{2028}", "\0", "..", "+-", "log ", "mm",
            "*3 | ", "３",
        ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x82], [0xC0]]

    private static let pipeline = Array(
        """
        # scan
        pipeline: office-scan
        stages:
          ink: &ink
            - ink-bleed: {p: 0.7, radius: 0.1..0.3mm}
            - watermark: {text: "COPY | 한글", color: "#f4e8d0"}
          post:
            from: [ink, page]   # two
            steps: *ink
        note: |
          text
            more
        fold: >-
          a
          b

          c
        quoted: 'it''s
          two'
        merged: {<<: {a: 1}, b: ~}

        """.utf8)

    private static let kinds: [ValueKind] = [
        .number(0...10), .count(1...5), .share(0...1), .angle(-90...90), .length(0...3, .mm), .color,
        .choice(["a", "fax"]),
        .size([1, 3]), .flag, .text, .path, .numbers(2), .optional(.length(0...3, .pt)),
    ]

    /// Reads a document and every value in it, and checks what must always hold.
    private func check(_ bytes: [UInt8], _ random: inout Seeded) {
        let source = SourceText(bytes: bytes, name: "fuzz")
        let (tree, findings) = Parser.parse(source)
        let isBounded = { (span: Span) in
            span.lower >= 0 && span.lower <= span.upper && span.upper <= source.bytes.count
        }
        var all = findings
        if let tree {
            #expect(spans(tree).allSatisfy(isBounded))
            for node in scalars(tree).prefix(8) {
                let (expression, problems) = ValueExpression.read(node, as: random.pick(Self.kinds))
                #expect((expression == nil) == !problems.isEmpty)
                all += problems
            }
        } else {
            #expect(!findings.isEmpty)
        }
        #expect(all.compactMap(\.span).allSatisfy(isBounded), "\(bytes)")
        #expect(all.flatMap(\.related).map(\.span).allSatisfy(isBounded), "\(bytes)")
        if random.next(20) == 0 {
            let renderer = DiagnosticRenderer(sources: [source])
            #expect(
                renderer.text(all).count { $0 == "^" } >= (all.isEmpty ? 0 : 1) || all.allSatisfy { $0.span == nil })
            #expect(renderer.json(all).utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        }
    }

    private func scalars(_ node: Node) -> [Node] {
        switch node.content {
        case .scalar: [node]
        case .sequence(let items): items.flatMap(scalars)
        case .mapping(let entries): entries.flatMap { scalars($0.value) }
        }
    }

    @Test("loose tokens never crash the reader, and spans stay inside the text", arguments: 0..<8)
    func tokens(seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<15_000 {
            var bytes: [UInt8] = []
            for _ in 0..<(1 + random.next(16)) { bytes += random.pick(Self.tokens) }
            check(bytes, &random)
        }
    }

    @Test("mutations of a pipeline never crash the reader", arguments: 0..<8)
    func mutations(seed: Int) {
        var random = Seeded(UInt64(1000 + seed))
        for _ in 0..<10_500 {
            let start = random.next(Self.pipeline.count / 2)
            var bytes = Array(Self.pipeline[start..<(start + 40 + random.next(Self.pipeline.count - start - 40))])
            for _ in 0..<(1 + random.next(4)) {
                let place = random.next(bytes.count)
                switch random.next(4) {
                case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(3)))
                case 1: bytes[place] = UInt8(random.next(256))
                default: bytes.insert(contentsOf: random.pick(Self.tokens), at: place)
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            check(bytes, &random)
        }
    }

    @Test(
        "time grows as the text does, whatever is repeated",
        arguments: [
            "a: b\n", "- ", "[", "{a: ", "\"", "'a\n ", "a\n", " ", "\n", "# c\n", "- a\n", "a ", "- |\n  x\n", "&a ",
            "*a ", "- @\n",
            "k: \"a\\n\"\n", "[a, ", "- {a: 1, b: [c]}\n", "- >\n\n", "a:\n ", ": ", "- 'x\n", "\t", "é",
            "- a: 1\n  a: 2\n",
        ])
    func linearTime(piece: String) {
        func seconds(_ count: Int) -> Double {
            let text = String(repeating: piece, count: count / piece.utf8.count)
            let source = SourceText(text, name: "long")
            return processorSeconds { _ = Parser.parse(source) }
        }
        // Sixteen times the text; a quadratic reader takes 256 times as long, and does so every time, while one that
        // was slow because the machine was busy is fast in one of the rounds.
        var ratios: [Double] = []
        for _ in 0..<8 {
            let long = seconds(240_000)
            let ratio = long / max(seconds(15_000), 0.0005)
            if ratio < 64 { return }
            ratios.append(ratio)
        }
        Issue.record("sixteen times the text takes \(ratios) times as long")
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
