internal import CKernels

/// Arithmetic along rows of samples, for operations whose time goes into it.
public enum Rows {
    /// Multiplies samples by gains in Q2.14, rounded, at most 255.
    public static func multiply(_ samples: UnsafeMutablePointer<UInt8>, by gains: UnsafePointer<UInt16>, count: Int) {
        crows_multiply(samples, gains, Int64(count))
    }

    /// Repeats each of `count` values three times.
    public static func triple(_ values: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>, count: Int) {
        crows_triple(values, out, Int64(count))
    }

    /// Mixes `share` (of 256) of other bytes into bytes, rounded down.
    public static func mix(
        _ bytes: UnsafeMutablePointer<UInt8>, _ others: UnsafePointer<UInt8>, share: UInt16, count: Int
    ) {
        crows_mix(bytes, others, Int64(count), share)
    }

    /// Adds bytes, spread over −range … range (at most 128), to samples.
    public static func flicker(
        _ samples: UnsafeMutablePointer<UInt8>, _ bytes: UnsafePointer<UInt8>, range: Int, count: Int
    ) {
        crows_flicker(samples, bytes, Int64(count), Int16(range))
    }
}
