internal import Files
internal import Foundation
internal import Foxing
internal import HTTPTypes

/// Whole runs on folders below the root.
enum RunRequests {
    private static let id = Field("id", .text, "the run", isNeeded: true)

    static let all = [
        Endpoint(
            .get, "/v1/folders", "What a folder below the root holds",
            fields: [Field("path", .text, "the folder, below the root", fallback: "")], problems: [.root, .file]
        ) { call in
            let office = try office(call)
            return Answer(try FolderListing(call.fields.text("path") ?? "", below: office.root).json)
        },
        Endpoint(
            .post, "/v1/runs", "Starts a run, or queues it", body: .fields,
            fields: CommonFields.pipeline + [
                Field("file", .text, "a pipeline file's path below the root"), CommonFields.seed,
                Field("inputs", .list, "patterns of pages below the root; by default the pipeline's"),
                Field("output", .text, "a folder below the root", isNeeded: true),
                Field("variants", .whole(1...10_000_000), "of each page; by default the pipeline's"),
                Field("limit", .whole(0...Int(Int32.max)), "the first pages only"),
                Field("dpi", .number(30...2400), "pixels per inch of pages that do not say them"),
                Field(
                    "policy", .choice(RunOrder.Policy.allCases.map(\.rawValue)),
                    "what is done with what is in the folder", fallback: "fresh"),
                Field("workers", .whole(1...1024), "threads; not more than the server's"),
                Field("max_failures", .whole(0...Int(Int32.max)), "the run ends after more failures than that"),
            ], statuses: [202], problems: [.preset, .root, .command, .pipeline, .file, .state, .busy], answer: order),
        Endpoint(.get, "/v1/runs", "All runs, the newest first", problems: [.root]) { call in
            let office = try office(call)
            return Answer(.array(office.all.map { $0.json(files: files(of: $0, office)) }))
        },
        Endpoint(.get, "/v1/runs/{id}", "One of them", fields: [id], problems: [.root, .run]) { call in
            let office = try office(call)
            let run = try office.run(call.argument("id"))
            return Answer(run.json(files: files(of: run, office)))
        },
        Endpoint(
            .delete, "/v1/runs/{id}", "Stops a run, or forgets one that is over", fields: [id],
            types: ["application/json"],
            statuses: [204, 202], problems: [.root, .run]
        ) { call in
            let office = try office(call)
            let run = try office.run(call.argument("id"))
            return try office.remove(run.order.id) ? Answer(status: 204) : Answer(run.json(files: []), status: 202)
        },
        Endpoint(
            .get, "/v1/runs/{id}/events", "What happens in a run, as server-sent events", fields: [id],
            types: ["text/event-stream"], problems: [.root, .run], answer: events),
        Endpoint(
            .get, "/v1/runs/{id}/files/{path...}", "A file of the run's folder",
            fields: [id, Field("path", .text, "below the run's folder", isNeeded: true)],
            types: ["application/octet-stream"], problems: [.root, .run, .file], answer: file),
    ]

    private static func office(_ call: Call) throws(Problem) -> RunOffice {
        if let office = call.house.runs { return office }
        throw Problem(.root, "the server was started without --root, so there are no folders")
    }

    private static func order(_ call: Call) throws -> Answer {
        let (office, fields) = (try office(call), call.fields)
        var (text, folder) = (try call.house.pipelines.text(of: fields), String?.none)
        if let path = try fields.name("file") {
            if text != nil { throw Problem(.field, "give 'pipeline', 'preset' or 'file', not two of them", at: "file") }
            let whole = try office.root.resolve(path, at: "file")
            guard case .file? = FileTree.kind(of: whole),
                let bytes = try? WholeFile.read(whole, limit: PipelineShelf.longestText),
                let read = String(validating: bytes, as: UTF8.self)
            else { throw Problem(.file, "there is no pipeline '\(path.shortened)'", at: "file") }
            text = read
            folder = office.root.name(of: RelativePath.folder(of: whole))
        }
        guard let text else {
            throw Problem(.field, "none of 'pipeline', 'preset' and 'file' is given", at: "pipeline")
        }
        let inputs = fields.list("inputs")
        if inputs.count > 1000 { throw Problem.value("inputs", "has more than 1000 patterns") }
        try PipelineRules(root: office.root).check(patterns: inputs, at: "inputs")
        let now = Date()
        let order = RunOrder(
            id: office.newID(at: now), text: text, folder: folder, changes: fields.list("set"),
            seed: fields.seed("seed"),
            inputs: inputs, output: fields.text("output") ?? "", variants: fields.whole("variants"),
            limit: fields.whole("limit"), dpi: fields.number("dpi"),
            policy: fields.text("policy").flatMap(RunOrder.Policy.init) ?? .fresh, workers: fields.whole("workers"),
            maxFailures: fields.whole("max_failures"), created: now.timeIntervalSince1970)
        let execution = RunExecution(office.root, call.house.options, call.house.pipelines.rules)
        let file = try execution.file(of: order)
        _ = try execution.output(of: order)
        let run = try office.enter(
            order, pipeline: file.plan?.name ?? "", variants: order.variants ?? file.plan?.variants ?? 1)
        var answer = Answer(run.json(files: []), status: 202)
        answer.headers[.location] = "/v1/runs/\(order.id)"
        return answer
    }

    private static func events(_ call: Call) throws -> Answer {
        let office = try office(call)
        let run = try office.run(call.argument("id"))
        var answer = Answer()
        answer.headers[.contentType] = "text/event-stream"
        answer.headers[.cacheControl] = "no-store"
        let files = files(of: run, office)
        answer.body = .stream { pen in
            for await piece in run.events(files: files) { try await pen.write(piece) }
        }
        return answer
    }

    /// What can be fetched of a run, besides its pictures.
    private static func files(of run: OrderedRun, _ office: RunOffice) -> [String] {
        guard run.now.started != nil else { return [] }
        return ["report.html", "run.json", "manifest.jsonl", "failures.jsonl", "pipeline.yaml"].filter { name in
            guard let path = try? office.root.resolve(run.order.output + "/" + name, at: "") else { return false }
            return FileTree.kind(of: path) == .file
        }
    }

    private static func file(_ call: Call) throws -> Answer {
        let office = try office(call)
        let run = try office.run(call.argument("id"))
        let name = call.argument("path")
        let missing = Problem(.file, "the run has no file '\(name.shortened)'", at: "path")
        guard run.now.started != nil, run.now.state != .failed, RelativePath.staysBelow(name) else { throw missing }
        let whole = try office.root.resolve(RelativePath.join(run.order.output, name), at: "path")
        guard FileTree.kind(of: whole) == .file, let bytes = try? WholeFile.read(whole) else { throw missing }
        var answer = Answer(bytes, type: FileTypes.type(of: name) ?? "application/octet-stream")
        // A report shows itself, and can do nothing to the server that it came from.
        let isPage = name.hasSuffix(".html") || name.hasSuffix(".svg")
        if isPage {
            answer.headers[.contentSecurityPolicy] =
                "sandbox allow-scripts allow-downloads; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
                + "script-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'"
        }
        return answer
    }
}
