import Imaging
import Testing

@Suite("Lattice noise")
struct LatticeNoiseTests {
    @Test("rows are the same in any order")
    func anyOrder() {
        var forward = LatticeNoise(RandomStream(key: 5), width: 83, cell: (3.3, 5.1), octaves: 3)
        var backward = forward
        let rows = (0..<40).map { forward.row($0) }
        for y in stride(from: 39, through: 0, by: -1) { #expect(backward.row(y) == rows[y]) }
    }

    @Test("the mean is 128 and the whole range is used", arguments: [1.0, 2.5, 7, 20])
    func level(cell: Double) {
        var noise = LatticeNoise(RandomStream(key: 0), width: 600, cell: cell)
        let values = (0..<600).flatMap { noise.row($0) }.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        #expect(abs(mean - 127.5) < 6)
        #expect(values.min()! < 10 && values.max()! > 245)
    }

    @Test("neighbors are close when the cell is large")
    func smooth() {
        var noise = LatticeNoise(RandomStream(key: 9), width: 400, cell: 32)
        var before = noise.row(0)
        for y in 1..<100 {
            let row = noise.row(y)
            #expect(zip(row, before).allSatisfy { abs(Int($0) - Int($1)) <= 16 })
            #expect(zip(row, row.dropFirst()).allSatisfy { abs(Int($0) - Int($1)) <= 16 })
            before = row
        }
    }

    @Test("twice the resolution shows the same pattern")
    func resolution() {
        var coarse = LatticeNoise(RandomStream(key: 3), width: 100, cell: 12)
        var fine = LatticeNoise(RandomStream(key: 3), width: 200, cell: 24)
        for y in 0..<50 {
            let (a, b) = (coarse.row(y), fine.row(2 * y))
            for x in 0..<100 { #expect(abs(Int(a[x]) - Int(b[2 * x])) <= 24) }
        }
    }

    @Test("a threshold by rank leaves the wanted share above it", arguments: [0.02, 0.1, 0.5, 0.9])
    func rank(share: Double) {
        var noise = LatticeNoise(RandomStream(key: 11), width: 512, cell: 4, octaves: 2)
        var histogram = LevelHistogram()
        let rows = (0..<512).map { noise.row($0) }
        for row in rows { row.withUnsafeBufferPointer { histogram.add($0.baseAddress!, count: 512, step: 3) } }
        let threshold = histogram.threshold(above: share)
        let above = rows.joined().filter { Double($0) + 0.5 > threshold }.count
        #expect(abs(Double(above) / Double(512 * 512) - share) < 0.02)
    }

    @Test("a threshold by rank survives no field, one level and shares beyond 0 and 1")
    func rankAtTheEnds() {
        #expect(LevelHistogram().threshold(above: 0.5) == 256)
        var flat = LevelHistogram()
        flat.add([7, 7, 7, 7], count: 4)
        #expect(flat.threshold(above: 0) == 256)
        #expect(flat.threshold(above: 1) == 7)
        #expect(flat.threshold(above: 0.5) == 7.5)
        #expect(flat.threshold(above: 2) == 7)
        #expect(flat.level(below: 0.85) == 7)
    }
}
