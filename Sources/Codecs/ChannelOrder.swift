/// Files have red first, rasters have blue first.
enum ChannelOrder {
    /// Copies `width` pixels of three bytes with the first and third exchanged, four pixels at a time. The two rows must
    /// not overlap: a load just behind a store to the same bytes would wait for it.
    static func swapOuter(_ from: UnsafeRawPointer, to: UnsafeMutableRawPointer, _ width: Int) {
        let outer = SIMD2<UInt64>(repeating: 0x0000_0000_FF00_00FF)
        let end = 3 &* width
        var at = 0
        // Each lane holds two pixels and two bytes more, which the next store puts right.
        while at &+ 15 <= end {
            let words = SIMD2(
                UInt64(littleEndian: from.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
                UInt64(littleEndian: from.loadUnaligned(fromByteOffset: at &+ 6, as: UInt64.self)))
            let difference = (words ^ (words &>> 16)) & outer
            let swapped = words ^ difference ^ (difference &<< 16)
            to.storeBytes(of: swapped.x.littleEndian, toByteOffset: at, as: UInt64.self)
            to.storeBytes(of: swapped.y.littleEndian, toByteOffset: at &+ 6, as: UInt64.self)
            at &+= 12
        }
        let (source, target) = (from.assumingMemoryBound(to: UInt8.self), to.assumingMemoryBound(to: UInt8.self))
        while at < end {
            target[at] = source[at &+ 2]
            target[at &+ 1] = source[at &+ 1]
            target[at &+ 2] = source[at]
            at &+= 3
        }
    }
}
