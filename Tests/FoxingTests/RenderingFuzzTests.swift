import Foundation
import Foxing
import PipelineSyntax
import Testing

@Suite("Fuzz, through rendering")
struct RenderingFuzzTests {
    /// Renderings; `make fuzz` asks for more.
    private static let count = ProcessInfo.processInfo.environment["FOXING_FUZZ"].flatMap { Int($0) } ?? 300

    @Test("random pipelines of random operations make pages of small pages, twice the same")
    func renders() throws {
        for number in 0..<Self.count {
            let random = RandomStream(key: 20_190_318).child(number)
            let text = Self.pipeline(random.child("pipeline"))
            let file = PipelineFile(text: text)
            let pipeline: Pipeline
            do { pipeline = try Pipeline(file) } catch {
                Issue.record("\(error)\n\(text)")
                continue
            }
            let page = Self.page(random.child("page"))
            let (first, second) = (try pipeline.variants(of: page, count: 1), try pipeline.variants(of: page, count: 1))
            let pixels = first[0].page.pixels
            #expect(pixels.width > 0 && pixels.height > 0)
            if number % 8 == 0 { #expect(pixels == second[0].page.pixels, "\(text)") }
        }
    }

    /// A pipeline of one to five steps, some of them with severities or parameters at the ends of their ranges.
    private static func pipeline(_ random: RandomStream) -> String {
        let entries = Pipeline.operations.entries
        var kinds = "stages:\n"
        let isMerged = random.chance(0.3, 1)
        var steps: [String] = []
        for i in 0..<random.integer(1...5, 0) {
            let own = random.child(i)
            let entry = entries[own.integer(0...entries.count - 1, 0)]
            var given: [String] = []
            if own.chance(0.5, 1) { given.append("severity: \(Severities.names[own.integer(0...2, 2)])") }
            for (k, parameter) in entry.parameters.enumerated() where own.child("set").chance(0.15, k) {
                if let value = extreme(parameter.kind, own.child("value").child(k)) {
                    given.append("\(parameter.name): \(value)")
                }
            }
            steps.append("    - \(entry.manual.name): {\(given.joined(separator: ", "))}")
        }
        kinds += "  work:\n" + steps.joined(separator: "\n") + "\n"
        if isMerged {
            kinds += "  sheet:\n    from: blank\n    steps: [{color-paper: {}}, paper-texture]\n"
            kinds += "  print: {from: [work, sheet], merge: multiply}\n"
        }
        return kinds
    }

    /// An end of a range, or one of the words; nil where a value would need a file.
    private static func extreme(_ kind: ValueKind, _ random: RandomStream) -> String? {
        let isLow = random.chance(0.5)
        func end(_ range: ClosedRange<Double>) -> Double {
            // Counts and lengths far beyond a small page only take time.
            isLow ? range.lowerBound : min(range.upperBound, max(range.lowerBound, 60))
        }
        switch kind {
        case .number(let range), .share(let range), .angle(let range): return "\(end(range))"
        case .count(let range): return "\(isLow ? range.lowerBound : min(range.upperBound, max(range.lowerBound, 40)))"
        case .length(let range, let unit): return "\(end(range))\(unit.rawValue)"
        case .color: return isLow ? "0" : "red"
        case .choice(let words): return words[random.integer(0...words.count - 1, 1)]
        case .size(let sizes): return "\(sizes[random.integer(0...sizes.count - 1, 1)])"
        case .flag: return isLow ? "true" : "false"
        case .optional(let kind): return extreme(kind, random)
        case .text, .path, .numbers: return nil
        }
    }

    /// A page of any kind of pixels between one pixel and some centimeters, with bars for lines.
    private static func page(_ random: RandomStream) -> Page {
        let kind = [PixelKind.bilevel, .gray, .color][random.integer(0...2, 0)]
        let (width, height) = (random.integer(1...90, 1), random.integer(1...90, 2))
        var pixels = Raster(kind, width: width, height: height, filledWith: 255)
        let isPrinted = random.chance(0.9, 3)
        pixels.withMutablePlane { plane in
            for y in 0..<height where isPrinted && y % 12 > 4 {
                for x in 0..<width where random.chance(0.6, 100 + x / 3 + 64 * (y / 12)) {
                    for c in 0..<plane.channels {
                        plane.row(y)[x * plane.channels + c] = kind == .bilevel ? 0 : UInt8(20 + 30 * c)
                    }
                }
            }
        }
        return Page(pixels: pixels, dpi: [72, 150, 300][random.integer(0...2, 4)])
    }
}
