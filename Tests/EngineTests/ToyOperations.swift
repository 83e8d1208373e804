import Diagnostics
import Engine
import Imaging
import OperationKit
import PipelineSyntax

/// Adds a drawn amount to every sample.
struct Brighten: PixelOperation {
    static let manual = Manual(
        "brighten", family: .photometric, on: [.page], peers: ["toy.Brighter"], "Adds to every sample.", main: "amount",
        severities: Severities(mild: ["amount": "1"], medium: ["amount": "2"], strong: ["amount": "3"]),
        cost: (color: 1, gray: 1))

    let amount: Int

    init(_ p: inout Parameters) {
        amount = p.count("amount", "1..40", in: 0...100, "how much")
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {
        if amount == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for i in plane.bytes.indices { plane.bytes[i] = UInt8(min(255, Int(plane.bytes[i]) + amount)) }
        }
    }
}

/// Flips samples by place noise: chance outside the parameters.
struct Speckle: PixelOperation {
    static let manual = Manual(
        "speckle", family: .camera, on: [.page, .ink], "Flips bits of samples by chance.", cost: (color: 1, gray: 1))

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {
        let noise = PlaceNoise(random)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                for x in 0..<plane.rowCount { plane.row(y)[x] ^= noise.byte(x, y) & 7 }
            }
        }
    }
}

/// Half the level; leaves nothing to chance.
struct Halve: PixelOperation {
    static let manual = Manual(
        "halve", family: .preprocess, on: [.page], "Halves every sample.", cost: (color: 1, gray: 1))
    static let usesChance = false

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for i in plane.bytes.indices { plane.bytes[i] /= 2 }
        }
    }
}

/// Only for gray pages; cannot do anything to bilevel ones.
struct GrayOnly: PixelOperation {
    static let manual = Manual(
        "gray-only", family: .preprocess, on: [.page], takes: .gray, gives: .bilevel, "Takes gray pages.",
        cost: (color: 1, gray: 1))

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {}

    static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        kinds == [.bilevel] ? "it is bilevel already" : nil
    }
}

/// Works on ink only.
struct Blot: PixelOperation {
    static let manual = Manual("blot", family: .ink, on: [.ink, .page], "Blots.", cost: (color: 1, gray: 1))

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) {}
}

/// Shifts the page to the right.
struct Shift: GeometricOperation {
    static let manual = Manual("shift", family: .geometry, on: [.page], "Shifts the page.", cost: (color: 1, gray: 1))

    let by: Int

    init(_ p: inout Parameters) {
        by = p.count("by", "1..3", in: 0...20, "pixels")
    }

    var resampling: Resampling { Resampling() }

    func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        GeometricMap(Homography.translation(Double(by), 0), outputSize: page.size)
    }
}

/// Another size, the page at the top left.
struct Trim: GeometricOperation {
    static let manual = Manual(
        "trim", family: .geometry, on: [.page, .ink, .paper], "Cuts or adds at the right and below.",
        cost: (color: 1, gray: 1))
    static let usesChance = false

    let width: Int
    let height: Int

    init(_ p: inout Parameters) {
        width = p.count("width", "10..20", in: 1...9000, "pixels in a row")
        height = p.count("height", "6", in: 1...9000, "rows")
    }

    var resampling: Resampling { Resampling() }

    func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        .identity(Size(width: width, height: height))
    }
}

let toys = Catalog([
    Brighten.self, Speckle.self, Halve.self, GrayOnly.self, Blot.self, Shift.self, Trim.self,
])

/// Pulls whole pixels, and counts how often it was asked.
final class CountingResampler: Resampler {
    private let counter = Counter()

    var count: Int { counter.value }

    func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster {
        counter.increase()
        let map = passage.map
        var result = Raster(.gray, width: map.outputSize.width, height: map.outputSize.height, filledWith: 255)
        result.withMutablePlane { target in
            pixels.withPlane { source in
                for y in 0..<target.height {
                    for x in 0..<target.width {
                        let p = map.inverse(Point(Double(x) + 0.5, Double(y) + 0.5))
                        let (sx, sy) = (Int(p.x.rounded(.down)), Int(p.y.rounded(.down)))
                        if sx >= 0, sy >= 0, sx < source.width, sy < source.height {
                            target.row(y)[x] = source.row(sy)[sx]
                        }
                    }
                }
            }
        }
        return result
    }
}

/// The plan of a text, and what was found in it.
func compiled(_ text: String, _ surroundings: Surroundings = Surroundings()) -> (plan: Plan?, findings: [Diagnostic]) {
    let (tree, findings) = Parser.parse(SourceText(text, name: "test.yaml"))
    guard let tree else { return (nil, findings) }
    let result = Compiler(catalog: toys, surroundings: surroundings).compile(tree, defaultName: "test")
    return (result.plan, findings + result.findings)
}

/// The codes of all findings in a text, sorted.
func codes(_ text: String, _ surroundings: Surroundings = Surroundings()) -> [String] {
    compiled(text, surroundings).findings.map(\.code.rawValue).sorted()
}

func ramp(_ width: Int = 32, _ height: Int = 8) -> Page {
    let samples = (0..<width * height).map { UInt8(($0 % width) * 200 / max(1, width)) }
    return Page(pixels: Raster(.gray, width: width, height: height, samples: samples), dpi: 150)
}
