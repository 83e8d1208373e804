import Foundation
import TestSupport
import Testing

@Suite("foxing report and foxing bench") struct ReportTests {
    private func scratch(_ pipeline: String = Pipelines.rich) -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", pipeline)
        for page in 0..<2 { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
        return scratch
    }

    @Test("tells of a run on one page, beside its manifest or where it is asked for")
    func report() throws {
        let scratch = scratch()
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-q").status == 0)
        let before = scratch.set("out")
        let outcome = try scratch.foxing("report", "out")
        #expect(outcome.status == 0)
        #expect(outcome.output == "out/report.html\n")
        #expect(outcome.errors == "")
        let html = scratch.text("out/report.html")
        #expect(html.contains("rich: 8 variants of 2 pages"))
        // The graph of the stages, and what the run took.
        #expect(html.contains("The stages of rich"))
        #expect(html.contains("Rendering by stage"))
        #expect(try scratch.foxing("report", "out", "-o", "other.html").output == "other.html\n")
        #expect(scratch.text("other.html") == html)
        #expect(scratch.set("out").filter { $0.key != "report.html" } == before)
    }

    @Test("run --report leaves the same set and a report, which a later run replaces or removes")
    func withRun() throws {
        let scratch = scratch()
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "plain", "-q").status == 0)
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-q", "--report").status == 0)
        #expect(scratch.set("out").filter { $0.key != "report.html" } == scratch.set("plain"))
        #expect(scratch.text("out/report.html").contains("8 variants of 2 pages"))
        // Resumed as it is, the report still tells of it; grown, it does not.
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-q", "--resume").status == 0)
        #expect(scratch.holds("out/report.html"))
        #expect(
            try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-q", "--resume", "-n", "5").status == 0)
        #expect(!scratch.holds("out/report.html"))
        #expect(
            try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-q", "--resume", "-n", "5", "--report")
                .status == 0)
        #expect(scratch.text("out/report.html").contains("10 variants of 2 pages"))
    }

    @Test("a file of that name that Foxing did not write stays, and the run does not begin")
    func foreign() throws {
        let scratch = scratch()
        scratch.put("out/report.html", "mine")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--overwrite", "--report", "-q")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("is not a report as Foxing wrote it"))
        #expect(scratch.text("out/report.html") == "mine")
        #expect(!scratch.holds("out/manifest.jsonl"))
        #expect(try scratch.foxing("report", "nowhere").errors.contains("there is no folder 'nowhere'"))
    }

    @Test("bench times each number of workers, names the best and draws it")
    func bench() throws {
        let scratch = scratch(Pipelines.plain)
        let outcome = try scratch.foxing(
            "bench", "p.yaml", "pages", "--workers", "1,2", "-n", "2", "--scratch", scratch.path, "-o", "b.svg", "-o",
            "b.json")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("variants/s"))
        #expect(outcome.output.contains("\nbest: "))
        #expect(outcome.output.contains("\nbound by: "))
        #expect(scratch.text("b.svg").hasPrefix("<svg"))
        #expect(scratch.text("b.json").contains("\"foxing-bench\": 1"))
        #expect(scratch.files() == ["b.json", "b.svg", "p.yaml", "pages/0.png", "pages/1.png"])
        let again = try scratch.foxing(
            "bench", "p.yaml", "pages/0.png", "--workers", "1", "-n", "1", "--against", "b.json", "-o", "bars.svg")
        #expect(again.status == 0)
        #expect(again.output.contains(" times foxing "))
        #expect(scratch.text("bars.svg").contains("before"))
    }

    @Test("bench says what the run that it started had to say")
    func benchFails() throws {
        let scratch = scratch(Pipelines.plain)
        let outcome = try scratch.foxing("bench", "p.yaml", "nothing-here", "-n", "1")
        #expect(outcome.status == 3)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("nothing-here"))
        #expect(try scratch.foxing("bench", "p.yaml", "pages", "--against", "p.yaml").status == 3)
        #expect(try scratch.foxing("bench", "p.yaml", "pages", "-o", "b.png").status == 2)
    }
}
