import CKernels
import COpenCV
import Imaging
import Testing

/// The vectors of the kernels against plain loops, value by value.
@Suite("Pulling and blurring, sample by sample")
struct PullTests {
    /// Maps of places in pixels, from centers to centers.
    static let maps: [(name: String, place: @Sendable (Double, Double) -> (Double, Double))] = [
        ("identity", { ($0, $1) }),
        ("whole shift", { ($0 + 3, $1 - 2) }),
        ("shift by a fraction", { ($0 + 2.3, $1 + 0.7) }),
        ("slant", { ($0 - 0.21 * $1 + 9.4, $1) }),
        ("slant between rows", { ($0 + 0.13 * $1 - 4, $1 + 0.4) }),
        ("stretched rows", { ($0, $1 * 1.07 - 3) }),
        ("wave of columns", { ($0, $1 + 4 * sineAndCosine(degrees: 7 * $0).sine) }),
        ("wave of rows", { ($0 + 4 * sineAndCosine(degrees: 5 * $1).sine, $1) }),
        ("stretched both ways", { ($0 * 0.93 + 2, $1 * 1.1 - 5) }),
        ("turn", { (0.98 * $0 + 0.2 * $1 - 9, -0.2 * $0 + 0.98 * $1 + 12) }),
        ("far turn", { (-0.6 * $0 + 0.8 * $1 + 50, -0.8 * $0 - 0.6 * $1 + 90) }),
        ("mirror", { (80.25 - $0, $1) }),
        ("steep", { (3 * $0 - 60, 2.6 * $1 - 40) }),
        ("elsewhere", { ($0 + 500, $1) }),
        ("one row above", { ($0 + 0.5, $1 - 1.25) }),
    ]

    @Test("pulled samples equal those of the plain arithmetic", arguments: maps.map(\.name))
    func pulls(name: String) throws {
        let place = try #require(Self.maps.first { $0.name == name }).place
        for kind in [PixelKind.gray, .color] {
            for (from, to) in [((101, 67), (115, 83)), ((37, 90), (64, 24)), ((5, 3), (21, 9)), ((1, 1), (9, 8))] {
                let page = speckled(kind, from.0, from.1)
                let size = Size(width: to.0, height: to.1)
                let nodes = field(size, place)
                for replicate in [false, true] {
                    let pulled = try pull(page, nodes, size, replicate)
                    let expected = plainlyPulled(page, nodes, size, replicate)
                    #expect(pulled == expected, "\(name), \(kind), \(from) to \(to), replicated \(replicate)")
                }
            }
        }
    }

    static let fills: [UInt8] = [250, 130, 9]

    private func field(_ size: Size, _ place: (Double, Double) -> (Double, Double)) -> [Int32] {
        var nodes: [Int32] = []
        for row in 0..<size.height / 8 + 2 {
            for column in 0..<size.width / 8 + 2 {
                let (x, y) = place(Double(8 * column), Double(8 * row))
                nodes += [Int32((x * 256).rounded()), Int32((y * 256).rounded())]
            }
        }
        return nodes
    }

    private func pull(_ page: Raster, _ nodes: [Int32], _ size: Size, _ replicate: Bool) throws -> [UInt8] {
        try call(page, size) { from, to in
            ckernels_warp_field(
                from, to, nodes,
                ckernels_pull(
                    replicate: replicate ? 1 : 0, fill: (Self.fills[0], Self.fills[1], Self.fills[2])))
        }
    }

    private func plainlyPulled(_ page: Raster, _ nodes: [Int32], _ size: Size, _ replicate: Bool) -> [UInt8] {
        let (samples, channels) = (page.samples, page.channels)
        let inRow = size.width / 8 + 2
        func sample(_ x: Int, _ y: Int, _ c: Int) -> Int {
            let isInside = (0..<page.width).contains(x) && (0..<page.height).contains(y)
            if !isInside, !replicate { return Int(Self.fills[c]) }
            let (x, y) = (min(max(x, 0), page.width - 1), min(max(y, 0), page.height - 1))
            return Int(samples[(y * page.width + x) * channels + c])
        }
        var result: [UInt8] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                // Places between nodes, down and then along, in 1/16384 pixel; rounded to 1/64.
                func place(_ axis: Int) -> Int {
                    func node(_ column: Int, _ row: Int) -> Int { Int(nodes[(row * inRow + column) * 2 + axis]) }
                    func between(_ column: Int) -> Int {
                        node(column, y / 8) * (8 - y % 8) + node(column, y / 8 + 1) * (y % 8)
                    }
                    let (a, b) = (between(x / 8), between(x / 8 + 1))
                    return (8 * a + (b - a) * (x % 8) + 128) >> 8
                }
                let (px, py) = (place(0), place(1))
                let (fx, fy) = (px & 63, py & 63)
                for c in 0..<channels {
                    func along(_ y: Int) -> Int {
                        sample(px >> 6, y, c) * (64 - fx) + sample((px >> 6) + 1, y, c) * fx
                    }
                    let (top, bottom) = (along(py >> 6), along((py >> 6) + 1))
                    result.append(UInt8((top + ((bottom - top) * fy + 32) >> 6 + 32) >> 6))
                }
            }
        }
        return result
    }

    @Test("blurred and sharpened samples equal those of the plain arithmetic", arguments: [1, 2, 3, 4, 5, 6, 9])
    func blurs(radius: Int) throws {
        // Any weights that fall off and add up to 256.
        let sides = (1...radius).map { UInt16(max(1, 60 / ($0 * $0))) }
        let weights = sides.reversed() + [UInt16(256 - 2 * Int(sides.reduce(0, +)))] + sides
        for kind in [PixelKind.gray, .color] {
            for (width, height) in [(1, 1), (3, 30), (21, 5), (64, 7), (131, 11)] {
                let page = speckled(kind, width, height)
                for sharpening in [0, 1, 4000, 32767] {
                    let found = try call(page, page.size) {
                        ckernels_blur($0, $1, weights, Int32(radius), Int32(sharpening))
                    }
                    let expected = plainlyBlurred(page, weights.map(Int.init), radius, sharpening)
                    #expect(found == expected, "\(kind), \(width) × \(height), sharpened by \(sharpening)")
                }
            }
        }
    }

    private func plainlyBlurred(_ page: Raster, _ weights: [Int], _ radius: Int, _ sharpening: Int) -> [UInt8] {
        let (samples, channels) = (page.samples, page.channels)
        func along(_ x: Int, _ y: Int, _ c: Int) -> Int {
            weights.indices.reduce(0) { sum, k in
                let column = min(max(x + k - radius, 0), page.width - 1)
                return sum + weights[k] * Int(samples[(y * page.width + column) * channels + c])
            }
        }
        var result: [UInt8] = []
        for y in 0..<page.height {
            for x in 0..<page.width {
                for c in 0..<channels {
                    let blurred = weights.indices.reduce(0) { sum, k in
                        sum + (along(x, min(max(y + k - radius, 0), page.height - 1), c) * weights[k]) >> 8
                    }
                    let own = Int(samples[(y * page.width + x) * channels + c])
                    // In 1/128 level, times 1/8192, gives 1/16.
                    let gain = ((own << 7 - blurred >> 1) * sharpening) >> 16
                    let level = sharpening == 0 ? (blurred + 128) >> 8 : own + (gain + 8) >> 4
                    result.append(UInt8(min(max(level, 0), 255)))
                }
            }
        }
        return result
    }

    @Test("OpenCV's own pulling, which ours is timed against, takes each pixel from its place")
    func remaps() throws {
        let page = speckled(.color, 40, 30)
        let places = (0..<30).flatMap { y in (0..<40).flatMap { x in [Float(39 - x), Float(y) + 1] } }
        var found = Raster(.color, width: 40, height: 30, filledWith: 99)
        let status = page.withPlane { from in
            found.withMutablePlane { to in
                copencv_remap(
                    copencv_plane(
                        base: UnsafeMutablePointer(mutating: from.base), width: 40, height: 30, channels: 3, stride: 120
                    ),
                    copencv_plane(base: to.base, width: 40, height: 30, channels: 3, stride: 120), places,
                    copencv_pull(quality: copencv_linear, replicate: 0, fill: (1, 2, 3)))
            }
        }
        #expect(status.code == 0)
        let samples = page.samples
        let expected = (0..<30).flatMap { y in
            (0..<40).flatMap { x -> [UInt8] in
                if y == 29 { return [1, 2, 3] }
                let at = ((y + 1) * 40 + 39 - x) * 3
                return Array(samples[at..<at + 3])
            }
        }
        #expect(found.samples == expected)
    }

    /// The samples of a result of that size.
    private func call(
        _ page: Raster, _ size: Size, _ body: (ckernels_plane, ckernels_plane) -> ckernels_status
    ) throws -> [UInt8] {
        var result = Raster(page.kind, width: size.width, height: size.height, filledWith: 99)
        let status = page.withPlane { from in
            result.withMutablePlane { to in body(lent(from), lent(to.reading)) }
        }
        try #require(status.code == 0)
        return result.samples
    }

    private func lent(_ plane: Plane) -> ckernels_plane {
        ckernels_plane(
            base: UnsafeMutablePointer(mutating: plane.base), width: Int32(plane.width), height: Int32(plane.height),
            channels: Int32(plane.channels), stride: Int64(plane.stride))
    }
}
