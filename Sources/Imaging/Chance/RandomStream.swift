/// A source of chance that belongs to a name, not to a moment: value *n* of a stream is a function of the stream's key
/// and *n*. Streams are made from one another by name, so what one part draws never depends on what another drew.
///
/// The numbers are part of the file format of a data set: they must not change between releases.
public struct RandomStream: Sendable, Hashable {
    /// Stands for the whole path of names that led here.
    public let key: UInt64

    public init(key: UInt64) {
        self.key = key
    }

    /// The stream of a part of this one.
    public func child(_ name: String) -> RandomStream {
        var h = key ^ 0x9E37_79B9_7F4A_7C15
        for byte in name.utf8 {
            h = (h ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            h ^= h >> 29
        }
        return RandomStream(key: scramble(h &+ UInt64(name.utf8.count) &* 0xD6E8_FEB8_6659_FD93))
    }

    /// The stream of one member of a series.
    public func child(_ index: Int) -> RandomStream {
        RandomStream(key: scramble(key &+ scramble(UInt64(bitPattern: Int64(index)) ^ 0xA5A5_5A5A_C3C3_3C3C)))
    }

    /// Value `n` as 64 bits.
    @inlinable public func bits(_ n: Int = 0) -> UInt64 {
        scramble(key &+ UInt64(bitPattern: Int64(n)) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Value `n` in 0 ≤ v < 1.
    @inlinable public func unit(_ n: Int = 0) -> Double {
        Double(bits(n) >> 11) * 0x1p-53
    }

    /// Value `n` within the range, uniform.
    @inlinable public func uniform(_ range: ClosedRange<Double>, _ n: Int = 0) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit(n)
    }

    /// Value `n` among the whole numbers of the range, all equally likely.
    @inlinable public func integer(_ range: ClosedRange<Int>, _ n: Int = 0) -> Int {
        let count = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(bits(n).multipliedFullWidth(by: count).high)
    }

    /// Value `n` of the normal distribution with mean 0 and deviation 1.
    public func normal(_ n: Int = 0) -> Double {
        inverseNormal(unit(n) + 0x1p-54)
    }

    /// Whether value `n` falls under the chance `p` (0…1).
    @inlinable public func chance(_ p: Double, _ n: Int = 0) -> Bool {
        unit(n) < p
    }
}

/// Spreads every bit of `v` over the whole word: two rounds of multiply and xor-shift and a last shift
/// (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
@inlinable
public func scramble(_ v: UInt64) -> UInt64 {
    var z = v &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// The value below which a standard normal variable falls with probability `p` (0 < p < 1), to about 1e-9
/// (rational approximation by Acklam, 2003). Uses only arithmetic, `log` by series and square roots, so that the
/// result does not depend on the C library of the machine.
public func inverseNormal(_ p: Double) -> Double {
    let a = [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    let b = [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01,
    ]
    let c = [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
        4.374664141464968e+00, 2.938163982698783e+00,
    ]
    let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00]
    func tail(_ p: Double) -> Double {
        let q = (-2 * naturalLog(p)).squareRoot()
        let top = ((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]
        return top / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1)
    }
    if p < 0.02425 { return tail(p) }
    if p > 1 - 0.02425 { return -tail(1 - p) }
    let q = p - 0.5
    let r = q * q
    let top = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
    return top / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1)
}

/// The natural logarithm of a positive number, by the series of 2·artanh((m − 1)/(m + 1)) on the significand.
public func naturalLog(_ x: Double) -> Double {
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.4142135623730951 {
        m /= 2
        e += 1
    }
    let t = (m - 1) / (m + 1)
    let t2 = t * t
    var term = t
    var sum = 0.0
    var k = 1.0
    while k < 30 {
        sum += term / k
        term *= t2
        k += 2
    }
    return 2 * sum + e * 0.6931471805599453
}

/// e to the power of `x`, by halving the argument and the power series; like `naturalLog`, the same on every machine.
public func exponential(_ x: Double) -> Double {
    let n = (x / 0.6931471805599453).rounded()
    let r = x - n * 0.6931471805599453
    var term = 1.0
    var sum = 1.0
    for k in 1...18 {
        term *= r / Double(k)
        sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(max(-1022, min(1023, n))), significand: 1)
}
