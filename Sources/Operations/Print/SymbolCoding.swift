public import Imaging
public import OperationKit

/// Lossy symbol coding of black and white pages.
public struct SymbolCoding: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "jbig2-symbols", family: .print, on: [.page], gives: .bilevel,
        peers: ["symbol-substitution", "jbig2-noise", "jbig2"],
        "Lossy symbol coding: glyphs that look alike share one bitmap, now and then the wrong one.", main: "tolerance",
        severities: Severities(
            mild: ["tolerance": "0.03"], medium: ["tolerance": "0.06"],
            strong: ["tolerance": "0.09", "confuse": "0.02"]),
        promises: [.outputBilevel, .keepsBlankPaper],
        cost: (color: 60, gray: 50),
        destructive: "with `confuse` above 0 some letters become others, as in copiers that became known for it")

    let tolerance: Double
    let confuse: Double
    let largest: Double

    public init(_ p: inout Parameters) {
        tolerance = p.share("tolerance", "0.02..0.05", in: 0...0.4, "share of pixels in which two glyphs may differ")
        confuse = p.share("confuse", "0", in: 0...0.3, "share of glyphs that get the bitmap of another letter like it")
        largest = p.length("max-size", "8mm", in: .mm(1...50), "what is larger is no glyph")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind != .bilevel {
            let gray = pixels.converted(to: .gray)
            let level = InkMap(of: gray, dpi: page.dpi, isLayer: false)
            var cut = Raster(uninitialized: .bilevel, width: gray.width, height: gray.height)
            gray.withPlane { from in
                cut.withMutablePlane { to in
                    for y in 0..<to.height {
                        level.fill(to.row(y), y: y, of: from)
                        for x in 0..<to.width { to.row(y)[x] = to.row(y)[x] >= 128 ? 0 : 255 }
                    }
                }
            }
            pixels = cut
        }
        guard tolerance > 0 || confuse > 0 else { return }
        let width = pixels.width
        let rows = pixels.withPlane { plane in
            (0..<plane.height).map { y in inkRuns(count: width) { plane.row(y)[$0] == 0 } }
        }
        var book = SymbolBook(tolerance: tolerance)
        let glyphs = Glyph.all(of: rows, largest: largest)
        let classes = glyphs.map { book.place($0) }
        for (i, glyph) in glyphs.enumerated() {
            var shape = book.shape(classes[i])
            if confuse > 0, random.chance(confuse, i), let other = book.nearest(to: glyph, but: classes[i]) {
                shape = book.shape(other)
            }
            if shape == glyph.bits { continue }
            glyph.exchange(for: shape, on: &pixels)
        }
    }
}

/// The bitmap of a glyph: rows of 64 pixels a word.
struct GlyphBits: Hashable {
    let width: Int
    let height: Int
    let words: [UInt64]

    /// Words in a row.
    var pitch: Int { (width + 63) / 64 }

    func isInk(_ x: Int, _ y: Int) -> Bool { words[y * pitch + x >> 6] >> UInt64(x & 63) & 1 == 1 }

    /// In how many pixels two bitmaps differ that lie on each other with their upper left corners.
    func difference(from other: GlyphBits) -> Int {
        var count = 0
        for y in 0..<max(height, other.height) {
            for i in 0..<max(pitch, other.pitch) {
                let a = y < height && i < pitch ? words[y * pitch + i] : 0
                let b = y < other.height && i < other.pitch ? other.words[y * other.pitch + i] : 0
                count += (a ^ b).nonzeroBitCount
            }
        }
        return count
    }
}

/// A glyph on the page.
private struct Glyph {
    let box: InkBox
    let area: Int
    let bits: GlyphBits

    /// Pieces of ink not larger than that, in the order in which they begin.
    static func all(of rows: [[InkRun]], largest: Double) -> [Glyph] {
        let (components, labels) = inkLabels(rows)
        let limit = max(2, Int(largest))
        var words = components.map { part -> [UInt64] in
            guard part.box.width <= limit, part.box.height <= limit else { return [] }
            return [UInt64](repeating: 0, count: (part.box.width + 63) / 64 * part.box.height)
        }
        for (y, runs) in rows.enumerated() {
            for (run, label) in zip(runs, labels[y]) where !words[label].isEmpty {
                let box = components[label].box
                let pitch = (box.width + 63) / 64
                for x in run.start - box.left..<run.end - box.left {
                    words[label][(y - box.top) * pitch + x >> 6] |= 1 << UInt64(x & 63)
                }
            }
        }
        return zip(components, words).compactMap { part, words in
            guard !words.isEmpty else { return nil }
            return Glyph(
                box: part.box, area: part.area,
                bits: GlyphBits(width: part.box.width, height: part.box.height, words: words))
        }
    }

    /// Takes the glyph's ink off the page and puts another's there.
    func exchange(for other: GlyphBits, on pixels: inout Raster) {
        let (width, height) = (pixels.width, pixels.height)
        pixels.withMutablePlane { plane in
            for y in 0..<bits.height {
                for x in 0..<bits.width where bits.isInk(x, y) { plane.row(box.top + y)[box.left + x] = 255 }
            }
            for y in 0..<other.height where box.top + y < height {
                for x in 0..<other.width where other.isInk(x, y) && box.left + x < width {
                    plane.row(box.top + y)[box.left + x] = 0
                }
            }
        }
    }
}

/// The bitmaps that stand for classes of glyphs.
private struct SymbolBook {
    private let tolerance: Double
    private var members: [(bits: GlyphBits, area: Int)] = []
    /// Classes by their size.
    private var shelves: [Int: [Int]] = [:]

    init(tolerance: Double) { self.tolerance = tolerance }

    func shape(_ i: Int) -> GlyphBits { members[i].bits }

    /// The class of a glyph: the nearest of those that differ in few enough pixels, or a new one.
    mutating func place(_ glyph: Glyph) -> Int {
        var (best, least) = (-1, Int.max)
        for i in alike(glyph, most: 8) {
            let difference = members[i].bits.difference(from: glyph.bits)
            if difference < least { (best, least) = (i, difference) }
        }
        let area = glyph.bits.width * glyph.bits.height
        if best >= 0, Double(least) <= tolerance * Double(area) { return best }
        members.append((glyph.bits, glyph.area))
        shelves[shelf(glyph.bits.width, glyph.bits.height), default: []].append(members.count - 1)
        return members.count - 1
    }

    /// The nearest class of another letter of like size.
    func nearest(to glyph: Glyph, but own: Int) -> Int? {
        let limit = tolerance * Double(glyph.bits.width * glyph.bits.height)
        let others = alike(glyph, most: 64).filter { $0 != own }
            .map { (place: $0, far: members[$0].bits.difference(from: glyph.bits)) }
            .filter { Double($0.far) > limit }
        return others.min { ($0.far, $0.place) < ($1.far, $1.place) }?.place
    }

    /// Classes whose size is within a pixel and whose area is within a tenth.
    private func alike(_ glyph: Glyph, most: Int) -> [Int] {
        var found: [Int] = []
        for width in glyph.bits.width - 1...glyph.bits.width + 1 {
            for height in glyph.bits.height - 1...glyph.bits.height + 1 {
                for i in shelves[shelf(width, height)] ?? []
                where abs(members[i].area - glyph.area) * 10 <= max(10, glyph.area) {
                    found.append(i)
                    if found.count == most { return found }
                }
            }
        }
        return found
    }

    private func shelf(_ width: Int, _ height: Int) -> Int { width &* 65_536 &+ height }
}
