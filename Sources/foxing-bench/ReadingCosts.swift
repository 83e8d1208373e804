import Foxing
import Readability

/// What each saving of reading back brings, by itself: the same stretches of degraded pages are read with and without it,
/// in turn. Ratios of times, medians over pages; and how many characters were wrong either way.
struct ReadingCosts {
    private struct Way {
        let name: String
        var allLanguages = false
        var fits = true
        var variables: [(String, String)] = []
        var layout = PageLayout.line
        /// In one piece.
        var wholeLines = false
        var narrows = true
    }

    private let pipeline: Pipeline
    private let pages: [String]
    private let folder: ModelFolder

    init(pipeline: String, pages: [String]) throws {
        self.pipeline = try Pipeline(contentsOf: pipeline)
        self.pages = pages
        folder = try ModelFolder()
    }

    func print() throws {
        let usual = Way(name: "as it is")
        let others = [
            Way(name: "every stretch with all languages", allLanguages: true),
            Way(name: "wide gaps as they are", narrows: false),
            Way(name: "text higher than 36 px as it is", fits: false),
            Way(name: "invert_threshold 0 as well", variables: [("invert_threshold", "0")]),
            Way(name: "doubtful lines also inverted", variables: [("tessedit_do_invert", "1")]),
            Way(name: "as raw lines (13)", layout: .rawLine),
            Way(name: "lines in one piece", wholeLines: true),
            Way(name: "the same, wide gaps as they are", wholeLines: true, narrows: false),
        ]
        let start = ContinuousClock.now
        for languages in [["eng"], ["kor"], ["kor", "eng"]] where (try? folder.require(languages)) != nil {
            let before = start.duration(to: .now)
            _ = try Recognizer(languages: languages, folder: folder)
            let time = (start.duration(to: .now) - before) / .milliseconds(1)
            Swift.print("loading \(languages.joined(separator: "+")): \(String(time, decimals: 0)) ms")
        }
        var ratios = [[Double]](repeating: [], count: others.count)
        var errors = [[Int]](repeating: [0, 0], count: others.count)
        var readers = try (others + [usual]).map(opened)
        for path in pages {
            let truth = TruthSource(
                "tesseract-tsv", files: "fixtures/truth/tsv/{stem}.tsv", from: "", FormatOptions(), edge: .standard,
                isRequired: true, ownReading: TruthSource.OwnReading(minConfidence: 80, minWords: 1))
            let prepared = try pipeline.renderer.prepare(Page(contentsOf: path, truth: truth))
            let rendering = try pipeline.renderer.render(prepared, VariantKey(source: path, variant: 1))
            guard let page = rendering.readable?.page else { continue }
            for (index, way) in others.enumerated() {
                let own = try read(page, usual, &readers[others.count])
                let other = try read(page, way, &readers[index])
                ratios[index].append(other.seconds / own.seconds)
                errors[index] = [errors[index][0] + own.errors, errors[index][1] + other.errors]
            }
        }
        for (index, way) in others.enumerated() {
            Swift.print(
                way.name.column(36, right: false) + "\(String(ratios[index].median, decimals: 2)) x".column(10)
                    + "  errors \(errors[index][1]) against \(errors[index][0])")
        }
    }

    /// The recognizers of a way, by their languages.
    private func opened(_ way: Way) throws -> [[String]: Held] {
        let choice = LanguageChoice(installed: folder.languages)
        var opened: [[String]: Held] = [:]
        for languages in Set([choice.languages] + ["a", "가", "a가"].map { choice.languages(for: $0) }) {
            let held = Held(try Recognizer(languages: languages, folder: folder))
            for (name, value) in way.variables { held.recognizer.set(name, value) }
            opened[languages] = held
        }
        return opened
    }

    private final class Held {
        var recognizer: Recognizer
        init(_ recognizer: consuming Recognizer) { self.recognizer = recognizer }
    }

    private func read(_ page: Page, _ way: Way, _ readers: inout [[String]: Held]) throws -> (
        seconds: Double, errors: Int
    ) {
        let choice = LanguageChoice(installed: folder.languages)
        var errors = 0
        let start = ContinuousClock.now
        for stretch in Stretch.all(of: page.truth, columns: way.wholeLines ? nil : Stretch.columns) {
            let languages = way.allLanguages ? choice.languages : choice.languages(for: stretch.label.text)
            guard let held = readers[languages] else { continue }
            let picture = stretch.picture(of: page.pixels, fits: way.fits, narrows: way.narrows)
            let reading = picture.inPlace(
                try held.recognizer.read(picture.raster, dpi: page.dpi * picture.scale, layout: way.layout))
            errors += stretch.scores(reading, on: picture.size, as: .truth)?.cer.numerator ?? 0
        }
        return (start.duration(to: .now) / .seconds(1), errors)
    }
}
