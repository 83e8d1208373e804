import Diagnostics
import Engine
import Imaging
import OperationKit
import Operations
import PipelineSyntax
import Testing
import Vision

/// A chain of geometric steps, which the engine does as one or, when somebody looks at the page after each, one after
/// another.
struct Chain: CustomStringConvertible {
    /// Each in the pipeline language, such as `rotate: {angle: 20}`.
    let steps: [String]

    var description: String { steps.joined(separator: ", then ") }

    /// The page after all steps; the same is drawn either way.
    func run(on page: Page, oneByOne: Bool, key: Int = 0) throws -> StageResult {
        let list = steps.joined(separator: oneByOne ? "}, look, {" : "}, {")
        return try page.after("stages:\n  s: [{\(list)}]\n", key: key)
    }

    /// These steps.
    init(steps: [String]) { self.steps = steps }

    /// Steps of these operations, drawn hard enough that pages leave their frames, with one fill for all.
    init(of entries: [CatalogEntry], fill: String, _ random: RandomStream) {
        steps = entries.enumerated().map { Chain.step($1, fill, random.child($0)) }
    }

    private static func step(_ entry: CatalogEntry, _ fill: String, _ random: RandomStream) -> String {
        let level = random.integer(0...3, 0)
        var given = level > 0 ? entry.manual.severities[Severities.names[level - 1]] ?? [:] : [:]
        let names = Set(entry.parameters.map(\.name))
        if names.contains("fill") { given["fill"] = fill }
        if names.contains("canvas"), random.chance(0.6, 1) { given["canvas"] = "keep" }
        switch entry.manual.name {
        case "rotate": given["angle"] = "\(random.integer(-40...40, 2))"
        case "affine": (given["scale"], given["shift-x"]) = (random.chance(0.5, 2) ? "1.4" : "0.7", "-5..5mm")
        case "crop": given["keep"] = "any"
        default: break
        }
        let list = given.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "\(entry.manual.name): {\(list.joined(separator: ", "))}"
    }
}

/// Asks for the pixels as they are, and leaves them so.
private struct Look: PixelOperation {
    static let manual = Manual(
        "look", family: .preprocess, on: [.page, .ink, .paper], gives: .same, "Looks.", cost: (0, 0))
    static let usesChance = false

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {}
}

/// Half as dark, by a table.
private struct Fade: TableOperation {
    static let manual = Manual("fade", family: .photometric, on: [.page, .ink, .paper], "Fades.", cost: (0, 0))
    static let usesChance = false

    init(_ p: inout Parameters) {}

    func tables(for kind: PixelKind) -> [LookupTable] { [LookupTable { 128 + $0 / 2 }] }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {
        pixels.kind = .gray
        pixels.apply(tables(for: .gray))
    }
}

/// Pulls as the program does.
private struct PassageResampler: Resampler {
    func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster {
        try warped(pixels, along: passage, resampling)
    }
}

extension Page {
    private static let catalog = Catalog(Catalog.all.entries.map(\.type) + [Look.self, Fade.self])

    /// The page after the last stage of a pipeline.
    func after(_ text: String, key: Int = 0) throws -> StageResult {
        let (tree, _) = Parser.parse(SourceText(text, name: "chain"))
        let compiled = Compiler(catalog: Self.catalog).compile(try #require(tree), defaultName: "chain")
        let plan = try #require(compiled.plan, "\(text): \(compiled.findings)")
        let renderer = Renderer(plan: plan, resampler: PassageResampler())
        let variant = VariantKey(source: "\(key)", variant: 0)
        let rendering = try renderer.render(renderer.prepare(self), variant, keepStages: true)
        return try #require(rendering.stages.last)
    }

    /// Lines of words, each of three dark bars, and their outlines, from edge to edge of a small page.
    static func words(_ kind: PixelKind, paper: UInt8 = 235) -> Page {
        let (width, height) = (140, 106)
        let white = kind == .bilevel ? 255 : paper
        var levels = [UInt8](repeating: white, count: width * height)
        var lines: [TextLine] = []
        for (row, y) in stride(from: 3, to: height - 11, by: 17).enumerated() {
            let words = stride(from: 3, to: width - 27, by: 33).map { x in
                for j in y..<y + 11 {
                    for i in x..<x + 27 where (i - x) % 9 < 7 { levels[j * width + i] = 0 }
                }
                return Word(
                    id: "\(x) \(y)", outline: Outline(x: Double(x), y: Double(y), width: 25, height: 11), text: "word")
            }
            lines.append(
                TextLine(
                    id: "\(row)", outline: Outline(x: 3, y: Double(y), width: 124, height: 11),
                    text: words.map(\.text).joined(separator: " "), words: words))
        }
        let region = Region(
            id: "r", outline: Outline(x: 3, y: 3, width: 124, height: Double(height - 6)), lines: lines)
        let gray = Raster(kind == .bilevel ? .bilevel : .gray, width: width, height: height, samples: levels)
        return Page(
            pixels: kind == .color ? gray.converted(to: .color) : gray, dpi: 150,
            truth: GroundTruth(text: nil, level: .word, origin: "test", regions: [region]))
    }
}
