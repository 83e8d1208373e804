public import Imaging
public import OperationKit

/// The sheet itself: clouds of pulp, fibers, grain, laid lines.
public struct PaperTexture: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "paper-texture", family: .paper, on: [.paper, .page],
        peers: ["PaperFactory", "NoiseTexturize", "BrightnessTexturize", "TextureGenerator", "texture"],
        "The sheet itself: clouds of pulp, fibers, grain, laid lines.", main: "kind",
        severities: Severities(
            mild: ["strength": "2", "level": "250"],
            medium: ["strength": "6", "level": "238"],
            strong: ["strength": "14", "level": "205", "kind": "recycled"]),
        promises: [
            .onlyDarkens(), .identity(with: ["strength": "0", "level": "255"]), .grayEqualsColor(),
        ],
        cost: (color: 12, gray: 7))

    /// Kinds of stock; `cloud` and `grain` are one term alone.
    public enum Kind: String, CaseIterable, Sendable {
        case plain, laid, wove, recycled, newsprint, kraft, parchment, cardboard, felt, cloud, grain, washi

        var recipe: PaperRecipe {
            switch self {
            case .plain: PaperRecipe(formation: 0.5, grain: 0.8)
            case .laid: PaperRecipe(formation: 0.4, grain: 0.5, laid: 1)
            case .wove: PaperRecipe(formation: 0.5, formationCell: 4, grain: 0.5, relief: 0.8)
            case .recycled: PaperRecipe(formation: 0.4, grain: 0.5, fibers: 0.6, flecks: 0.8)
            case .newsprint: PaperRecipe(formation: 0.6, formationCell: 3, grain: 0.9, grainCell: 0.22, fibers: 0.5)
            case .kraft: PaperRecipe(formation: 0.5, formationCell: 4, grain: 0.6, fibers: 0.9, fiberLength: 1.8)
            case .parchment: PaperRecipe(formation: 1.2, formationCell: 11, grain: 0.3, relief: 0.4)
            case .cardboard: PaperRecipe(formation: 0.6, grain: 0.8, grainCell: 0.4, relief: 0.4, fibers: 0.4)
            case .felt: PaperRecipe(formation: 0.3, grain: 0.2, grainCell: 0.55, relief: 1)
            case .cloud: PaperRecipe(formation: 1)
            case .grain: PaperRecipe(grain: 1)
            case .washi: PaperRecipe(formation: 0.6, formationCell: 8, grain: 0.2, fibers: 1, fiberLength: 5)
            }
        }
    }

    let kind: Kind
    let strength: Double
    let scale: Double
    let level: Double
    let grainAngle: Double
    let light: Double
    let image: String?

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "plain", "what stock it is")
        strength = p.number("strength", "2..6", in: 0...40, "standard deviation of the tone, in levels")
        scale = p.number("scale", "0.8..1.3", in: 0.2...5, "how coarse the texture is")
        level = p.number("level", "240..252", in: 120...255, "mean tone of the sheet")
        grainAngle = p.angle("grain-angle", "0..180", in: 0...180, "which way the fibers lie")
        light = p.angle("light", "0..360", in: 0...360, "where light falls on the relief from")
        image = p.path("image", "a photo of paper to use instead")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0, level.rounded() >= 255 { return }
        var tones: any ToneRows
        if let image {
            guard let photo = page.pictures[image] else {
                throw OperationFailure("the picture of paper '\(image)' was not loaded")
            }
            tones = MirroredPhoto(photo, level: level, strength: strength, width: pixels.width, random)
        } else {
            tones = PaperSheet(
                kind.recipe, size: pixels.size, dpi: page.dpi, level: level, strength: strength, scale: scale,
                direction: grainAngle, light: light, random)
        }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        multiply(&pixels, by: &tones)
    }

    private func multiply(_ pixels: inout Raster, by tones: inout any ToneRows) {
        let width = pixels.width
        var row = [UInt8](repeating: 255, count: width)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                row.withUnsafeMutableBufferPointer { tones.fill($0.baseAddress!, y: y) }
                Blend.multiply(plane.row(y), by: row, count: width, channels: plane.channels)
            }
        }
    }
}

/// Anything that gives a sheet's tones row by row.
private protocol ToneRows {
    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int)
}

extension PaperSheet: ToneRows {}

/// A photo of paper, mirrored at its edges to cover any page, brought to the wanted mean and deviation.
private struct MirroredPhoto: ToneRows {
    private let photo: Raster
    private let columns: [Int32]
    private let startRow: Int
    private let tones: [UInt8]

    init(_ picture: Raster, level: Double, strength: Double, width: Int, _ stream: RandomStream) {
        let gray = picture.converted(to: .gray)
        photo = gray
        let startColumn = stream.child("offset").integer(0...2 * gray.width - 1, 0)
        startRow = stream.child("offset").integer(0...2 * gray.height - 1, 1)
        columns = (0..<width).map { Int32(MirroredPhoto.mirrored(startColumn + $0, gray.width)) }
        var sum = 0.0
        var squares = 0.0
        for sample in gray.samples {
            sum += Double(sample)
            squares += Double(sample) * Double(sample)
        }
        let count = Double(gray.byteCount)
        let mean = sum / count
        let deviation = max(0.5, (squares / count - mean * mean).squareRoot())
        tones = (0...255).map { sample in
            UInt8(min(255, max(0, (level + (Double(sample) - mean) / deviation * strength).rounded())))
        }
    }

    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        photo.withPlane { plane in
            let source = plane.row(MirroredPhoto.mirrored(startRow + y, plane.height))
            for x in columns.indices { row[x] = tones[Int(source[Int(columns[x])])] }
        }
    }

    private static func mirrored(_ i: Int, _ count: Int) -> Int {
        let j = i % (2 * count)
        return j < count ? j : 2 * count - 1 - j
    }
}
