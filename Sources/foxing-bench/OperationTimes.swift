import Foxing
import Glibc
import Vision

/// Times operations on one page in color and in gray, beside copies of the color page: ratios survive other machines,
/// nanoseconds do not. An operation that makes a page larger is measured by the larger page.
struct OperationTimes {
    private let color: Page
    private let gray: Page
    private let copies: Copies
    private static let draws = 7

    init(page: Page) {
        gray = Page(pixels: page.pixels.converted(to: .gray), dpi: page.dpi, truth: page.truth)
        color = Page(pixels: page.pixels.converted(to: .color), dpi: page.dpi, truth: page.truth)
        copies = Copies(of: color.pixels)
    }

    func print(of entries: [CatalogEntry]) throws {
        let size = color.pixels.size
        Swift.print(
            "\(size.width) × \(size.height) pixels; ns per pixel and copies of the color page, medians of "
                + "\(Self.draws) draws; ! exceeds the manual's cost")
        Swift.print(
            "operation".column(24, right: false) + "setting".column(9, right: false)
                + ["color ns", "copies", "cost", "", "gray ns", "copies", "cost"].map { $0.column(9) }.joined())
        for entry in entries {
            for setting in Setting.all(of: entry) {
                let cells = try [(color, entry.manual.cost.color), (gray, entry.manual.cost.gray)].map {
                    try cell(entry, setting, $0, cost: $1)
                }
                Swift.print(
                    entry.manual.name.column(24, right: false) + setting.name.column(9, right: false)
                        + cells.joined(separator: "".column(9)))
            }
        }
    }

    private func cell(_ entry: CatalogEntry, _ setting: Setting, _ page: Page, cost: Double) throws -> String {
        var times: [Double] = []
        var ratios: [Double] = []
        var spent = 0.0
        for draw in 0..<Self.draws where spent < 4e9 {
            let stream = RandomStream(key: UInt64(draw)).child("bench")
            var best = Double.infinity
            var repeats = 0
            while repeats == 0 || (repeats < 3 && best < 1e8) {
                let (spentNow, growth) = try self.time(of: entry, setting, on: page, stream)
                let time = spentNow / max(1, growth)
                best = min(best, time)
                spent += spentNow
                repeats += 1
            }
            times.append(best)
            ratios.append(best / copies.time())
        }
        let pixels = Double(page.pixels.width * page.pixels.height)
        let ratio = ratios.median
        return String(times.median / pixels, decimals: 2).column(9)
            + ((ratio > cost ? "!" : "") + String(ratio, decimals: 2)).column(9)
            + String(cost, decimals: 2).column(9)
    }

    /// Nanoseconds of one instance on a page of its own, and how many times as many pixels the result has; drawing
    /// the parameters is not counted.
    private func time(
        of entry: CatalogEntry, _ setting: Setting, on page: Page, _ stream: RandomStream
    ) throws -> (nanoseconds: Double, growth: Double) {
        let layer = entry.manual.layers[0]
        let (operation, _) = entry.draw(setting.values, from: stream, dpi: page.dpi)
        let before = page.pixels.size
        var pixels = layer == .paper ? sheet(like: page) : page.pixels
        // The copy that the operation would otherwise make of a shared page is not its own cost.
        pixels.withMutablePlane { _ in }
        let time = try nanoseconds {
            var context = PageContext(size: before, dpi: page.dpi, layer: layer)
            if let geometric = operation as? any GeometricOperation {
                let measured = PageContext(
                    size: before, dpi: page.dpi, layer: layer, pixels: geometric.measures ? pixels : nil)
                let map = geometric.map(of: measured, stream)
                pixels = try warped(
                    pixels, by: map, geometric.resampling, in: WarpSurroundings(dpi: page.dpi, random: stream))
                context = PageContext(
                    size: pixels.size, dpi: page.dpi, layer: layer, map: map, sizeBefore: before)
            }
            if let table = operation as? any TableOperation {
                pixels.apply(table.tables(for: pixels.kind))
            } else if let pixel = operation as? any PixelOperation {
                try pixel.apply(to: &pixels, on: context, stream)
            }
        }
        return (time, Double(pixels.width * pixels.height) / Double(before.width * before.height))
    }

    private func sheet(like page: Page) -> Raster {
        Raster(page.pixels.kind, width: page.pixels.width, height: page.pixels.height, filledWith: 255)
    }
}

/// Copies of a page from main memory to main memory: between so many buffers that no cache holds them.
final class Copies {
    private var pages: [Raster]
    private var next = 0

    init(of page: Raster) {
        pages = (0..<16).map { _ in
            var own = page
            own.withMutablePlane { _ in }
            return own
        }
    }

    /// Nanoseconds of one copy, the middle of seven.
    func time() -> Double {
        (0..<7).map { _ in
            next = (next + 2) % pages.count
            let (from, to) = (next, next + 1)
            return nanoseconds {
                pages[from].withPlane { source in
                    pages[to].withMutablePlane { $0.base.update(from: source.base, count: source.bytes.count) }
                }
            }
        }.median
    }
}

/// The processor time that this thread takes for something; others on the machine do not add to it.
func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
    let start = now()
    try body()
    return now() - start
}
