/// Noise that belongs to a place: a value is a function of (key, x, y), so rows and tiles may be made in any order.
/// One 64-bit word serves eight neighbors of a row as bytes, or four as 16-bit lanes.
public struct PlaceNoise: Sendable {
    public let key: UInt64

    public init(_ stream: RandomStream) {
        key = stream.key
    }

    /// The word at a place; callers that want bytes pass x div 8.
    @inlinable public func word(_ x: Int, _ y: Int) -> UInt64 {
        var z =
            key &+ UInt64(bitPattern: Int64(x)) &* 0x9E37_79B9_7F4A_7C15
            &+ UInt64(bitPattern: Int64(y)) &* 0xC2B2_AE3D_27D4_EB4F
        z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
        z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return z ^ (z >> 32)
    }

    /// The byte of pixel (x, y), uniform over 0…255.
    @inlinable public func byte(_ x: Int, _ y: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: word(x >> 3, y) >> UInt64((x & 7) << 3))
    }

    /// The 16-bit lane of pixel (x, y), uniform.
    @inlinable public func lane(_ x: Int, _ y: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: word(x >> 2, y) >> UInt64((x & 3) << 4))
    }

    /// Writes the bytes of row `y`, pixels 0 ..< count, to `row`; the same values as `byte(_:_:)`.
    @inlinable public func fill(_ row: UnsafeMutablePointer<UInt8>, count: Int, y: Int) {
        let whole = count >> 3
        let raw = UnsafeMutableRawPointer(row)
        for i in 0..<whole {
            raw.storeBytes(of: word(i, y).littleEndian, toByteOffset: i << 3, as: UInt64.self)
        }
        var x = whole << 3
        while x < count {
            row[x] = byte(x, y)
            x += 1
        }
    }
}
