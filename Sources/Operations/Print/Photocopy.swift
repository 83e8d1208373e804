public import Imaging
public import OperationKit
import Vision

/// A copy of a copy: each pass blurs, hardens, drops light tones and adds dirt.
public struct Photocopy: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "photocopy", family: .print, on: [.page], gives: .gray, peers: ["copy-generations", "second-copy", "xerox"],
        "A copy of a copy: each pass blurs, hardens, drops light tones and adds dirt.", main: "generations",
        severities: Severities(
            mild: ["generations": "1"], medium: ["generations": "2", "noise": "9"],
            strong: ["generations": "3", "noise": "18", "dirt": "2"]),
        promises: [.outputGray, .monotone("generations", values: ["1", "2", "3", "5", "8"])],
        cost: (color: 40, gray: 38))

    let generations: Int
    let blur: Double
    let contrast: Double
    let exposure: Double
    let noise: Double
    let dirt: Double

    public init(_ p: inout Parameters) {
        generations = p.count("generations", "1..2", in: 1...10, "how many times it was copied")
        blur = p.length("blur", "0.08..0.14mm", in: .mm(0...1), "deviation of each copy's blur")
        contrast = p.number("contrast", "1.6..3", in: 0.5...12, "how hard each copy is")
        exposure = p.number("exposure", "-12..12", in: -100...100, "levels; above 0 the copies get lighter")
        noise = p.number("noise", "4..10", in: 0...100, "levels of the drum's noise, at which edges fray")
        dirt = p.number("dirt", "0..0.3", in: 0...100, "specks per square centimeter and copy")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .color { pixels = try pixels.luma() }
        pixels.kind = .gray
        for pass in 0..<generations {
            let stream = random.child(pass)
            pixels = try pixels.copied(
                blur: blur, noise: noise, contrast: contrast, middle: 150 - exposure, grain: page.pixels(mm: 0.15),
                stream)
            guard dirt > 0 else { continue }
            let specks = ScatteredBlobs(perSquareCentimeter: dirt, size: 0.06...0.6, irregular: 0.5)
                .blobs(on: pixels.size, dpi: page.dpi, stream.child("dirt"))
            pixels.withMutablePlane { plane in
                for speck in specks {
                    speck.draw(
                        on: plane, color: Color(gray: 30), opacity: speck.stream.uniform(0.5...1, 5), multiply: true)
                }
            }
        }
    }
}

extension Raster {
    /// What a copier makes of a page: softened by its optics, then hardened about `middle` with noise on the drum, so
    /// that edges fray. Flat black and white stay. The noise is of dots as large as `grain` pixels.
    func copied(
        blur: Double, noise: Double, contrast: Double, middle: Double, grain: Double, _ stream: RandomStream
    ) throws -> Raster {
        var copy = try blurred(sigma: blur)
        if copy.kind == .bilevel { copy.kind = .gray }
        if noise > 0 {
            // Half of the noise is as fine as the pixels, half comes in clumps of toner.
            let fine = NormalNoise(stream.child("fine"), deviation: noise * 0.7)
            var clumps = LatticeNoise(stream.child("clumps"), width: width, cell: max(1, grain))
            let clump = (0...255).map { Int16(((Double($0) - 128) / clumps.deviation * noise * 0.7 * 16).rounded()) }
            copy.withMutablePlane { plane in
                var row = [Int16](repeating: 0, count: plane.width)
                for y in 0..<plane.height {
                    row.withUnsafeMutableBufferPointer { fine.fill($0.baseAddress!, count: plane.width, y: y) }
                    let levels = clumps.row(y)
                    for x in row.indices { row[x] &+= clump[Int(levels[x])] }
                    plane.add(row, toRow: y)
                }
            }
        }
        copy.apply([.contrast(contrast, around: min(250, max(5, middle)))])
        return copy
    }
}
