import Imaging
import Testing

/// The numbers are part of the format of a data set: a change of one makes every data set another.
@Suite("Chance stays the same from release to release")
struct ChanceTests {
    private let stream = RandomStream(key: 2026)

    @Test("the first values of every kind of draw")
    func draws() {
        #expect(
            (0..<4).map { stream.bits($0) } == [
                0xdb9c_5598_9194_8d23, 0x78bc_927d_ed35_455d, 0xaad7_1e75_cde2_b88e, 0x6280_938a_d5a1_04f2,
            ])
        #expect((0..<3).map { stream.unit($0) } == [0.8578542230112182, 0.4716273839414571, 0.667344955216218])
        #expect(
            (0..<3).map { stream.uniform(-3...5, $0) } == [3.8628337840897453, 0.7730190715316567, 2.3387596417297436])
        #expect((0..<8).map { stream.integer(1...6, $0) } == [6, 3, 5, 3, 5, 5, 6, 5])
        #expect(
            (0..<4).map { stream.normal($0) } == [
                1.070728434894839, -0.07117966185923928, 0.4325935315762197, -0.29296508605812444,
            ])
        #expect((0..<4).map { stream.chance(0.65, $0) } == [false, true, false, true])
    }

    @Test("the streams of parts and of members of a series")
    func children() {
        #expect(stream.child("").key == 0x519d_c390_0c3f_73e6)
        #expect(stream.child("rotate").key == 0xd58b_938b_1563_2cda)
        #expect(stream.child("기울기").key == 0xe402_42db_8ebf_33d3)
        #expect(
            [0, 1, -1].map { stream.child($0).key } == [
                0x54e9_fdbc_8cf1_9815, 0x8f5d_f0d7_3b15_c040, 0x2a60_ec77_3732_9bfc,
            ])
    }

    @Test("noise of places")
    func places() {
        let noise = PlaceNoise(stream)
        #expect(
            [(0, 0), (1, 0), (0, 1), (-1, -1)].map { noise.word($0.0, $0.1) } == [
                0xd21a_a939_b353_e575, 0x6d37_42ac_2c7b_2bed, 0xd0d1_40e7_e2a5_c9d9, 0x722d_d188_68c6_d9d2,
            ])
        let bytes: [UInt8] = [238, 240, 3, 187, 210, 50, 5, 120, 72, 52]
        #expect((0..<10).map { noise.byte($0, 3) } == bytes)
        #expect((0..<5).map { noise.lane($0, 3) } == [61678, 47875, 13010, 30725, 13384])
        var row = [UInt8](repeating: 0, count: 10)
        noise.fill(&row, count: 10, y: 3)
        #expect(row == bytes)
    }

    @Test("the inverse of the normal distribution is that of the tables", arguments: [0.001, 0.02, 0.25, 0.5, 0.975])
    func tables(p: Double) {
        let quantiles = [0.001: -3.0902323, 0.02: -2.0537489, 0.25: -0.6744898, 0.5: 0, 0.975: 1.9599640]
        #expect(abs(inverseNormal(p) - quantiles[p]!) < 1e-7)
        #expect(abs(inverseNormal(p) + inverseNormal(1 - p)) < 1e-8)
    }

    @Test("logarithm and exponential undo each other, far from 1 too")
    func logarithms() {
        for x in [1e-300, 0.02, 0.7, 1, 1.5, 97, 1e12] {
            #expect(abs(exponential(naturalLog(x)) / x - 1) < 1e-12)
        }
        #expect(naturalLog(1) == 0)
        #expect(exponential(0) == 1)
    }

    @Test("whole numbers are equally likely, both ends among them")
    func evenness() {
        var counts = [Int](repeating: 0, count: 7)
        for n in 0..<70_000 { counts[stream.integer(-3...3, n) + 3] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
        #expect(stream.integer(5...5) == 5)
        #expect((0..<100).allSatisfy { stream.integer(Int.min / 2...Int.max / 2, $0) <= Int.max / 2 })
    }

    @Test("values follow from the number alone, in any order")
    func order() {
        let forward = (0..<50).map { stream.unit($0) }
        #expect((0..<50).reversed().map { stream.unit($0) } == forward.reversed())
        #expect(Set(forward).count == 50)
    }
}
