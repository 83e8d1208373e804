/// How one picture lies over another: the usual blend modes on samples 0…255, with exact rounded division by 255.
public enum Blend: String, Sendable, CaseIterable {
    case multiply, screen, darken, lighten, overlay, burn, dodge, add, subtract, average, over
    case hardLight = "hard-light"

    /// The blend of a sample `a` below and `b` above.
    @inlinable
    public func callAsFunction(_ a: UInt8, _ b: UInt8) -> UInt8 {
        switch self {
        case .multiply: return Blend.product(a, b)
        case .screen: return 255 - Blend.product(255 - a, 255 - b)
        case .darken: return min(a, b)
        case .lighten: return max(a, b)
        case .overlay: return Blend.hardLight(b, a)
        case .hardLight: return Blend.hardLight(a, b)
        case .burn: return b == 0 ? (a == 255 ? 255 : 0) : 255 - UInt8(min(255, Int(255 - a) * 255 / Int(b)))
        case .dodge: return b == 255 ? (a == 0 ? 0 : 255) : UInt8(min(255, Int(a) * 255 / Int(255 - b)))
        case .add: return a.addingReportingOverflow(b).overflow ? 255 : a &+ b
        case .subtract: return a > b ? a - b : 0
        case .average: return UInt8((UInt16(a) + UInt16(b) + 1) >> 1)
        case .over: return b
        }
    }

    /// The blend at an opacity of 0…255: a + opacity·(blend − a).
    @inlinable
    public func callAsFunction(_ a: UInt8, _ b: UInt8, opacity: UInt8) -> UInt8 {
        Blend.mix(a, self(a, b), opacity)
    }

    /// a·b/255, rounded.
    @inlinable
    public static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        let t = UInt16(a) &* UInt16(b) &+ 128
        return UInt8(truncatingIfNeeded: (t &+ (t &>> 8)) &>> 8)
    }

    /// a + share·(b − a)/255, rounded.
    @inlinable
    public static func mix(_ a: UInt8, _ b: UInt8, _ share: UInt8) -> UInt8 {
        let t = UInt16(a) &* UInt16(255 &- share) &+ UInt16(b) &* UInt16(share) &+ 128
        return UInt8(truncatingIfNeeded: (t &+ (t &>> 8)) &>> 8)
    }

    @inlinable
    static func hardLight(_ a: UInt8, _ b: UInt8) -> UInt8 {
        b < 128 ? product(a, 2 &* b) : 255 &- product(255 &- a, 2 &* (255 &- b))
    }

    /// Multiplies the `count` pixels of a row by one tone per pixel.
    public static func multiply(
        _ samples: UnsafeMutablePointer<UInt8>, by tones: UnsafePointer<UInt8>, count: Int, channels: Int
    ) {
        if channels == 1 {
            for x in 0..<count { samples[x] = product(samples[x], tones[x]) }
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * count) { wide in
            let wide = wide.baseAddress!
            spread(tones, to: wide, count: count, channels: 3)
            for i in 0..<3 * count { samples[i] = product(samples[i], wide[i]) }
        }
    }
}
