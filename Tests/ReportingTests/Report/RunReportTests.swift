import Files
import Foundation
import JSON
import Jobs
import TestSupport
import Testing

@testable import Reporting

@Suite("The report of a run") struct RunReportTests {
    private let context = RunReport.Context(plan: nil, workers: 2) { code in code == "I14" ? "A damaged picture" : nil }

    private func html(_ folder: RunFolder) throws -> String {
        folder.put()
        return try RunReport(folder.path, context: context).html
    }

    /// A run with readings: eight variants of two pages each, two of them dropped.
    private func measured() throws -> RunFolder {
        var folder = RunFolder()
        for page in ["a", "b"] {
            for variant in 0..<8 {
                let isDropped = page == "b" && variant < 2
                let row = RunFolder.row(
                    page, variant, cer: isDropped ? 60 + variant : variant * 3,
                    steps: [("blur", .number(Double(variant)))],
                    status: isDropped ? .dropped : .kept,
                    reason: isDropped ? "cer 0.6\(variant) (0.5..0.7) not in 0..0.4" : nil)
                folder.rows.append(row)
                try folder.putFiles(for: row)
            }
        }
        return folder
    }

    @Test("one file tells all, without scripts and without anything from elsewhere")
    func whole() throws {
        let html = try html(try measured())
        for title in [
            "What was made from what", "What was kept, and why not", "Readability", "Which steps cost readability",
            "Variants to look at", "Characters", "Sizes and resolutions", "Diversity", "Time", "Notes and failures",
            "The pipeline", "Versions and digests",
        ] {
            #expect(html.contains("<h2>\(title)</h2>"), "\(title)")
        }
        #expect(!html.contains("<script"))
        #expect(!html.contains("<link"))
        #expect(
            html.matches(of: /(?:src|href)="([^"]{0,6})/).allSatisfy {
                $0.output.1.hasPrefix("data:i") || $0.output.1.hasPrefix("#")
            })
        #expect(html.contains("prefers-color-scheme:dark"))
        #expect(html.contains("@media print"))
        #expect(html.contains("87.5 %"))
        #expect(html.contains("cer above 0.4"))
        #expect(html.contains("data:image/webp;base64,"))
    }

    @Test("every element that is opened is closed, as a strict reader sees it")
    func wellFormed() throws {
        let html = try html(try measured())
        let body = try #require(html.split(separator: "<body>").last).split(separator: "</body>")[0]
        let document = "<body>" + body.replacing(/<(img|br)([^>]*)>/) { "<\($0.output.1)\($0.output.2)/>" } + "</body>"
        var open: [Substring] = []
        for tag in document.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) {
            if tag.output.1 == "/" {
                #expect(open.popLast() == tag.output.2)
            } else if tag.output.3.isEmpty {
                open.append(tag.output.2)
            }
        }
        #expect(open.isEmpty)
    }

    @Test("what a run, a file or a page is called stays text, whatever it holds")
    func hostileNames() throws {
        let name = "<script>alert(1)</script>&\"'\u{1}"
        var folder = RunFolder()
        let row = RunFolder.row(name, 0, cer: 5, steps: [(name, .string(name))], reason: name)
        folder.rows = [row]
        folder.failures = [FailureRow(source: name, file: name, page: 1, code: name, message: name)]
        folder.record = .object(
            ("pipeline", .object(("name", .string(name)))), ("seed", .string(name)),
            ("options", .object((name, .string(name)))),
            ("warnings", .object((name, 1))), ("libraries", .object((name, .string(name)))),
            ("machine", .object((name, .string(name)))), ("sets", .object((name, .object(("labels", 1))))))
        let html = try html(folder)
        #expect(!html.contains("<script"))
        #expect(!html.contains("\u{1}"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\u{FFFD}"))
    }

    @Test("a run that read nothing back, or has no labels, says so in place of drawings")
    func bare() throws {
        var folder = RunFolder()
        folder.rows = (0..<3).map { variant in
            var row = RunFolder.row("a", variant)
            row.image?.labels = nil
            return row
        }
        let html = try html(folder)
        #expect(html.contains("No variant was read back"))
        #expect(html.contains("The set has no labels with text"))
        #expect(html.contains("Without a reading nothing is known"))
        #expect(html.contains("The run kept no times."))
        #expect(html.contains("A sample"))
    }

    @Test("pictures that are gone are named in their place")
    func missingPictures() throws {
        let folder = try measured()
        folder.scratch.remove("images/a_aug_0.png")
        folder.scratch.put("images/a_aug_1.png", "no picture")
        let html = try html(folder)
        #expect(html.contains(#"<div class="gone">images/a_aug_0.png cannot be read</div>"#))
        #expect(html.contains(#"<div class="gone">images/a_aug_1.png cannot be read</div>"#))
        #expect(html.contains("cannot be read any more"))
    }

    @Test("nothing outside the folder is read, whatever the manifest says")
    func pathsStayInside() throws {
        var folder = RunFolder()
        let secret = Scratch()
        var other = RunFolder.row("a", 0, cer: 1)
        try folder.putFiles(for: other)
        secret.put("x.png", try #require(folder.scratch.bytes("images/a_aug_0.png")))
        other.image?.path = "../" + secret.path.split(separator: "/").last! + "/x.png"
        folder.rows = [other]
        #expect(!(try html(folder)).contains("data:image"))
    }

    @Test("failures and notes are told by kind, with what their codes mean")
    func failures() throws {
        var folder = RunFolder()
        folder.rows = [RunFolder.row("a", 0)]
        folder.failures = (0..<60).map {
            FailureRow(source: "s\($0)", file: "s\($0).tif", page: 1, code: "I14", message: "is damaged")
        }
        folder.failures.append(
            FailureRow(source: "a", file: "a.png", page: 1, variant: 0, code: "D51", message: "m", action: .retried))
        folder.record = .object(("warnings", .object(("IW25", 12))))
        let html = try html(folder)
        #expect(html.contains("A damaged picture"))
        #expect(html.contains("The first 50 of 60"))
        #expect(html.contains("<code>IW25</code>"))
        #expect(html.contains("1 draw did not do"))
    }

    @Test("a run that is not finished is told from its ledger, where later lines count")
    func unfinished() throws {
        let folder = try measured()
        folder.put()
        func line(_ row: ManifestRow) -> String {
            let json: JSONValue = .object(
                ("source", .string(row.source)), ("file", .string(row.file)), ("page", 1), ("pages", 1),
                ("variant", .integer(row.variant)), ("inputs", "x"), ("files", []), ("failures", []), ("row", row.json))
            return CanonicalJSON.text(json) + "\n"
        }
        var again = folder.rows[0]
        again.status = .flagged
        let lines = folder.rows.prefix(3).map(line) + [line(again), "{\"source\":\"cut o"]
        folder.scratch.put("ledger.jsonl", "{\"ledger\":1,\"job\":{},\"shard\":null}\n" + lines.joined())
        folder.scratch.remove("manifest.jsonl")
        let html = try RunReport(folder.path, context: context).html
        #expect(html.contains("The run was not finished"))
        #expect(html.contains("3 variants of 1 page"))
        #expect(html.contains("flagged"))
    }

    @Test("lines that are none are counted, and an empty run has a report too")
    func strange() throws {
        let folder = try measured()
        folder.put()
        folder.scratch.put("manifest.jsonl", folder.rows.flatMap(\.line) + Array("{}\nnot JSON\n".utf8))
        #expect(try RunReport(folder.path, context: context).html.contains("2 lines of the manifest"))
        #expect(try html(RunFolder()).contains("There are no variants."))
    }

    @Test("a folder without a run is refused")
    func noRun() {
        #expect(throws: JobProblem.self) { try RunReport(Scratch().path, context: context) }
        #expect(throws: JobProblem.self) { try RunReport(Scratch().path + "/none", context: context) }
    }

    @Test("only a report as Foxing wrote it is replaced")
    func ownership() throws {
        let folder = try measured()
        folder.put()
        let report = try RunReport(folder.path, context: context)
        let path = folder.path + "/report.html"
        try report.write(to: path)
        try report.write(to: path)
        folder.scratch.put("report.html", report.html.replacing("Readability", with: "Legibility"))
        #expect(throws: JobProblem.self) { try report.write(to: path) }
        try report.write(to: path, overwrites: true)
        #expect(folder.scratch.text("report.html") == report.html)
        folder.scratch.put("report.html", "my notes")
        #expect(throws: JobProblem.self) { try report.write(to: path) }
        #expect(folder.scratch.text("report.html") == "my notes")
    }

    @Test("an outdated report goes, one of the manifest that is there and one that was changed stay")
    func outdated() throws {
        let folder = try measured()
        folder.put()
        let path = folder.path + "/report.html"
        let report = try RunReport(folder.path, context: context)
        try report.write(to: path)
        RunReport.removeOutdated(path, ofRunIn: folder.path)
        #expect(folder.scratch.holds("report.html"))
        folder.scratch.put("manifest.jsonl", folder.rows.dropLast().flatMap(\.line))
        folder.scratch.put("report.html", report.html + "<p>mine</p>")
        RunReport.removeOutdated(path, ofRunIn: folder.path)
        #expect(folder.scratch.holds("report.html"))
        folder.scratch.put("report.html", report.html)
        RunReport.removeOutdated(path, ofRunIn: folder.path)
        #expect(!folder.scratch.holds("report.html"))
    }

    @Test("two thousand variants take no more room than a few, and well below 2 MB")
    func size() throws {
        var folder = RunFolder()
        for page in 0..<400 {
            for variant in 0..<5 {
                let steps: [(name: String, value: JSONValue)] = (0..<6).map {
                    ("step-\($0)", .number(Double(page * variant % 97)))
                }
                folder.rows.append(
                    RunFolder.row(
                        "page-\(page)", variant, cer: page % 50, steps: steps,
                        status: page % 50 > 40 ? .dropped : .kept,
                        reason: page % 50 > 40 ? "cer 0.\(page % 50) not in 0..0.4" : nil))
            }
        }
        #expect(try html(folder).utf8.count < 300_000)
    }

    @Test("characters are counted once for every variant that is kept, and rare ones are shown")
    func characters() throws {
        let folder = try measured()
        folder.put()
        let contents = try RunContents(folder.path, workers: 2)
        let counts = CharacterCounts(of: contents, workers: 2)
        // "Two words" on two pages, eight and six variants kept.
        #expect(counts.total == 8 * 14)
        #expect(counts.pages == 2)
        #expect(counts.counts.first?.character == "o")
        #expect(counts.counts.first?.times == 28)
        #expect(counts.rare.count == counts.counts.count)
    }

    @Test("the gallery takes few of one page, the best and the worst, and those nearest to the limit")
    func gallery() {
        let rows = (0..<30).flatMap { page in (0..<4).map { RunFolder.row("p\(page)", $0, cer: page + $0) } }
        let groups = Gallery.choice(rows, 0...0.16)
        #expect(groups.map(\.title) == ["The best", "The worst that are kept", "Borderline"])
        #expect(groups[0].rows.map(\.source) == (0..<12).map { "p\($0)" })
        #expect(groups[1].rows.first?.id == "p29_aug_3")
        #expect(Set(groups[1].rows.map(\.source)).count == 12)
        #expect(groups[2].rows.first?.errorRate == 0.16)
        // With a limit above all of them, those nearest to it are the worst, which are not shown twice.
        let again = Gallery.choice(rows, 0...0.4)
        #expect(Set(again[1].rows.map(\.id)).isDisjoint(with: again[2].rows.map(\.id)))
    }

    @Test("variants that show the same are found, and the distance of draws lies between 0 and 1")
    func diversity() {
        let rows = [
            RunFolder.row("a", 0, steps: [("blur", .number(1))], pixels: "x"),
            RunFolder.row("a", 1, steps: [("blur", .number(1))], pixels: "x"),
            RunFolder.row("a", 2, steps: [("blur", .number(3))]),
            RunFolder.row("a", 3, steps: [("rotate", .number(1))]),
            RunFolder.row("b", 0), RunFolder.row("b", 1),
        ]
        let diversity = Diversity(rows)
        #expect(diversity.twins == [["a_aug_0", "a_aug_1"]])
        #expect(diversity.distances == [0, 1, 1, 0])
    }
}
