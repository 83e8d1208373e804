import Codecs
import Foundation
import TestSupport
import Testing

@Suite("interrupted runs", .serialized) struct InterruptionTests {
    private static let pages = 5
    private static let variants = 9

    /// A folder with pages, and a set of them that was made without an interruption.
    private final class Sample {
        let scratch = Scratch()
        private(set) var whole: [String: [UInt8]] = [:]

        init() throws {
            scratch.put("p.yaml", Pipelines.rich)
            for page in 0..<InterruptionTests.pages { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
            scratch.put("pages/9.png", "no picture")
            #expect(try call("whole").run().status == 1)
            whole = scratch.set("whole")
        }

        func call(_ output: String, _ options: String...) -> Invocation {
            let fixed = [
                "run", "p.yaml", "-i", "pages", "-o", output, "-n", "\(InterruptionTests.variants)", "-j", "2",
            ]
            return Invocation(fixed + options, in: scratch.path)
        }

        /// Starts a run and returns once it has written so many pictures more than there were.
        func started(_ call: Invocation, _ folder: String, pictures: Int) throws -> RunningProgram {
            let before = pictureCount(folder)
            let program = try call.start()
            program.wait { pictureCount(folder) >= before + pictures }
            return program
        }

        private func pictureCount(_ folder: String) -> Int {
            scratch.files(folder).count { $0.hasSuffix(".png") }
        }

        /// Every picture under its own name can be read, every row is whole.
        func expectWhole(_ folder: String) {
            for name in scratch.files(folder) where !name.split(separator: "/").last!.hasPrefix(".") {
                let path = scratch.path + "/\(folder)/\(name)"
                if name.hasSuffix(".png") {
                    #expect(throws: Never.self, "\(name)") { try PictureFile(path: path).decode() }
                } else if name.hasSuffix(".jsonl") {
                    #expect(scratch.rows("\(folder)/\(name)").allSatisfy { !$0.values.isEmpty }, "\(name)")
                } else if name.hasSuffix(".json") {
                    #expect(!Row(Data(scratch.bytes("\(folder)/\(name)") ?? [])).values.isEmpty, "\(name)")
                }
            }
        }
    }

    @Test(
        "stop after what is in flight, say how to go on, and go on to the same bytes",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func resumed(signal: Int32, status: Int32) throws {
        let sample = try Sample()
        let program = try sample.started(sample.call("out"), "out", pictures: 4)
        let outcome = try #require(program.kill(signal))
        #expect(outcome.status == status)
        #expect(outcome.errors.contains("--resume"))
        let made = try #require(outcome.json["variants"] as? Int)
        #expect(made > 0)
        #expect(made < Self.pages * Self.variants)
        sample.expectWhole("out")
        #expect(!sample.scratch.holds("out/manifest.jsonl"))
        #expect(sample.scratch.rows("out/ledger.jsonl").count { $0.values["row"] is [String: Any] } == made)
        let again = try sample.call("out", "--resume").run()
        #expect(again.status == 1)
        #expect(again.json["variants"] as? Int == Self.pages * Self.variants)
        #expect(sample.scratch.set("out") == sample.whole)
    }

    @Test("that are killed at any moment leave only whole files, and can be resumed")
    func killed() throws {
        let sample = try Sample()
        var options: [String] = []
        for (moment, pictures) in [0, 1, 5, 2, 9, 3].enumerated() {
            let call = options.isEmpty ? sample.call("out") : sample.call("out", options[0])
            let program = try sample.started(call, "out", pictures: pictures)
            // Moments between two pictures, too.
            program.waitUntilBusy(seconds: Double(moment) * 0.0017)
            _ = program.kill(SIGKILL)
            sample.expectWhole("out")
            if sample.scratch.holds("out/run.json") { options = ["--resume"] }
        }
        #expect(options == ["--resume"])
        #expect(try sample.call("out", "--resume").run().status == 1)
        #expect(sample.scratch.set("out") == sample.whole)
    }

    @Test("stop at once when asked a second time")
    func twice() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.rich)
        scratch.put("pages/a.png", Pages.png(2400, 3200, dpi: 300))
        let program = try scratch.call("run", "p.yaml", "-i", "pages", "-o", "out", "-j", "1").start()
        program.wait { scratch.holds("out/run.json") }
        program.waitUntilBusy()
        program.send(SIGINT)
        program.wait { program.errorsSoFar.contains("once more stops at once") }
        #expect(program.isRunning)
        let start = Date()
        let outcome = try #require(program.kill(SIGINT))
        #expect(outcome.status == 130)
        #expect(Date().timeIntervalSince(start) < 1)
        #expect(outcome.output == "")
        #expect(scratch.files("out").filter { $0.hasSuffix(".png") || $0.hasSuffix(".tmp") }.isEmpty)
    }

    @Test("stop when what is in flight takes longer than it is given")
    func grace() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.rich)
        scratch.put("pages/a.png", Pages.png(2400, 3200, dpi: 300))
        let program = try scratch.call("run", "p.yaml", "-i", "pages", "-o", "out", "-j", "1", "--grace", "0").start()
        program.wait { scratch.holds("out/run.json") }
        program.waitUntilBusy()
        let start = Date()
        let outcome = try #require(program.kill(SIGTERM))
        #expect(outcome.status == 143)
        #expect(Date().timeIntervalSince(start) < 1)
        #expect(outcome.errors.contains("took too long"))
        #expect(scratch.files("out").filter { $0.hasSuffix(".png") || $0.hasSuffix(".tmp") }.isEmpty)
    }
}
