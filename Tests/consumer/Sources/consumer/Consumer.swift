import Foxing

/// Makes a variant of a small page by a pipeline that names an operation of this program, and says what became of it.
@main
struct Consumer {
    static let text = """
        pipeline: exercise
        seed: 7
        stages:
          scan:
            - ruled-lines: {spacing: 3mm, level: 90}
            - rotate: {angle: 4}
            - jpeg: 40

        """

    static func main() throws {
        let catalog = Pipeline.operations.adding([RuledLines.self])
        let pipeline = try Pipeline(PipelineFile(text: text, catalog: catalog))
        let page = Page(pixels: Raster(.gray, width: 120, height: 90, filledWith: 255), dpi: 150)
        let variants = try pipeline.variants(of: page, named: "page", count: 1)
        guard let variant = variants.first else { throw Disappointment("no variant was made") }
        guard variant.applied.map(\.operation) == ["ruled-lines", "rotate", "jpeg"] else {
            throw Disappointment("other steps than asked for: \(variant.applied.map(\.operation))")
        }
        guard variant.page.pixels.samples.contains(where: { $0 < 120 }) else {
            throw Disappointment("no lines were drawn")
        }
        try refusesUnknownSteps()
        let size = variant.page.pixels.size
        print("\(size.width) x \(size.height) pixels after \(variant.applied.count) steps")
    }

    /// Without this program's catalogue the same text has a step that nobody knows.
    static func refusesUnknownSteps() throws {
        let file = PipelineFile(text: text)
        guard file.plan == nil, file.report().contains("ruled-lines") else {
            throw Disappointment("a step that is not in the catalogue was taken")
        }
    }
}

/// What should have come out and did not.
struct Disappointment: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
