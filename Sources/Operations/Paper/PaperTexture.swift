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
        image = p.path("image", "a photo of paper to use instead, or a folder of them; one in color tints the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0, level.rounded() >= 255 { return }
        var tones: any ToneRows
        if let image {
            guard let photo = page.pictures[image] else {
                throw OperationFailure("the picture of paper '\(image)' was not loaded")
            }
            if photo.kind == .color { pixels = pixels.converted(to: .color) }
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
        let count = pixels.width * tones.channels
        var row = [UInt8](repeating: 255, count: count)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                row.withUnsafeMutableBufferPointer { tones.fill($0.baseAddress!, y: y) }
                // Tones of their own for each channel lie as the page's samples do.
                let channels = tones.channels == 1 ? plane.channels : 1
                Blend.multiply(plane.row(y), by: row, count: count, channels: channels)
            }
        }
    }
}

/// Anything that gives a sheet's tones row by row.
private protocol ToneRows {
    /// 1 for tones that all channels of the page share, 3 for tones of their own.
    var channels: Int { get }

    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int)
}

extension PaperSheet: ToneRows {
    fileprivate var channels: Int { 1 }
}

/// A photo of paper, mirrored at its edges to cover any page, brought to the wanted mean and deviation.
private struct MirroredPhoto: ToneRows {
    private let photo: Raster
    private let columns: [Int32]
    private let startRow: Int
    /// For each channel of the photo.
    private let tones: [[UInt8]]

    var channels: Int { tones.count }

    init(_ picture: Raster, level: Double, strength: Double, width: Int, _ stream: RandomStream) {
        let photo = picture.kind == .color ? picture : picture.converted(to: .gray)
        self.photo = photo
        let startColumn = stream.child("offset").integer(0...2 * picture.width - 1, 0)
        startRow = stream.child("offset").integer(0...2 * picture.height - 1, 1)
        columns = (0..<width).map { Int32((startColumn + $0).mirrored(below: picture.width)) }
        let gray = picture.converted(to: .gray)
        let all = MirroredPhoto.moments(of: gray.samples[...], every: 1)
        let deviation = max(0.5, all.deviation)
        let samples = photo.samples
        tones = (0..<photo.channels).map { channel in
            let own = MirroredPhoto.moments(of: samples[channel...], every: photo.channels)
            // The tint is that of the photo, whatever the level.
            let middle = level * (photo.channels == 1 ? 1 : own.mean / max(1, all.mean))
            return (0...255).map { sample in
                UInt8(min(255, max(0, (middle + (Double(sample) - own.mean) / deviation * strength).rounded())))
            }
        }
    }

    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        let channels = channels
        photo.withPlane { plane in
            let source = plane.row((startRow + y).mirrored(below: plane.height))
            if channels == 1 {
                for x in columns.indices { row[x] = tones[0][Int(source[Int(columns[x])])] }
                return
            }
            for x in columns.indices {
                for c in 0..<channels { row[x * channels + c] = tones[c][Int(source[Int(columns[x]) * channels + c])] }
            }
        }
    }

    private static func moments(of samples: ArraySlice<UInt8>, every step: Int) -> (mean: Double, deviation: Double) {
        var sum = 0.0
        var squares = 0.0
        var count = 0.0
        for i in stride(from: samples.startIndex, to: samples.endIndex, by: step) {
            let sample = Double(samples[i])
            sum += sample
            squares += sample * sample
            count += 1
        }
        let mean = sum / max(1, count)
        return (mean, max(0, squares / max(1, count) - mean * mean).squareRoot())
    }
}

extension Int {
    /// The place in a row of `count` that is laid over and over, each time the other way round.
    func mirrored(below count: Int) -> Int {
        let place = self % (2 * count)
        return place < count ? place : 2 * count - 1 - place
    }
}
