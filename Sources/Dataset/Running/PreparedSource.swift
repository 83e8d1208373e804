import Codecs
import Engine
public import Imaging

/// A source decoded, with its truth and with what all its variants share.
struct PreparedSource: Sendable {
    let prepared: Renderer.Prepared
    let sha256: String
    /// Pixels per inch as the file says them; nil when assumed.
    let dpi: Double?
    /// What the variants are compared with when read; nil without a check, or with too little text.
    let reference: JudgeReference?
    /// Notes by code, such as `IW13`.
    let notes: [(code: String, message: String)]
}

/// Why a source cannot be worked on.
struct SourceFailure: Error, Sendable {
    let code: String
    let message: String
}

/// Reads sources from disk.
struct SourceReader: Sendable {
    let renderer: Renderer
    let truth: TruthSource
    let limits: PictureLimits
    /// In place of what files say.
    let dpi: Double?
    /// What is known of the judges that read.
    let readingIdentity: String
    let readings: ReadingStore?

    func prepare(_ entry: RunInput.Entry, judge: (any PageJudge)?) throws(SourceFailure) -> PreparedSource {
        do {
            if let problem = entry.problem { throw problem }
            let bytes = try PictureFile.bytes(at: entry.source.file.path)
            let file = try PictureFile(bytes: bytes, name: entry.source.file.path)
            let picture = try file.decode(page: entry.source.page - 1, limits: limits)
            let sha256 = SHA256.hex(of: bytes)
            var notes = picture.notes.map { (code: $0.code.rawValue, message: $0.message) }
            let found = try truth.truth(
                of: entry.source, size: picture.raster.size, orientation: entry.header?.orientation ?? 1,
                dpi: picture.dpi ?? dpi)
            notes += found.notes.map { (code: $0.code.rawValue, message: $0.message) }
            let assumed = dpi ?? Page.assumedDPI(picture.raster.size, found.truth)
            var page = Page(pixels: picture.raster, dpi: picture.dpi ?? assumed, truth: found.truth)
            page.isDPIGuessed = picture.dpi == nil && dpi == nil
            if let reading = truth.ownReading {
                page.truth = try read(page, "\(sha256)/\(entry.source.page)", reading, judge)
            }
            return PreparedSource(
                prepared: try renderer.prepare(page), sha256: sha256, dpi: picture.dpi ?? dpi,
                reference: try judge?.reference(for: page), notes: notes)
        } catch let problem as PictureProblem {
            throw SourceFailure(code: problem.code.rawValue, message: problem.message)
        } catch let problem as DatasetProblem {
            throw SourceFailure(code: problem.code.rawValue, message: problem.message)
        } catch {
            throw SourceFailure(code: DatasetCode.operationFault.rawValue, message: String(describing: error))
        }
    }

    /// The truth that is read on the page itself.
    private func read(
        _ page: Page, _ source: String, _ reading: TruthSource.OwnReading, _ judge: (any PageJudge)?
    ) throws -> GroundTruth {
        guard let judge else { return .unknown }
        let key = ReadingStore.Key([source, readingIdentity, "\(page.dpi)", "\(reading.minConfidence)"])
        let labels = try readings?.reading(key) ?? readAnew(page, key, reading, judge)
        let legible = labels.lines.reduce(0) { $0 + $1.words.count(where: \.isLegible) }
        guard legible >= reading.minWords else {
            throw DatasetProblem(
                .nothingRead,
                "\(legible) words can be read on the page with a confidence of \(reading.minConfidence) or more, and "
                    + "\(reading.minWords) are wanted")
        }
        return labels
    }

    private func readAnew(
        _ page: Page, _ key: ReadingStore.Key, _ reading: TruthSource.OwnReading, _ judge: any PageJudge
    ) throws -> GroundTruth {
        let labels = try judge.labels(of: page, minConfidence: reading.minConfidence)
        let bytes = LabelsFile.bytes(labels, image: "", size: page.pixels.size)
        guard let stored = ReadingStore.truth(bytes) else { return labels }
        // A page that was not read in time looks empty; another time it may be.
        if stored.level != .page { readings?.keep(bytes, key) }
        return stored
    }
}

extension Page {
    /// The resolution of a page that does not say it: its lines are taken as 4.5 mm high, else its longer side as
    /// 297 mm; kept within 72…600.
    public static func assumedDPI(_ size: Size, _ truth: GroundTruth) -> Double {
        let heights = truth.regions.flatMap(\.lines).map { line in
            let bounds = line.outline.bounds
            return min(bounds.high.y - bounds.low.y, bounds.high.x - bounds.low.x)
        }.sorted()
        let guess =
            heights.isEmpty
            ? Double(max(size.width, size.height)) / 297 * 25.4 : heights[heights.count / 2] / 4.5 * 25.4
        return min(max(guess.rounded(), 72), 600)
    }
}
