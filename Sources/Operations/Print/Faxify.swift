public import Imaging
public import OperationKit
import Vision

/// A page as a fax brings it: a coarse grid of black and white.
public struct Faxify: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "faxify", family: .print, on: [.page], gives: .bilevel, peers: ["Faxify", "fax"],
        "A page as a fax brings it: a coarse grid of black and white, with edges that jump and fray.",
        main: "resolution",
        severities: Severities(
            mild: ["resolution": "superfine", "noise": "2", "soften": "0.06mm"],
            medium: ["resolution": "fine", "noise": "12"],
            strong: ["resolution": "standard", "threshold": "fixed", "level": "115 | 165", "noise": "26"]),
        promises: [.outputBilevel], cost: (color: 40, gray: 35))

    /// Dots per inch along and across the rows.
    enum Resolution: String, CaseIterable {
        case standard, fine, superfine
        case finest = "400"

        var dots: (x: Double, y: Double) {
            switch self {
            case .standard: (204, 98)
            case .fine: (204, 196)
            case .superfine: (204, 391)
            case .finest: (406, 391)
            }
        }
    }

    enum Threshold: String, CaseIterable { case otsu, sauvola, dither, fixed }

    let resolution: Resolution
    let threshold: Threshold
    let level: Double
    let soften: Double
    let noise: Double

    public init(_ p: inout Parameters) {
        resolution = p.choice(
            "resolution", "standard | fine*5", "the fax's grid; standard has half as many rows as fine")
        threshold = p.choice("threshold", "otsu", "how black is told from white")
        level = p.number("level", "128", in: 1...254, "the level of threshold `fixed`")
        soften = p.length("soften", "0.08..0.12mm", in: .mm(0...1), "blur of the fax's optics")
        noise = p.number("noise", "3..11", in: 0...100, "levels of noise before the threshold, at which edges fray")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let soft = try pixels.luma().blurred(sigma: soften)
        let dots = resolution.dots
        let grid = DeviceGrid(over: pixels.size, cell: (page.dpi / dots.x, page.dpi / dots.y))
        var coarse = grid.averaged(soft)
        if noise > 0 { coarse.addNoise(NormalNoise(random, deviation: noise)) }
        pixels = grid.enlarged(cut(coarse, page), to: pixels.size)
    }

    private func cut(_ gray: Raster, _ page: PageContext) -> Raster {
        switch threshold {
        case .fixed: gray.binarized(above: Int(level))
        case .otsu: gray.binarized(above: otsuLevel(of: gray.histogram()))
        case .dither: gray.dithered(.floydSteinberg)
        case .sauvola:
            gray.binarized(radius: max(2, Int(page.pixels(mm: 2.5)))) { mean, deviation in
                mean * (1 + 0.25 * (deviation / 128 - 1))
            }
        }
    }
}

extension DeviceGrid {
    /// A gray picture on this grid, each cell the mean of what lies in it.
    func averaged(_ gray: Raster) -> Raster {
        var result = Raster(uninitialized: .gray, width: columns, height: rows)
        gray.withPlane { source in
            result.withMutablePlane { target in
                var averages = Averages(self)
                var cells = [UInt8](repeating: 0, count: columns)
                for row in 0..<rows {
                    // Turned over, so that white paper is the nothing that is quickly passed over.
                    _ = averages.fill(&cells, row: row) { out, y in
                        let samples = source.row(y)
                        for x in 0..<source.width { out[x] = ~samples[x] }
                    }
                    let out = target.row(row)
                    for x in cells.indices { out[x] = ~cells[x] }
                }
            }
        }
        return result
    }

    /// A picture on this grid at its old size, each cell one even block.
    func enlarged(_ coarse: Raster, to size: Size) -> Raster {
        var result = Raster(uninitialized: coarse.kind, width: size.width, height: size.height)
        let places = columnOfPixels()
        coarse.withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<size.height {
                    let (samples, out) = (source.row(row(ofPixel: y)), target.row(y))
                    for x in places.indices { out[x] = samples[places[x]] }
                }
            }
        }
        return result
    }
}

extension Raster {
    /// Adds noise to every pixel, the same to all its channels.
    mutating func addNoise(_ noise: NormalNoise) {
        if kind == .bilevel { kind = .gray }
        withMutablePlane { plane in
            withUnsafeTemporaryAllocation(of: Int16.self, capacity: plane.width) { row in
                for y in 0..<plane.height {
                    noise.fill(row.baseAddress!, count: plane.width, y: y)
                    plane.add(row.baseAddress!, toRow: y)
                }
            }
        }
    }
}
