import COpenCV
import Imaging
import Testing
import Vision

/// Kernels that stand in for a function of OpenCV, and give what it gives.
@Suite("Kernels agree with OpenCV")
struct KernelAgreementTests {
    @Test("the brightness by which colors are equalized is OpenCV's")
    func luma() throws {
        // With one tile and no change, a color is moved by the difference of its own luma and that of the table, so
        // equal differences mean equal luma.
        for (width, height) in [(1, 1), (15, 4), (16, 9), (131, 67)] {
            let page = speckled(.color, width, height)
            let moved = try page.equalizedByTiles(clip: 4, columns: 1, rows: 1).samples
            let gray = try page.luma()
            let table = try gray.equalizedByTiles(clip: 4, columns: 1, rows: 1).samples
            let (before, levels) = (page.samples, gray.samples)
            for i in moved.indices {
                let expected = Int(before[i]) + Int(table[i / 3]) - Int(levels[i / 3])
                #expect(Int(moved[i]) == min(max(expected, 0), 255))
            }
        }
    }

    @Test(
        "what is pulled by bands is what OpenCV pulls at once, copied rows among it",
        arguments: [PixelKind.gray, .color])
    func bands(kind: PixelKind) throws {
        let page = speckled(kind, 83, 61)
        let turn = GeometricMap(.rotation(degrees: 7, about: Point(40, 30)), outputSize: Size(width: 90, height: 59))
        let sag = GeometricMap(Sag(), outputSize: Size(width: 83, height: 61))
        // OpenCV's nearest pixel of a place on a pixel is the next one, so what is copied is left out there.
        for (map, quality, code) in [
            (turn, Resampling.Quality.nearest, copencv_nearest), (turn, .cubic, copencv_cubic),
            (sag, .cubic, copencv_cubic),
        ] {
            for fill in [Fill.edge, .color(Color(red: 9, green: 130, blue: 250))] {
                let found = try warped(
                    page, by: map, Resampling(quality: quality, fill: fill),
                    in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
                #expect(found == (try remapped(page, by: map, code, fill)), "\(quality), \(fill)")
            }
        }
        let still = try warped(
            page, by: sag, Resampling(quality: .nearest), in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
        #expect(still.samples.prefix(16 * still.stride) == page.samples.prefix(16 * page.stride))
    }

    /// All of a page by one call, from places between nodes in 1/32 pixel.
    private func remapped(
        _ page: Raster, by map: GeometricMap, _ quality: copencv_quality, _ fill: Fill
    ) throws -> Raster {
        let size = map.outputSize
        func node(_ column: Int, _ row: Int) -> [Int] {
            let place = map.inverse(Point(Double(8 * column) + 0.5, Double(8 * row) + 0.5))
            return [place.x, place.y].map { Int((($0 - 0.5) * 256).rounded()) }
        }
        var (places, fractions): ([Int16], [UInt16]) = ([], [])
        for y in 0..<size.height {
            for x in 0..<size.width {
                let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map { node(x / 8 + $0.0, y / 8 + $0.1) }
                let place = (0..<2).map { axis in
                    let left = corners[0][axis] * (8 - y % 8) + corners[2][axis] * (y % 8)
                    let right = corners[1][axis] * (8 - y % 8) + corners[3][axis] * (y % 8)
                    return (8 * left + (right - left) * (x % 8) + 256) >> 9
                }
                places += place.map { Int16($0 >> 5) }
                fractions.append(UInt16((place[1] & 31) << 5 | place[0] & 31))
            }
        }
        var pull = copencv_pull(quality: quality, replicate: 1, fill: (0, 0, 0))
        if case .color(let color) = fill {
            let level = color.samples(for: page.kind)
            pull = copencv_pull(quality: quality, replicate: 0, fill: (level[0], level.last!, level.last!))
            if page.kind == .color { pull.fill = (level[0], level[1], level[2]) }
        }
        var result = Raster(page.kind, width: size.width, height: size.height, filledWith: 99)
        let status = page.withPlane { from in
            result.withMutablePlane { to in
                copencv_remap_fixed(lent(from), lent(to.reading), places, fractions, pull)
            }
        }
        try #require(status.code == 0)
        return result
    }

    private func lent(_ plane: Plane) -> copencv_plane {
        copencv_plane(
            base: UnsafeMutablePointer(mutating: plane.base), width: Int32(plane.width), height: Int32(plane.height),
            channels: Int32(plane.channels), stride: Int64(plane.stride))
    }
}

/// Leaves the upper part of a page where it is, and pulls the rest down further and further.
private struct Sag: NonlinearMap {
    func forward(_ p: Point) -> Point { Point(p.x, p.y < 24 ? p.y : 24 + (p.y - 24) * 1.3) }
    func inverse(_ p: Point) -> Point { Point(p.x, p.y < 24 ? p.y : 24 + (p.y - 24) / 1.3) }
}
