internal import Engine
internal import JSON
internal import Jobs

extension ReportView {
    // MARK: Time

    var time: Markup {
        let times = record["seconds"].map(WorkTimes.init) ?? WorkTimes()
        guard !times.isEmpty else { return .paragraph("The run kept no times.") }
        let out = Markup.paragraph(
            "What the workers spent their time on, added up over all of them, in the run that ended last; what an earlier run had made is not in it."
        )
        return out + TimeView(times).markup
    }

    // MARK: Notes and failures

    var notes: Markup {
        var out: Markup = ""
        let warnings = (record["warnings"]?.members ?? []).sorted {
            ($1.value.integer ?? 0, $0.name) < ($0.value.integer ?? 0, $1.name)
        }
        if warnings.isEmpty {
            out += .paragraph("There is nothing to note.")
        } else {
            let lines = warnings.map { warning in
                [
                    Markup.code(warning.name), Markup(words: context.title(warning.name) ?? ""),
                    Markup(words: Shown.count(warning.value.integer ?? 0)),
                ]
            }
            out += "<h3>Notes by kind</h3>" + .table(["Code", "What", "Times"], lines, numbers: [2])
        }
        if contents.strangeLines > 0 {
            out +=
                Markup(raw: #"<p class="warn">"#)
                + Markup(
                    words:
                        "\(Shown.plural(contents.strangeLines, "line")) of the manifest or of the failures cannot be read; the report leaves them out."
                )
                + Markup(raw: "</p>\n")
        }
        return out + failures
    }

    private var failures: Markup {
        let failed = failed
        let again = contents.failures.count - failed.count
        var out: Markup = ""
        if failed.isEmpty {
            out += .paragraph("Nothing failed.")
        } else {
            let kinds = Dictionary(grouping: failed, by: \.code).sorted {
                ($1.value.count, $0.key) < ($0.value.count, $1.key)
            }
            let lines = kinds.map { code, rows in
                [
                    Markup.code(code), Markup(words: context.title(code) ?? ""), Markup(words: Shown.count(rows.count)),
                    Markup(words: rows[0].message),
                ]
            }
            out += "<h3>Failures by kind</h3>" + .table(["Code", "What", "Times", "For example"], lines, numbers: [2])
            let each = failed.prefix(50).map { row -> [Markup] in
                [
                    Markup(words: row.file + (row.page > 1 ? " page \(row.page)" : "")),
                    Markup(words: row.variant.map { String($0) } ?? "all"), Markup.code(row.code),
                    Markup(words: row.message),
                ]
            }
            out += .folded(
                failed.count > 50 ? "The first 50 of \(Shown.count(failed.count))" : "Each",
                .table(["File", "Variant", "Code", "What"], Array(each)))
        }
        if again > 0 {
            out += .paragraph("\(Shown.plural(again, "draw")) did not do and was made anew: see failures.jsonl.")
        }
        return out + .note("'foxing explain CODE' says more of a code.")
    }

    // MARK: Pipeline

    var pipeline: Markup {
        var out: Markup = ""
        if let plan = context.plan {
            out += StageGraph(plan).drawing.element
        } else {
            out += .paragraph(
                "The stages cannot be drawn, since the pipeline file cannot be read or does not fit this version of Foxing."
            )
        }
        guard let bytes = contents.pipeline else { return out + .paragraph("There is no copy of the pipeline file.") }
        let text = String(decoding: bytes.prefix(200_000), as: UTF8.self)
        return out + "<h3>As it was written</h3><pre>\(text)</pre>"
            + (bytes.count > 200_000 ? .note("The file is cut here.") : "")
    }

    // MARK: Versions

    var versions: Markup {
        let tool = record["tool"]
        let name = [tool?["name"]?.text, tool?["version"]?.text].compactMap(\.self).joined(separator: " ")
        var facts: [(String, Markup)] = [
            ("Made with", Markup(words: name.isEmpty ? "–" : name)), ("Build", .code(tool?["build"]?.text ?? "–")),
            ("For", .code(tool?["target"]?.text ?? "–")),
        ]
        for library in record["libraries"]?.members ?? [] {
            facts.append((library.name, Markup(words: library.value.text ?? "–")))
        }
        let readers = Set(rows.lazy.compactMap { $0.readability?.engine }).sorted()
        if !readers.isEmpty { facts.append(("Read by", Markup(words: readers.joined(separator: ", ")))) }
        let machine = (record["machine"]?.members ?? []).map { member -> (String, Markup) in
            let value = member.value
            let shown =
                member.name == "memory" ? value.double.map(Shown.bytes) : value.text ?? value.integer.map(Shown.count)
            return (member.name, Markup(words: shown ?? "–"))
        }
        var digests: [[Markup]] = [
            [contents.isComplete ? "manifest.jsonl" : "ledger.jsonl", .code(contents.sha256)],
            ["pipeline.yaml", .code(record["pipeline"]?["sha256"]?.text ?? "–")],
        ]
        let models = rows.lazy.compactMap { $0.readability?.models }.first ?? []
        digests += models.map { ["model \($0.language)", .code($0.sha256)] }
        digests += contents.identity.map { [Markup(words: $0.name), .code($0.value.text ?? "")] }
        return .facts(facts) + "<h3>Machine</h3>" + .facts(machine) + "<h3>Digests</h3>"
            + .table(["Of", "SHA-256, or the value itself"], digests)
    }
}
