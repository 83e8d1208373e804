/// Smooth noise without cells to be seen: each node of a lattice tilts the surface its own way, with soft blends between
/// (gradient noise with a quintic fade, Perlin 2002), and each octave's lattice is turned against the others and the
/// page. Costs more than lattice noise, so it is meant for slow changes, taken at few places.
public struct GradientNoise: Sendable {
    private let octaves: [Octave]

    /// Noise with cells of `cell` units. Every further octave has half the cell and `gain` times the amplitude.
    public init(_ stream: RandomStream, cell: Double, octaves count: Int = 2, gain: Double = 0.5) {
        let amplitudes = (0..<max(1, count)).map { k in (0..<k).reduce(1) { a, _ in a * gain } }
        let deviation = Octave.deviation * amplitudes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        octaves = amplitudes.indices.map { k in
            Octave(
                stream.child(k), cell: max(1e-6, cell) / Double(1 << k), degrees: 31 + 47 * Double(k),
                amplitude: amplitudes[k] / deviation)
        }
    }

    /// The value at a place: mean 0, standard deviation 1, between about −3 and 3.
    public func value(_ x: Double, _ y: Double) -> Double {
        var sum = 0.0
        for octave in octaves { sum += octave.value(x, y) }
        return sum
    }

    /// The values at many places, the same as one by one but three times as fast.
    public func values(at places: [Point]) -> [Double] {
        var sums = [Double](repeating: 0, count: places.count)
        for octave in octaves {
            octave.withLattice { lattice in
                for (i, p) in places.enumerated() { sums[i] += lattice.value(p.x, p.y) }
            }
        }
        return sums
    }
}

private struct Octave: Sendable {
    /// Of gradient noise with gradients of length 1.
    static let deviation = 0.2164

    /// A shuffle of 0…255, which with two look-ups stands for the hash of a node.
    private let shuffle: [UInt8]
    /// Gradients times the amplitude, for each byte.
    private let gradients: [SIMD2<Double>]
    /// The turn from places to cells, and where the lattice begins.
    private let turn: (x: Double, y: Double)
    private let origin: (x: Double, y: Double)

    init(_ stream: RandomStream, cell: Double, degrees: Double, amplitude: Double) {
        var bytes = (0...255).map { UInt8($0) }
        for i in stride(from: 255, to: 0, by: -1) { bytes.swapAt(i, stream.integer(0...i, i)) }
        shuffle = bytes
        gradients = (0...255).map { i in
            let (sine, cosine) = sineAndCosine(degrees: Double(i) * 360 / 256)
            return SIMD2(cosine, sine) * amplitude
        }
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        turn = (cosine / cell, sine / cell)
        origin = (stream.uniform(0...256, 300), stream.uniform(0...256, 301))
    }

    func value(_ x: Double, _ y: Double) -> Double { withLattice { $0.value(x, y) } }

    /// Lends the tables without the checks that each look-up in an array costs.
    @inline(__always)
    func withLattice<R>(_ body: (Lattice) -> R) -> R {
        shuffle.withUnsafeBufferPointer { shuffle in
            gradients.withUnsafeBufferPointer { gradients in
                body(Lattice(shuffle: shuffle, gradients: gradients, turn: turn, origin: origin))
            }
        }
    }
}

/// An octave for as long as its tables are lent.
private struct Lattice {
    let shuffle: UnsafeBufferPointer<UInt8>
    let gradients: UnsafeBufferPointer<SIMD2<Double>>
    let turn: (x: Double, y: Double)
    let origin: (x: Double, y: Double)

    @inline(__always)
    func value(_ x: Double, _ y: Double) -> Double {
        let u = x * turn.x - y * turn.y + origin.x
        let v = x * turn.y + y * turn.x + origin.y
        let (i, j) = (floor(u), floor(v))
        let (du, dv) = (u - Double(i), v - Double(j))
        let (left, right) = (shuffle[i & 255], shuffle[(i &+ 1) & 255])
        func tilt(_ side: UInt8, _ j: Int, _ du: Double, _ dv: Double) -> Double {
            let gradient = gradients[Int(shuffle[(Int(side) &+ j) & 255])]
            return gradient.x * du + gradient.y * dv
        }
        let (fu, fv) = (fade(du), fade(dv))
        let upper = tilt(left, j, du, dv) * (1 - fu) + tilt(right, j, du - 1, dv) * fu
        let lower = tilt(left, j &+ 1, du, dv - 1) * (1 - fu) + tilt(right, j &+ 1, du - 1, dv - 1) * fu
        return upper * (1 - fv) + lower * fv
    }

    /// The next whole number below; `rounded` is a call into the mathematics library on processors of any age.
    private func floor(_ t: Double) -> Int {
        let whole = Int(t)
        return Double(whole) > t ? whole - 1 : whole
    }

    private func fade(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }
}
