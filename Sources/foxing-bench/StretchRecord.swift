import Foxing
import Glibc
import Readability

/// Reads every stretch of many variants and writes down how many of its characters were wrong: what the bounds are tried
/// on. A variant a row: its name, and for each stretch its characters, with the errors before them where there are any.
struct StretchRecord {
    private let pipelines: [String]
    private let pages: [String]
    private let variants: Int

    /// Pipelines, pages with outlines in their truth beside them or in `fixtures/truth/tsv`, and variants of each.
    init(pipelines: [String], pages: [String], variants: Int) {
        self.pipelines = pipelines
        self.pages = pages
        self.variants = variants
    }

    func print() throws {
        for file in pipelines {
            let pipeline = try Pipeline(contentsOf: file)
            guard pipeline.plan.readability != nil else { continue }
            let loaded = try pages.map { path -> (name: String, page: Renderer.Prepared) in
                let name = String(path.split(separator: "/").last?.split(separator: ".").first ?? "")
                let truth = TruthSource(
                    "tesseract-tsv", files: "fixtures/truth/tsv/{stem}.tsv", from: "", FormatOptions(), edge: .standard,
                    isRequired: true, ownReading: TruthSource.OwnReading(minConfidence: 80, minWords: 1))
                return (name, try pipeline.renderer.prepare(Page(contentsOf: path, truth: truth)))
            }
            let variants = variants
            let name = pipeline.plan.name
            let folder = try ModelFolder()
            OrderedPool(workers: Machine.cores).run(
                count: loaded.count * variants, cost: { _ in 1 },
                start: { Readers(LanguageChoice(installed: folder.languages), folder: folder) },
                work: { job, readers -> String in
                    let (page, prepared) = loaded[job / variants]
                    let key = VariantKey(source: page, variant: job % variants)
                    let rendering = try? pipeline.renderer.render(prepared, key)
                    let row = (rendering?.readable?.page).map { Self.row(of: $0, readers) } ?? ""
                    return "\(name)/\(page)/\(job % variants)\t\(row)"
                },
                deliver: { _, row in
                    Swift.print(row)
                    fflush(nil)
                    return true
                })
        }
    }

    private static func row(of page: Page, _ readers: Readers) -> String {
        Stretch.all(of: page.truth).map { stretch in
            let languages = readers.choice.languages(for: stretch.label.text)
            let picture = stretch.picture(of: page.pixels)
            let reading = try? readers.read(
                picture.raster, dpi: page.dpi * picture.scale, languages, layout: .line, within: 60)
            let scores = reading.flatMap { $0 }.flatMap {
                stretch.scores(picture.inPlace($0), on: picture.size, as: .truth)
            }
            let errors = scores?.cer.numerator ?? stretch.graphemes
            return errors == 0 ? "\(stretch.graphemes)" : "\(errors)/\(stretch.graphemes)"
        }.joined(separator: " ")
    }
}
