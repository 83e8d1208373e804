import Foundation
import TestSupport
import Testing

@Suite("steps of programs") struct CommandStepTests {
    /// A page and a pipeline with a step in Python: `body` answers `request`, of the `count`th picture, whose rows of gray
    /// `pixels` it may change and write.
    private func scratch(_ body: String, step: String = "", variants: Int = 2) throws -> Scratch {
        let scratch = Scratch()
        scratch.put(
            "p.yaml",
            """
            seed: 3
            variants: \(variants)
            stages: {scan: [{command: {run: [python3, step.py]\(step)}}]}

            """)
        scratch.put("pages/a.png", try Pages.text(["a line of text", "and another one"]))
        scratch.put(
            "step.py",
            """
            import json, os, sys, time
            def write(request, kind, width, height, pixels):
                with open(request["output"], "wb") as file:
                    file.write(b"%s\\n%d %d\\n255\\n" % (kind, width, height) + bytes(pixels))
            for count, row in enumerate(sys.stdin):
                request = json.loads(row)
                width, height = request["width"], request["height"]
                kind, size, levels, samples = open(request["image"], "rb").read().split(b"\\n", 3)
                pixels, answer = bytearray(samples), {}
                \(body.replacing("\n", with: "\n    "))
                print(json.dumps(dict(answer, id=request["id"])), flush=True)

            """)
        return scratch
    }

    private let darker = """
        for i in range(len(pixels)): pixels[i] = int(pixels[i] * (1 - request["parameters"]["amount"]))
        write(request, kind, width, height, pixels)
        """

    @Test("a picture goes in and a picture comes out, with the same bytes for 1 and 2 workers")
    func workers() throws {
        let scratch = try scratch(darker, step: ", parameters: {amount: 0.1..0.6}", variants: 4)
        let refused = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "one")
        #expect(refused.status == 2 && refused.errors.contains("--allow-commands"))
        #expect(!scratch.holds("one"))
        for (output, workers) in [("one", "1"), ("two", "2")] {
            let outcome = try scratch.foxing(
                "run", "p.yaml", "-i", "pages", "-o", output, "--allow-commands", "-j", workers)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(scratch.text("one/manifest.jsonl") == scratch.text("two/manifest.jsonl"))
        let rows = scratch.rows("one/manifest.jsonl")
        #expect(rows.count == 4)
        let steps = rows.compactMap { ($0.values["applied"] as? [[String: Any]])?.first }
        let amounts = steps.compactMap { ($0["parameters"] as? [String: Any])?["amount"] as? Double }
        #expect(Set(amounts).count == 4 && amounts.allSatisfy { (0.1...0.6).contains($0) })
        #expect(steps.allSatisfy { $0["operation"] as? String == "command" })
    }

    @Test("a run goes on only with the same program")
    func identity() throws {
        let scratch = try scratch(darker, step: ", parameters: {amount: 0.5}", variants: 1)
        func resume() throws -> (status: Int32, errors: String) {
            let outcome = try scratch.foxing(
                "run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands", "--resume")
            return (outcome.status, outcome.errors)
        }
        #expect(try resume().status == 0)
        #expect(try resume().status == 0)
        scratch.put("step.py", scratch.text("step.py") + "# another state\n")
        let other = try resume()
        #expect(other.status == 3 && other.errors.contains("python3 step.py"), "\(other.errors)")
    }

    @Test(
        "what goes wrong with a program costs the variant, not the run",
        arguments: [
            ("sys.exit(3)", "has ended"),
            ("print('x' * 70000000, flush=True)", "16 MiB"),
            ("print('nonsense', flush=True)", "something else"),
            ("answer = {'error': 'no ink'}", "no ink"),
            ("answer = {'id': 5}; print(json.dumps(answer), flush=True)", "something else"),
            ("time.sleep(60)", "in time"),
            ("pass", "no picture"),
            ("open(request['output'], 'wb').write(b'P5')", "cannot be used"),
            ("write(request, kind, width, height - 1, pixels)", "stay where they are"),
            ("write(request, kind, width, height, pixels[:-5])", "cannot be used"),
            ("write(request, b'P6', width, height, bytes(range(256)) * (width * height // 64))", "color: true"),
        ])
    func faults(fault: String, message: String) throws {
        let scratch = try scratch(
            """
            first = not os.path.exists("failed")
            open("failed", "w").close()
            if first: \(fault)
            else: write(request, kind, width, height, pixels)
            """, step: ", timeout: \(fault.contains("sleep") ? 2 : 60)", variants: 3)
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands", "-j", "1")
        #expect(outcome.status == 1)
        let failures = scratch.rows("out/failures.jsonl")
        #expect(failures.count == 1)
        #expect(failures.first?["message"].contains(message) == true, "\(failures.first?["message"] ?? "")")
        #expect(failures.first?["message"].contains("python3 step.py") == true)
        #expect(scratch.rows("out/manifest.jsonl").count == 2)
    }

    @Test("a program that is not there is said to be so")
    func missing() throws {
        let scratch = try scratch("pass")
        scratch.put("p.yaml", "stages: {scan: [{command: {run: [there-is-no-such-program]}}]}\n")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands")
        #expect(outcome.status == 3)
        #expect(
            scratch.rows("out/failures.jsonl").first?["message"].contains("cannot be started: No such file") == true)
    }

    @Test("programs and what they were handed are gone after a run")
    func nothingStays() throws {
        let scratch = try scratch(
            """
            open(f"process-{os.getpid()}", "w").write(request["image"])
            write(request, kind, width, height, pixels)
            """, variants: 5)
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands", "-j", "2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let processes = scratch.files().filter { $0.hasPrefix("process-") }
        // Kept alive for each worker.
        #expect((1...2).contains(processes.count))
        for process in processes {
            #expect(!FileManager.default.fileExists(atPath: "/proc/" + process.dropFirst("process-".count)))
            #expect(!FileManager.default.fileExists(atPath: scratch.text(process)))
        }
    }

    @Test("a preview starts programs only when that is allowed")
    func preview() throws {
        let scratch = try scratch("write(request, kind, width, height, pixels)")
        let refused = try scratch.foxing("preview", "p.yaml", "pages/a.png", "-n", "1")
        #expect(refused.status == 2 && refused.errors.contains("--allow-commands"))
        let shown = try scratch.foxing("preview", "p.yaml", "pages/a.png", "-n", "1", "--allow-commands")
        #expect(shown.status == 0 && scratch.holds("preview.png"), "\(shown.errors)")
        #expect(try scratch.foxing("check", "p.yaml").status == 0)
    }

    @Test("the example of twenty lines darkens the edge of a page")
    func example() throws {
        let scratch = try scratch("pass")
        let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../examples/step_of_twenty_lines.py")
        scratch.put("step.py", try String(contentsOf: example, encoding: .utf8))
        scratch.put(
            "p.yaml",
            "stages: {scan: [{command: {run: [python3, step.py], parameters: {width: 2..6mm}, color: true}}]}\n")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--allow-commands")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(scratch.rows("out/manifest.jsonl").count == 1)
    }
}
