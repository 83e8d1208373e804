internal import Files
internal import Foundation
internal import Foxing
internal import Synchronization

/// The pipelines that requests came with last, compiled, so that one that comes again costs nothing.
final class PipelineShelf: Sendable {
    /// A page that is tried with many pipelines keeps few of them alive.
    private static let most = 32
    /// The longest text of a pipeline, in bytes.
    static let longestText = 256 << 10

    private struct Entry {
        let key: String
        let stamps: [String]
        let pipeline: ReadyPipeline
    }

    let rules: PipelineRules
    private let tessdata: String?
    private let entries = Mutex<[Entry]>([])

    init(root: RootFolder?, tessdata: String?) {
        rules = PipelineRules(root: root)
        self.tessdata = tessdata
    }

    /// The text that a request names, as `pipeline` or as `preset`; nil when it names none.
    func text(of fields: Fields) throws(Problem) -> String? {
        let (text, preset) = (fields.text("pipeline"), try fields.name("preset"))
        if text != nil, preset != nil { throw Problem(.field, "give 'pipeline' or 'preset', not both", at: "preset") }
        if let text {
            guard text.utf8.count <= Self.longestText else {
                throw Problem(.size, "the pipeline has more than \(Self.longestText) bytes", at: "pipeline")
            }
            return text
        }
        guard let preset else { return nil }
        guard let known = Presets.all.first(where: { $0.name == preset }) else {
            let near = nearestName(to: preset, among: Presets.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            throw Problem(.preset, "there is no preset '\(preset.shortened)'\(near)", at: "preset")
        }
        return known.text
    }

    /// The pipeline file of a request, with all findings; throws where it names none.
    func file(of fields: Fields) throws(Problem) -> PipelineFile {
        guard let text = try text(of: fields) else {
            throw Problem(.field, "neither 'pipeline' nor 'preset' is given", at: "pipeline")
        }
        return file(text, try checked(fields.list("set")))
    }

    /// As many changes, of as many bytes, as anybody writes.
    private func checked(_ changes: [String]) throws(Problem) -> [String] {
        guard changes.count <= 200, changes.allSatisfy({ $0.utf8.count <= 16 << 10 }) else {
            throw Problem.value("set", "has more than 200 changes, or one of more than 16384 bytes")
        }
        return changes
    }

    private func file(_ text: String, _ changes: [String]) -> PipelineFile {
        PipelineFile(
            bytes: Array(text.utf8), path: rules.pipelinePath, overrides: changes,
            surroundings: rules.surroundings(tessdata: tessdata))
    }

    /// The pipeline of a request, ready to make variants. Throws `pipeline` with the findings where it has errors.
    func pipeline(of fields: Fields) throws(Problem) -> ReadyPipeline {
        guard let text = try text(of: fields) else {
            throw Problem(.field, "neither 'pipeline' nor 'preset' is given", at: "pipeline")
        }
        return try pipeline(text, try checked(fields.list("set")), seed: fields.seed("seed"))
    }

    /// The same from a text.
    func pipeline(_ text: String, _ changes: [String], seed: UInt64?) throws(Problem) -> ReadyPipeline {
        let key = SHA256.hex(of: ([text] + changes + ["\(seed.map(String.init) ?? "")"]).joined(separator: "\u{0}"))
        if let known = known(key) { return known }
        let file = file(text, changes)
        guard let plan = file.plan else { throw Self.problem(of: file) }
        try rules.check(plan, readsInput: false)
        let ready: ReadyPipeline
        do {
            ready = try ReadyPipeline(file, seed: seed, tessdata: tessdata)
        } catch {
            throw Problem(error)
        }
        entries.withLock { entries in
            entries.append(Entry(key: key, stamps: stamps(of: plan), pipeline: ready))
            if entries.count > Self.most { entries.removeFirst() }
        }
        return ready
    }

    private func known(_ key: String) -> ReadyPipeline? {
        let entry = entries.withLock { entries -> Entry? in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry
        }
        guard let entry, entry.stamps == stamps(of: entry.pipeline.plan) else {
            entries.withLock { $0.removeAll { $0.key == key } }
            return nil
        }
        return entry.pipeline
    }

    /// What changes when a picture that the plan names does.
    private func stamps(of plan: Plan) -> [String] {
        plan.pictureNames.sorted().map { name in
            let path = RelativePath.join(RelativePath.folder(of: rules.pipelinePath), name)
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            // Another picture in its folder may be one that a step draws from.
            let folder = FileTree.stamp(of: RelativePath.folder(of: path)) ?? 0
            return "\(name) \(FileTree.size(of: path) ?? -1) \(date) \(folder)"
        }
    }

    /// A pipeline with errors, as its sender is told.
    static func problem(of file: PipelineFile) -> Problem {
        var problem = Problem(
            .pipeline, DiagnosticRenderer.summary(file.findings).map { "the pipeline has \($0)" } ?? "", at: "pipeline")
        problem.members = [JSONValue.Member("findings", .array(file.findingObjects))]
        return problem
    }
}
