import Foundation
import TestSupport
import Testing

/// What the readability check may be asked for, together.
struct Check: Sendable, CustomTestStringConvertible {
    let text: String
    var testDescription: String { text }

    static let all = [
        "effort: decided, keep: {cer: 0..0.2}, otherwise: {retry: 2, then: flag}",
        "effort: full, keep: {wer: 0..0.5, words: 0.5..1}, otherwise: retry",
        "effort: {lines: 2}, keep: {cer: 0..0.3}, otherwise: flag",
        "effort: {pages: 60%}, keep: {cer: 0..0.3}, words: mark",
        "effort: decided, bands: {easy: 0..3%, hard: 3%..60%}, quota: {easy: 50%, hard: 50%}, attempts: 3",
        "effort: decided, keep: {cer: 0..0.5}, bands: {easy: 0..3%, hard: 3%..60%}, otherwise: {retry: 1}",
    ]
    static let checks = all.map { Check(text: $0) }
}

@Suite("reading back") struct ReadbackTests {
    private static let lines = [
        "The quick brown fox jumps over", "the lazy dog while seven wizards", "pack their boxes with liquor jugs",
        "and nobody waxes poetic today", "about the five boxing masters",
    ]

    private func scratch(_ check: String, truth: String = "{from: auto, align: true}") throws -> Scratch {
        let scratch = Scratch()
        scratch.put(
            "p.yaml",
            """
            seed: 11
            variants: 3
            input: {truth: \(truth)}
            stages: {scan: [{rotate: {angle: -3..3}}, {gaussian-blur: {radius: 0.1..3.4px}}]}
            readability: {languages: [eng], \(check)}

            """)
        scratch.put("pages/a.png", try Pages.text(Self.lines))
        scratch.put("pages/a.gt.txt", Self.lines.joined(separator: "\n") + "\n")
        return scratch
    }

    private func run(_ scratch: Scratch, _ output: String, _ options: String...) throws {
        let outcome = try Invocation(["run", "p.yaml", "-i", "pages", "-o", output] + options, in: scratch.path).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("gives the same bytes for 1, 2 and 4 workers, and when a run grows", arguments: Check.checks)
    func workers(check: Check) throws {
        let scratch = try scratch(check.text)
        try run(scratch, "one", "-j", "1")
        try run(scratch, "two", "-j", "2")
        try run(scratch, "four", "-j", "4", "-n", "2")
        try run(scratch, "four", "-j", "4", "--resume")
        #expect(scratch.set("two") == scratch.set("one"))
        let grown = scratch.set("four").filter { $0.key != "ledger.jsonl" }
        #expect(grown == scratch.set("one").filter { $0.key != "ledger.jsonl" })
    }

    @Test("a picture with a text, nothing else, gives words with their places")
    func aligned() throws {
        let scratch = try scratch("effort: decided, keep: {cer: 0..1}")
        try run(scratch, "out")
        let truth = try #require(scratch.rows("out/manifest.jsonl").first?.values["truth"] as? [String: Any])
        #expect(truth["level"] as? String == "word")
        #expect(truth["legible"] as? Int == Self.lines.joined(separator: " ").split(separator: " ").count)
        let outcome = try scratch.foxing("score", "pages/a.png", "--align", "-o", "drawn.png", "--format", "json")
        #expect(outcome.json["aligned"] as? [Int] == [5, 5])
        let lines = try #require(outcome.json["lines"] as? [[String: Any]])
        #expect(lines.map { $0["text"] as? String } == Self.lines)
        #expect(scratch.bytes("drawn.png") != nil)
    }

    @Test("a text that is not the page's fails that page")
    func strange() throws {
        let scratch = try scratch("keep: {cer: 0..1}")
        scratch.put("pages/a.gt.txt", "Nothing that stands here\nis on the page at all\n")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 3 || outcome.status == 1)
        #expect(scratch.rows("out/failures.jsonl").first?["code"] == "T43")
    }

    // MARK: Programs that read

    /// A judge in Python: `body` gives the answer to `request`, of the `count`th request.
    private func judged(_ body: String, timeout: Double = 20) throws -> Scratch {
        let scratch = try scratch(
            "engine: {command: [python3, judge.py]}, keep: {cer: 0..1}, item-timeout: \(timeout)")
        scratch.put(
            "judge.py",
            """
            import json, os, sys, time
            texts = \(Self.lines)
            for count, row in enumerate(sys.stdin):
                request = json.loads(row)
                \(body.replacing("\n", with: "\n    "))
                print(json.dumps(dict(answer, id=request["id"])), flush=True)

            """)
        return scratch
    }

    @Test("a program reads in place of Tesseract, only when that is allowed")
    func program() throws {
        let scratch = try judged(
            """
            assert os.path.exists(request["image"]) and request["width"] > 0
            answer = {"lines": [{"text": texts[0], "confidence": 50} for line in request["lines"]]}
            """)
        let refused = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(refused.status == 2 && refused.errors.contains("--allow-commands"))
        try run(scratch, "out", "--allow-commands", "-j", "1")
        let read = try #require(scratch.rows("out/manifest.jsonl").first?.values["readability"] as? [String: Any])
        #expect(read["engine"] as? String == "command python3 judge.py")
        #expect(read["confidence"] as? Double == 50)
        let cer = try #require(read["cer"] as? [Int])
        // The first line is right, the others are not.
        #expect(cer[0] > cer[1] / 2 && cer[0] <= cer[1] - Self.lines[0].count)
    }

    @Test(
        "what goes wrong with a program costs the variant, not the run",
        arguments: [
            ("if count == 0: sys.exit(3)", "has ended"),
            ("if count == 0: print('x' * 70000000, flush=True)", "16 MiB"),
            ("if count == 0: print('nonsense', flush=True)", "something else"),
            ("if count == 0: answer = {'lines': []}", "entry for each"),
            ("if count == 0: answer = {'lines': [{'txt': 1}] * len(request['lines'])}", "without \\\"text\\\""),
            ("if count == 0: time.sleep(30)", "in time"),
            ("if count == 0: answer = {'error': 'no model'}", "no model"),
        ])
    func faults(fault: String, message: String) throws {
        let scratch = try judged(
            """
            answer = {"lines": [{"text": t} for t, line in zip(texts, request["lines"])]}
            if os.path.exists("failed"): count = 1
            if count == 0: open("failed", "w").close()
            \(fault)
            """, timeout: fault.contains("sleep") ? 1 : 20)
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands", "-j", "1")
        #expect(outcome.status == 1)
        let failures = scratch.rows("out/failures.jsonl")
        #expect(failures.count == 1)
        #expect(
            failures.first?["code"] == "D52"
                && failures.first?["message"].contains(message.replacing("\\", with: "")) == true)
        #expect(scratch.rows("out/manifest.jsonl").count == 2)
    }
}
