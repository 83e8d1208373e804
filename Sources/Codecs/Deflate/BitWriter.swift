/// Writes bits, lowest first, into memory that its owner made large enough.
struct BitWriter {
    /// Where the next byte goes.
    private(set) var next: UnsafeMutableRawPointer
    /// Bits not yet written; never more than 7 after `flush`.
    private(set) var bits: UInt64 = 0
    private(set) var count: UInt64 = 0

    /// Every write of the caller must leave 8 bytes free behind the last, since whole words are stored.
    init(_ start: UnsafeMutableRawPointer) {
        next = start
    }

    /// Adds up to 56 bits to at most 7.
    @inline(__always)
    mutating func add(_ value: UInt64, _ length: UInt64) {
        bits |= value &<< count
        count &+= length
    }

    /// Stores the whole bytes.
    @inline(__always)
    mutating func flush() {
        next.storeBytes(of: bits.littleEndian, as: UInt64.self)
        next += Int(count &>> 3)
        bits &>>= count & ~7
        count &= 7
    }

    /// Adds up to 56 bits and stores the whole bytes.
    @inline(__always)
    mutating func put(_ value: Int, _ length: Int) {
        add(UInt64(value), UInt64(length))
        flush()
    }

    /// Fills the last byte with zeros.
    mutating func align() {
        if count > 0 { put(0, 8 - Int(count)) }
    }

    /// Copies whole bytes; the writer must stand at a byte's start.
    mutating func copy(_ source: UnsafeRawPointer, _ length: Int) {
        next.copyMemory(from: source, byteCount: length)
        next += length
    }
}
