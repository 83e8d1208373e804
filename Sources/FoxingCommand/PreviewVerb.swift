import ArgumentParser
import Foxing

struct PreviewVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Shows what a pipeline does to one page, on one picture.")
    static let examples = [
        "foxing preview office-scan.yaml page.png                       a sheet of 6 variants: preview.png",
        "foxing preview office-scan.yaml page.png --stages              one variant after each stage",
        "foxing preview office-scan.yaml page.png --variant 3 -o 3.png  variant 3 itself, as run writes it",
        "foxing preview office-scan.yaml page.png --labels              with the labels drawn over it",
    ]

    @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Argument(help: "The page.", completion: .file())
    var image: String

    @Option(name: .shortAndLong, help: "Where the picture goes, a PNG.", completion: .file(extensions: ["png"]))
    var output = "preview.png"

    @Option(name: [.customShort("n"), .long], help: "How many variants to show.")
    var variants = 6

    @Option(help: "Show this variant only, at full size; the first is 0.")
    var variant: Int?

    @Option(help: "Which page of a file with several; the first is 1.")
    var page = 1

    @Flag(help: "Show the page after each stage.")
    var stages = false

    @Flag(help: "Draw the outlines of words and lines over the picture; what must not be trained on is red and dashed.")
    var labels = false

    @Option(help: "The page's name in the run, from which its chance follows. (default: the file's name)")
    var id: String?

    @Option(help: "A whole number of 64 bits; in place of the pipeline's.")
    var seed: Seed?

    @Flag(help: "Let the pipeline start the programs that it names to carry out steps.")
    var allowCommands = false

    @OptionGroup var changes: Changes

    func validate() throws {
        if !(1...400).contains(variants) { throw ValidationError("--variants takes a whole number from 1 to 400.") }
        if let variant, variant < 0 { throw ValidationError("--variant takes a whole number from 0.") }
        if page < 1 { throw ValidationError("--page takes a whole number from 1.") }
    }

    func run() throws {
        let file = try Changes.load(pipeline, changes.set)
        if !file.findings.isEmpty { Terminal.say(file.report(color: Terminal.paintsMessages)) }
        guard file.plan != nil else { throw Failure(.wrongUse, "'\(pipeline)' has errors; nothing was made") }
        let ready: Pipeline
        do {
            ready = try Pipeline(file, seed: seed?.bits, allowsCommands: allowCommands)
        } catch {
            throw Failure(.wrongUse, String(describing: error))
        }
        if !allowCommands, let problem = ready.stepCommandProblem { throw Failure(.wrongUse, problem) }
        let clean: Page
        do {
            clean = try ready.aligned(try ready.page(contentsOf: image, number: page))
        } catch {
            throw Failure(.unusable, "\(image): \(error)")
        }
        let picture = try picture(ready, clean)
        do {
            try picture.write(toPNG: output)
        } catch {
            throw Failure(.writeFailed, String(describing: error))
        }
        print(output)
    }

    private func picture(_ pipeline: Pipeline, _ clean: Page) throws -> Page {
        let name = id ?? pipeline.sourceName(of: image, number: page)
        let prepared = try pipeline.renderer.prepare(clean)
        func render(_ number: Int, keepStages: Bool = false) throws -> Rendering {
            try pipeline.renderer.render(prepared, VariantKey(source: name, variant: number), keepStages: keepStages)
        }
        if stages {
            let results = try render(variant ?? 0, keepStages: true).stages
            var sheet = ContactSheet(columns: min(4, results.count + 1))
            sheet.add(shown(clean, on: sheet), caption: "page")
            for result in results { sheet.add(shown(result.page, on: sheet), caption: result.stage) }
            return Page(pixels: sheet.picture(), dpi: 96)
        }
        if let variant {
            var page = try render(variant).outputs[0].page
            if labels { page.pixels = page.withLabelsDrawn() }
            return page
        }
        var sheet = ContactSheet(columns: ContactSheet.columns(for: variants))
        for number in 0..<variants {
            sheet.add(shown(try render(number).outputs[0].page, on: sheet), caption: "variant \(number)")
        }
        return Page(pixels: sheet.picture(), dpi: 96)
    }

    /// The pixels, with labels in strokes that can still be seen on a thumbnail.
    private func shown(_ page: Page, on sheet: ContactSheet) -> Raster {
        guard labels else { return page.pixels }
        let shrinkage = Double(page.pixels.width * sheet.columns) / Double(sheet.width)
        return page.withLabelsDrawn(width: max(1.4, shrinkage))
    }
}
