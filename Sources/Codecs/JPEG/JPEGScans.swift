/// What the headers of a JPEG's scans say that the scans bring: a picture comes in one or in many.
struct JPEGScans {
    /// For each component the coefficients, of 64, that have all of their bits.
    private var finished: [Int: UInt64] = [:]

    /// Goes through the scans of a file in memory from `start` on, where its first segment stands.
    init(_ file: ByteReader, from start: Int) {
        var at = start
        while let next = file.index(of: 0xFF, from: at), let marker = file.u8(next + 1) {
            at = next + 1
            // Fill bytes, data of a scan, and markers without a segment.
            if marker == 0xFF || marker == 0x00 || marker == 0x01 || (0xD0...0xD8).contains(marker) { continue }
            guard marker != 0xD9, let length = file.u16(next + 2), length >= 2 else { return }
            if marker == 0xDA { add(file, next + 4) }
            at = next + 2 + length
        }
    }

    /// Takes up a scan: its components, the first and last of its coefficients, and how many of their bits are yet to come.
    private mutating func add(_ file: ByteReader, _ at: Int) {
        let count = file.u8(at) ?? 0
        guard let first = file.u8(at + 1 + 2 * count), let last = file.u8(at + 2 + 2 * count),
            let bits = file.u8(at + 3 + 2 * count), first <= last, last <= 63, bits & 15 == 0
        else { return }
        let coefficients = (UInt64.max >> UInt64(63 - last)) & (UInt64.max << UInt64(first))
        for i in 0..<count {
            if let component = file.u8(at + 1 + 2 * i) { finished[component, default: 0] |= coefficients }
        }
    }

    /// Whether all coefficients of so many components come in them.
    func areAll(of components: Int) -> Bool {
        finished.count >= components && finished.values.allSatisfy { $0 == .max }
    }
}
