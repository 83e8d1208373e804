import Imaging
import OperationKit
import Operations
import Testing
import Vision

/// The names of all operations, as arguments of the tests over the catalogue.
let everyOperation = Catalog.all.entries.map(\.manual.name)

/// One run of an operation: parameters in the pipeline language, a layer and a key.
struct Trial {
    let entry: CatalogEntry
    var given: [String: String] = [:]
    var layer: Layer
    var dpi = 150.0
    var key: UInt64 = 1
    /// What `path` parameters name.
    var pictures: [String: Raster] = [:]

    init(_ name: String, _ given: [String: String] = [:], layer: Layer? = nil, key: UInt64 = 1) {
        entry = Catalog.all[name]!
        self.given = given
        self.layer = layer ?? entry.manual.layers[0]
        self.key = key
    }

    private var stream: RandomStream { RandomStream(key: key).child("trial") }

    var operation: any PageOperation {
        entry.draw(.of(given, for: entry), from: stream, dpi: dpi).operation
    }

    func context(_ size: Size, pixels: Raster? = nil, map: GeometricMap? = nil, before: Size? = nil) -> PageContext {
        PageContext(
            size: size, dpi: dpi, layer: layer, pictures: pictures, pixels: pixels, map: map, sizeBefore: before)
    }

    /// The map, when the operation moves points.
    func map(on size: Size) -> GeometricMap? {
        (operation as? any GeometricOperation)?.map(of: context(size), stream.child("place"))
    }

    /// What becomes of a picture: moved, then changed.
    func run(_ pixels: Raster) throws -> Raster {
        let operation = operation
        var result = pixels
        var move: GeometricMap?
        if let moving = operation as? any GeometricOperation {
            let map = moving.map(of: context(pixels.size, pixels: pixels), stream.child("place"))
            move = map
            result = try warped(
                result, by: map, moving.resampling, in: WarpSurroundings(dpi: dpi, random: stream.child("warp")))
        }
        if let changing = operation as? any PixelOperation {
            try changing.apply(
                to: &result, on: context(result.size, map: move, before: pixels.size), stream.child("place"))
        }
        return result
    }
}

/// Pictures that the tests run over.
enum Sheet {
    /// Rows of dark letters on white: stems, bars and bowls, 11 pt at 150 dpi.
    static func text(_ kind: PixelKind, width: Int, height: Int) -> Raster {
        var levels = [UInt8](repeating: 255, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let (line, row) = (y / 29, y % 29)
                let (letter, column) = (x / 11, x % 11)
                let shape = scramble(UInt64(letter * 131 + line))
                if row < 6 || row > 20 || shape % 6 == 0 || column > 7 { continue }
                let stem = column < 2 || (column > 5 && shape % 3 != 0)
                let bar = (row < 8 && shape % 2 == 0) || (row > 18 && shape % 5 != 0)
                if stem || bar { levels[y * width + x] = 0 }
                // A soft edge, as a rasterizer leaves it.
                if column == 2, row > 7, kind != .bilevel { levels[y * width + x] = min(levels[y * width + x], 120) }
            }
        }
        let gray = Raster(kind == .bilevel ? .bilevel : .gray, width: width, height: height, samples: levels)
        return kind == .color ? gray.converted(to: .color) : gray
    }

    /// One level all over.
    static func even(_ level: UInt8, _ kind: PixelKind = .gray, width: Int = 240, height: Int = 180) -> Raster {
        Raster(kind, width: width, height: height, filledWith: level)
    }
}

/// How two pictures of one size differ.
struct Difference {
    /// Mean of the absolute differences of samples, in levels.
    let mean: Double
    let largest: Int
    /// The share of pixels with any difference.
    let share: Double
    let lightens: Bool
    let darkens: Bool

    init(_ a: Raster, _ b: Raster) {
        // A gray picture that became color is compared as color.
        let kind: PixelKind = a.channels == 3 || b.channels == 3 ? .color : .gray
        let (before, after) = (Difference.as(kind, a).samples, Difference.as(kind, b).samples)
        var (sum, largest, changed, up, down) = (0, 0, 0, false, false)
        let channels = kind.channels
        for pixel in 0..<min(before.count, after.count) / channels {
            var differs = false
            for i in pixel * channels..<(pixel + 1) * channels {
                let d = Int(after[i]) - Int(before[i])
                sum += abs(d)
                largest = max(largest, abs(d))
                differs = differs || d != 0
                up = up || d > 0
                down = down || d < 0
            }
            changed += differs ? 1 : 0
        }
        mean = Double(sum) / Double(before.count)
        self.largest = largest
        share = Double(changed * channels) / Double(before.count)
        (lightens, darkens) = (up, down)
    }

    private static func `as`(_ kind: PixelKind, _ raster: Raster) -> Raster {
        raster.channels == kind.channels ? raster : raster.converted(to: kind)
    }
}

extension Raster {
    /// Mean of all samples.
    var meanLevel: Double { samples.reduce(0) { $0 + Double($1) } / Double(byteCount) }
}
