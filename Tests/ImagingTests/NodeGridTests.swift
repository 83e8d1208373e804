import Imaging
import Testing

@Suite("Smooth fields on a grid of nodes")
struct NodeGridTests {
    private let grid = NodeGrid(Size(width: 203, height: 97), spacing: 4)

    @Test("nodes cover the page and stand in the middle of its pixels", arguments: [1, 2, 7, 97, 203])
    func nodes(side: Int) {
        let grid = NodeGrid(Size(width: side, height: side), spacing: 4)
        let places = grid.places(every: 1)
        #expect(places.count == grid.columns * grid.rows)
        #expect(places[0] == Point(0.5, 0.5))
        #expect((places.map(\.x).max() ?? 0) >= Double(side) - 0.5)
    }

    @Test("a field that rises evenly is joined exactly, whatever the stride", arguments: [1, 2, 4])
    func even(stride: Int) {
        let joined = grid.spread(grid.places(every: stride).map { 3 * $0.x - 2 * $0.y + 7 }, every: stride)
        for (value, place) in zip(joined, grid.places(every: 1)) {
            #expect(abs(value - (3 * place.x - 2 * place.y + 7)) < 1e-9)
        }
    }

    @Test("noise that is taken at as few nodes as its cell allows is hardly another", arguments: [20.0, 41, 80, 300])
    func noise(cell: Double) {
        let noise = GradientNoise(RandomStream(key: 5), cell: cell, octaves: 1)
        let stride = grid.stride(forCell: cell)
        #expect(stride == (cell < 40 ? 1 : cell < 80 ? 2 : 4))
        let joined = grid.spread(noise.values(at: grid.places(every: stride)), every: stride)
        let errors = zip(joined, noise.values(at: grid.places(every: 1))).map { abs($0 - $1) }
        #expect((errors.max() ?? 1) < 0.08)
    }
}
