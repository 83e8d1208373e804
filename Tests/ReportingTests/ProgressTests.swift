import JSON
import Reporting
import Testing

@Suite("Progress")
struct ProgressTests {
    @Test("a bar needs a terminal that can draw it, plain lines need nothing")
    func styles() {
        #expect(ProgressStyle.auto.resolved(isTerminal: true, environment: ["TERM": "xterm"]) == .bar)
        #expect(ProgressStyle.auto.resolved(isTerminal: false, environment: ["TERM": "xterm"]) == .plain)
        #expect(ProgressStyle.auto.resolved(isTerminal: true, environment: ["TERM": "dumb"]) == .plain)
        #expect(ProgressStyle.bar.resolved(isTerminal: true, environment: ["TERM": "dumb"]) == .plain)
        #expect(ProgressStyle.json.resolved(isTerminal: true, environment: [:]) == .json)
    }

    @Test("color is for terminals, unless it is forbidden or asked for")
    func color() {
        #expect(ProgressStyle.paints(isTerminal: true, environment: [:]))
        #expect(!ProgressStyle.paints(isTerminal: true, environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]))
        #expect(ProgressStyle.paints(isTerminal: true, environment: ["NO_COLOR": ""]))
        #expect(ProgressStyle.paints(isTerminal: false, environment: ["CLICOLOR_FORCE": "1"]))
        #expect(!ProgressStyle.paints(isTerminal: false, environment: ["CLICOLOR_FORCE": "0"]))
        #expect(!ProgressStyle.paints(isTerminal: true, environment: ["TERM": "dumb"]))
    }

    @Test("a plain line comes every ten seconds with rate, kept share, failures and the time that is left")
    func plain() {
        var progress = Progress(.plain, total: 10_000, start: 100)
        var lines: [String] = []
        for second in 1...20 {
            let counts = Progress.Counts(done: second * 50, kept: second * 45, failed: 2)
            if let line = progress.update(counts, at: 100 + Double(second)) { lines.append(line) }
        }
        #expect(
            lines == [
                "500/10000 · 50.0/s · kept 90% · failed 2 · ETA 3m10s\n",
                "1000/10000 · 50.0/s · kept 90% · failed 2 · ETA 3m00s\n",
            ])
        let last = progress.finish(.init(done: 10_000, kept: 9_000, failed: 2), at: 300)
        #expect(last == "10000/10000 · 50.0/s · kept 90% · failed 2 · 3m20s\n")
    }

    @Test("the bar is drawn at most ten times a second, on its own line, and ends it when all is done")
    func bar() {
        var progress = Progress(.bar, total: 100, start: 0, width: 72)
        let drawn = (1...100).compactMap { progress.update(.init(done: $0, kept: $0), at: Double($0) / 50) }
        #expect((15...20).contains(drawn.count))
        #expect(drawn.allSatisfy { $0.hasPrefix("\r\u{1B}[K") && !$0.hasSuffix("\n") })
        #expect(drawn.allSatisfy { $0.count - 4 < 72 })
        let last = progress.finish(.init(done: 50, kept: 50), at: 2) ?? ""
        #expect(last.hasSuffix("50/100 · 25.0/s · kept 100% · failed 0\n"))
        #expect(last.contains("█░"))
        #expect(!last.contains("\u{1B}[3"))
        #expect(progress.interruption == "\r\u{1B}[K")
    }

    @Test("a terminal too narrow for a bar still gets its figures")
    func narrow() {
        var progress = Progress(.bar, total: 10, start: 0, width: 40)
        let text = progress.update(.init(done: 5, kept: 5), at: 1) ?? ""
        #expect(text == "\r\u{1B}[K5/10 · 5.0/s · kept 100% · failed 0 · ETA 1s")
    }

    @Test("JSON lines read back")
    func json() throws {
        var progress = Progress(.json, total: 10, start: 0)
        let early = progress.update(.init(done: 1), at: 0.5)
        #expect(early == nil)
        let line = progress.update(.init(done: 4, kept: 3, failed: 1), at: 2) ?? ""
        #expect(line == "{\"done\":4,\"total\":10,\"kept\":3,\"failed\":1,\"rate\":2,\"seconds\":2,\"eta\":3}\n")
        #expect(try JSONReader.read(line)["done"] == 4)
    }

    @Test("nothing is shown when nothing is wanted, and nothing is divided by zero")
    func none() {
        var silent = Progress(.none, total: 10, start: 0)
        let texts = [silent.update(.init(done: 5), at: 100), silent.finish(.init(done: 10), at: 100)]
        #expect(texts == [nil, nil])
        var empty = Progress(.plain, total: 0, start: 0)
        let last = empty.finish(.init(), at: 0)
        #expect(last == "0/0 · 0.0/s · failed 0 · 0s\n")
    }

    @Test("a slow start is forgotten after half a minute")
    func pace() {
        var progress = Progress(.plain, total: 1000, start: 0)
        _ = progress.update(.init(done: 0), at: 60)
        var last: String?
        for second in 61...100 { last = progress.update(.init(done: (second - 60) * 10), at: Double(second)) ?? last }
        #expect(last == "400/1000 · 10.0/s · kept 0% · failed 0 · ETA 1m00s\n")
    }

    @Test(
        "times are short",
        arguments: [
            (0.2, "1s"), (59, "59s"), (161, "2m41s"), (3780, "1h03m"), (90_000, "1d01h"), (.infinity, "1157d09h"),
        ])
    func durations(left: Double, text: String) {
        var progress = Progress(.plain, total: 2, start: 0)
        let line = progress.update(.init(done: 1), at: max(left, 10)) ?? ""
        if left >= 10, left.isFinite { #expect(line.hasSuffix("ETA \(text)\n")) }
        var whole = Progress(.plain, total: 1, start: 0)
        let last = whole.finish(.init(done: 1), at: left) ?? ""
        #expect(last.hasSuffix("· \(text)\n"))
    }
}
