internal import Codecs
public import Engine
internal import Files
internal import Imaging
package import JSON
package import OperationKit
internal import Truth

/// Makes one variant: renders it, has it judged, encodes it. A pure function of the job, the task and the page.
struct Production {
    let job: Job
    let task: JobTask
    let source: PreparedSource

    private var plan: Plan { job.plan }
    private var entry: Source { job.pages.refs[task.source].source }

    func product(judge: (any PageJudge)?) -> Product {
        var product = Product(task: task, inputs: source.inputs, source: source)
        let judge = source.reference != nil && isSampled ? judge : nil
        do {
            let drawn = try draw(judge, &product)
            let start = ContinuousClock.now
            try finish(&product, drawn.rendering, drawn.verdict, drawn.key)
            product.times.add(start.duration(to: .now) / .seconds(1), of: .packing)
        } catch let fault as EncodingFault {
            product.failures.append(
                job.failure(task.source, task.variant, code: fault.code.rawValue, fault.message))
        } catch let fault as JudgeFault {
            product.failures.append(failure(.readerFailed, fault.description))
        } catch {
            product.failures.append(failure(.operationFault, String(describing: error)))
        }
        return product
    }

    // MARK: Drawing

    /// A variant as it was drawn once.
    private typealias Drawn = (rendering: Rendering, verdict: Verdict, key: VariantKey)

    /// Draws the variant until it is what is wanted, or it was drawn as often as it may be.
    private func draw(_ judge: (any PageJudge)?, _ product: inout Product) throws -> Drawn {
        let check = plan.readability
        let wanted = judge == nil ? nil : check.flatMap { BandQuota($0.bands)?.band(ofVariant: task.variant) }
        let most = judge == nil ? 1 : max(1 + (check?.retries ?? 0), wanted == nil ? 1 : check?.attempts ?? 1)
        var second: Drawn?
        for attempt in 0... {
            let key = VariantKey(source: entry.id, variant: task.variant, attempt: attempt)
            let rendering = try product.times.measure(.rendering) { try job.renderer.render(source.prepared, key) }
            product.times.add(rendering.times)
            let verdict = try product.times.measure(.reading) {
                try Verdict(rendering, judge, source.reference, check, chance)
            }
            let drawn = (rendering, verdict, key)
            let isLast = attempt + 1 >= most
            if let objection = verdict.objection {
                // What misses its band may be drawn oftener than what cannot be kept at all.
                if !isLast, wanted == nil || second == nil {
                    product.failures.append(failure(JobCode.drawnAgain, objection, .retried))
                }
            } else if wanted == nil || verdict.readability == nil || verdict.readability?.band == wanted {
                return marked(drawn)
            } else if second == nil {
                second = drawn
            }
            // No band is better than a page that is left out.
            if isLast { return marked(second ?? drawn) }
        }
        preconditionFailure("a variant is drawn a finite number of times")
    }

    private func marked(_ drawn: Drawn) -> Drawn {
        guard plan.readability?.marksUnread == true else { return drawn }
        var drawn = drawn
        drawn.rendering.mark(unread: drawn.verdict.unread)
        return drawn
    }

    private func failure(
        _ code: JobCode, _ message: String, _ action: FailureRow.Action = .skipped
    ) -> FailureRow {
        job.failure(task.source, task.variant, code: code.rawValue, message, action)
    }

    private var isSampled: Bool {
        guard let share = plan.readability?.sampledPages else { return false }
        return chance.chance(share)
    }

    /// What the measuring of the variant draws from; the same for every attempt.
    private var chance: RandomStream {
        VariantKey(source: entry.id, variant: task.variant).stream(seed: plan.seed).child("readability")
    }

    // MARK: Files

    /// Encodes everything before any of it is kept, so that a variant is whole or not there.
    private func finish(
        _ product: inout Product, _ rendering: Rendering, _ verdict: Verdict, _ key: VariantKey
    ) throws {
        let image = rendering.outputs[0].page
        var pictures: [ProductPicture] = []
        var places: [String?] = []
        if verdict.status != .dropped {
            for (position, output) in plan.outputs.enumerated() {
                pictures.append(try picture(rendering.outputs[position].page, output, isFirst: position == 0))
            }
            (product.labels, places) = labels(of: pictures)
        }
        let rows = zip(pictures, places).map { picture, labels in
            ManifestRow.Picture(
                path: picture.file.path, width: picture.page.pixels.width, height: picture.page.pixels.height,
                sha256: picture.file.sha256, pixels: PixelDigest.hex(of: picture.page.pixels), labels: labels,
                dpi: PictureResolution(picture.page))
        }
        let isKept = verdict.status != .dropped
        product.row = ManifestRow(
            id: job.names.id(source: task.source, variant: task.variant), source: entry.id, file: entry.file.name,
            page: entry.page, sourceSHA256: source.sha256, variant: key.variant, attempt: key.attempt,
            split: (job.splits[entry.id] ?? .train).rawValue,
            seed: ManifestRow.seed(plan.seed, source: entry.id, variant: key.variant, attempt: key.attempt),
            status: verdict.status, reason: verdict.reason, image: rows.first,
            channels: isKept ? image.pixels.channels : nil,
            depth: isKept ? (image.pixels.kind == .bilevel ? 1 : 8) : nil, dpi: PictureResolution(image),
            outputs: zip(pictures, rows).dropFirst().map { ($0.name, $1) },
            truth: image.truth.counts(unused: source.unused),
            readability: verdict.readability,
            applied: rendering.applied.map(ManifestRow.Step.init))
        product.pictures = pictures
    }

    private func picture(_ page: Page, _ output: OutputPlan, isFirst: Bool) throws -> ProductPicture {
        let format = PictureFormat(output)
        let path =
            isFirst
            ? job.imagePath(task)
            : job.names.path(
                output.name, source: task.source, variant: task.variant, fileExtension: format.fileExtension)
        let bytes = try format.encode(page.pixels, dpi: page.dpi, dpiDown: page.dpiDown)
        return ProductPicture(
            name: output.name, page: page, file: ProductFile(path: path, bytes: bytes),
            losesNothing: format.losesNothing)
    }

    /// Labels of the training picture, and of further pictures only where their geometry differs; and which file each
    /// picture has.
    private func labels(of pictures: [ProductPicture]) -> (files: [ProductFile], places: [String?]) {
        var written: [(page: Page, path: String)] = []
        var files: [ProductFile] = []
        var places: [String?] = []
        for (position, picture) in pictures.enumerated() {
            let page = picture.page
            guard page.truth.level != .none else {
                places.append(nil)
                continue
            }
            if let same = written.first(where: {
                $0.page.truth == page.truth && $0.page.pixels.size == page.pixels.size
            }) {
                places.append(same.path)
                continue
            }
            let folder = position == 0 ? "labels" : "labels.\(picture.name)"
            let path = job.names.path(
                folder, source: task.source, variant: task.variant, fileExtension: "json")
            files.append(
                ProductFile(
                    path: path, bytes: LabelsFile.bytes(page.truth, image: picture.file.path, size: page.pixels.size)))
            places.append(path)
            written.append((page, path))
        }
        return (files, places)
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
    /// Words by legibility, or lines where there are no words; and what the truth's file held besides.
    func counts(unused: UnusedTruth) -> ManifestRow.Truth {
        let lines = placedLines
        let words = lines.flatMap(\.words)
        let marks = level == .word ? words.map(\.illegible) : lines.map(\.illegible)
        let illegible = marks.count { $0 != nil }
        return ManifestRow.Truth(
            origin: origin, level: level.rawValue, legible: marks.count - illegible, illegible: illegible,
            gone: gone, unplaced: unplaced, unused: unused.all.map { ($0.kind.rawValue, $0.count) })
    }
}

extension ManifestRow.Step {
    /// A step as it was carried out.
    public init(_ step: AppliedStep) {
        self.init(
            stage: step.stage, step: step.place, operation: step.operation,
            parameters: step.parameters.map { JSONValue.Member($0.name, JSONValue($0.value)) })
    }
}

extension JSONValue {
    /// What was drawn, as the manifest has it.
    package init(_ value: DrawnValue) {
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
