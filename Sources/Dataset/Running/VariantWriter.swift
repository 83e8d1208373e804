import Codecs
import Engine
import Imaging
import OperationKit

/// Makes one variant: renders it, has it judged, writes its files.
struct VariantWriter: Sendable {
    let renderer: Renderer
    let folder: OutputFolder
    let names: VariantNames
    let entries: [RunInput.Entry]
    let sets: TrainingSets?

    private var plan: Plan { renderer.plan }

    /// What became of a variant.
    struct Outcome: Sendable {
        var row: ManifestRow?
        /// What it adds to training sets.
        var sets = SetContribution()
        var failures: [FailureRow] = []
        /// Set when the output itself is in trouble, which ends the run.
        var fatal: DatasetProblem?
    }

    func make(_ index: Int, variant: Int, of source: PreparedSource, judge: (any PageJudge)?) -> Outcome {
        var outcome = Outcome()
        let id = entries[index].source.id
        let isMeasured = judge != nil && source.reference != nil && isSampled(id, variant)
        let attempts = isMeasured ? (plan.readability?.retries ?? 0) : 0
        for attempt in 0...attempts {
            let key = VariantKey(source: id, variant: variant, attempt: attempt)
            do {
                var rendering = try renderer.render(source.prepared, key)
                let chance = chance(of: id, variant)
                let verdict = try judged(rendering, isMeasured ? judge : nil, source.reference, chance)
                if let objection = verdict.objection, attempt < attempts {
                    outcome.failures.append(failure(index, variant, code: "D51", objection, .retried))
                    continue
                }
                if plan.readability?.marksUnread == true { rendering.mark(unread: verdict.unread) }
                let (row, pictures) = try write(rendering, verdict, key, index, source)
                outcome.row = row
                if let sets {
                    outcome.sets = try sets.contribution(
                        of: row, input: { pictures[$0].input(in: folder) }, clean: { try source.cleanInput() })
                }
            } catch let problem as DatasetProblem {
                outcome.fatal = problem
            } catch {
                outcome.failures.append(
                    failure(index, variant, code: DatasetCode.operationFault.rawValue, String(describing: error)))
            }
            return outcome
        }
        return outcome
    }

    /// Where the training picture of a variant goes.
    func imagePath(_ index: Int, _ variant: Int) -> String {
        names.path(
            "images", source: index, variant: variant, fileExtension: PictureFormat(plan.outputs[0]).fileExtension)
    }

    func failure(
        _ index: Int, _ variant: Int?, code: String, _ message: String, _ action: FailureRow.Action = .skipped
    ) -> FailureRow {
        let source = entries[index].source
        return FailureRow(
            source: source.id, file: source.file.name, page: source.page, variant: variant, code: code,
            message: message, action: action)
    }

    // MARK: The verdict

    private struct Verdict {
        var status = ManifestRow.Status.kept
        var reason: String?
        var readability: ManifestRow.Readability?
        var objection: String?
        var unread: Set<String> = []
    }

    private func judged(
        _ rendering: Rendering, _ judge: (any PageJudge)?, _ reference: JudgeReference?, _ chance: RandomStream
    ) throws -> Verdict {
        guard let check = plan.readability else { return Verdict() }
        guard let judge, let reference, let readable = rendering.readable else {
            // Left out by sampling is no objection; left out for lack of text is what `unmeasured` speaks of.
            return reference == nil ? unmeasured(check, "too little text to compare with") : Verdict()
        }
        let truth = readable.page.truth
        if reference.kind == "truth", truth.level == .page, truth.text == nil {
            return unmeasured(check, "its text has no outlines, and part of the page is \(truth.illegible ?? .cut)")
        }
        guard let judgement = try judge.judge(readable, against: reference, chance) else {
            return unmeasured(check, "not read within \(check.timeout) s")
        }
        guard let objection = judgement.objection else {
            return Verdict(readability: judgement.readability, unread: judgement.unread)
        }
        return Verdict(
            status: check.otherwise == .drop ? .dropped : .flagged, reason: objection,
            readability: judgement.readability, objection: objection, unread: judgement.unread)
    }

    private func unmeasured(_ check: ReadabilityPlan, _ reason: String) -> Verdict {
        switch check.unmeasured {
        case .keep: Verdict()
        case .flag: Verdict(status: .flagged, reason: reason)
        case .drop: Verdict(status: .dropped, reason: reason)
        }
    }

    private func isSampled(_ source: String, _ variant: Int) -> Bool {
        guard let share = plan.readability?.sampledPages else { return false }
        return chance(of: source, variant).chance(share)
    }

    /// What the measuring of a variant draws from; the same for every attempt.
    private func chance(of source: String, _ variant: Int) -> RandomStream {
        VariantKey(source: source, variant: variant).stream(seed: plan.seed).child("readability")
    }

    // MARK: Files

    private func write(
        _ rendering: Rendering, _ verdict: Verdict, _ key: VariantKey, _ index: Int, _ source: PreparedSource
    ) throws -> (ManifestRow, [WrittenPicture]) {
        var pictures: [WrittenPicture] = []
        let image = rendering.outputs[0].page
        if verdict.status != .dropped {
            for (position, output) in plan.outputs.enumerated() {
                let page = rendering.outputs[position].page
                pictures.append(try write(page, output, isFirst: position == 0, index, key.variant))
            }
            try writeLabels(rendering, &pictures, index, key.variant)
        }
        let entry = entries[index].source
        let isKept = verdict.status != .dropped
        let row = ManifestRow(
            id: names.id(source: index, variant: key.variant), source: entry.id, file: entry.file.name,
            page: entry.page, sourceSHA256: source.sha256, variant: key.variant, attempt: key.attempt,
            split: (sets?.split(of: entry.id) ?? .train).rawValue,
            seed: ManifestRow.seed(plan.seed, source: entry.id, variant: key.variant, attempt: key.attempt),
            status: verdict.status, reason: verdict.reason, image: pictures.first?.picture,
            channels: isKept ? image.pixels.channels : nil,
            depth: isKept ? (image.pixels.kind == .bilevel ? 1 : 8) : nil, dpi: source.dpi,
            outputs: pictures.dropFirst().map { ($0.name, $0.picture) }, truth: image.truth.counts,
            readability: verdict.readability,
            applied: rendering.applied.map(ManifestRow.Step.init))
        return (row, pictures)
    }

    private func write(
        _ page: Page, _ output: OutputPlan, isFirst: Bool, _ index: Int, _ variant: Int
    ) throws -> WrittenPicture {
        let format = PictureFormat(output)
        let bytes = try format.encode(page.pixels, dpi: page.dpi)
        let path =
            isFirst
            ? imagePath(index, variant)
            : names.path(output.name, source: index, variant: variant, fileExtension: format.fileExtension)
        try folder.write(bytes, to: path)
        let picture = ManifestRow.Picture(
            path: path, width: page.pixels.width, height: page.pixels.height, sha256: SHA256.hex(of: bytes),
            pixels: PixelDigest.hex(of: page.pixels))
        return WrittenPicture(
            name: output.name, picture: picture, page: page, bytes: format.losesNothing ? nil : bytes)
    }

    /// Labels of the training picture, and of further pictures only where their geometry differs.
    private func writeLabels(
        _ rendering: Rendering, _ pictures: inout [WrittenPicture], _ index: Int,
        _ variant: Int
    ) throws {
        var written: [(truth: GroundTruth, size: Size, path: String)] = []
        for position in pictures.indices {
            let page = rendering.outputs[position].page
            guard page.truth.level != .none else { continue }
            if let same = written.first(where: { $0.truth == page.truth && $0.size == page.pixels.size }) {
                pictures[position].picture.labels = same.path
                continue
            }
            let place = position == 0 ? "labels" : "labels.\(pictures[position].name)"
            let path = names.path(place, source: index, variant: variant, fileExtension: "json")
            let bytes = LabelsFile.bytes(
                page.truth, image: pictures[position].picture.path, size: page.pixels.size)
            try folder.write(bytes, to: path)
            pictures[position].picture.labels = path
            written.append((page.truth, page.pixels.size, path))
        }
    }
}

extension Rendering {
    /// Leaves words out of what may be trained on.
    fileprivate mutating func mark(unread ids: Set<String>) {
        guard !ids.isEmpty else { return }
        for index in outputs.indices {
            outputs[index].page.truth = outputs[index].page.truth.marking(.unread) { ids.contains($0.id) }
        }
    }
}

extension PictureFormat {
    init(_ output: OutputPlan) {
        switch output.format {
        case .png: self = .png
        case .jpeg: self = .jpeg(quality: output.quality)
        case .webp: self = .webp(quality: output.quality)
        case .tiff: self = .tiff
        }
    }
}

extension GroundTruth {
    /// Words by legibility, or lines where there are no words.
    var counts: ManifestRow.Truth {
        let lines = regions.flatMap(\.lines)
        let words = lines.flatMap(\.words)
        let marks = level == .word ? words.map(\.illegible) : lines.map(\.illegible)
        let illegible = marks.count { $0 != nil }
        return ManifestRow.Truth(
            origin: origin, level: level.rawValue, legible: marks.count - illegible, illegible: illegible,
            gone: gone)
    }
}

extension ManifestRow.Step {
    init(_ step: AppliedStep) {
        self.init(
            stage: step.stage, step: step.place, operation: step.operation,
            parameters: step.parameters.map { JSONValue.Member($0.name, JSONValue($0.value)) })
    }
}

extension JSONValue {
    init(_ value: DrawnValue) {
        switch value {
        case .number(let number): self = .decimal(number, digits: 9)
        case .count(let count): self = .integer(count)
        case .word(let word): self = .string(word)
        case .flag(let flag): self = .flag(flag)
        case .color(let color):
            self = .string("#" + SHA256.hexadecimal([color.red, color.green, color.blue]))
        case .numbers(let list): self = .array(list.map { .decimal($0, digits: 9) })
        case .nothing: self = .null
        }
    }
}
