internal import CTIFF

/// Bytes in memory as libtiff reads and writes them. One call of ours owns it; libtiff gets it as its handle and
/// calls back only while that call lasts.
final class TIFFStream {
    private(set) var bytes: [UInt8]
    private var position = 0
    private let isReadOnly: Bool
    /// Whether libtiff found a fault, or something to warn of.
    var hasComplaint = false

    init(reading bytes: [UInt8]) {
        self.bytes = bytes
        isReadOnly = true
    }

    init() {
        bytes = []
        isReadOnly = false
    }

    /// Opens the stream; libtiff takes no block of more than `maxBlock` bytes.
    func open(maxBlock: Int) -> OpaquePointer? {
        guard let options = TIFFOpenOptionsAlloc() else { return nil }
        defer { TIFFOpenOptionsFree(options) }
        TIFFOpenOptionsSetMaxSingleMemAlloc(options, tmsize_t(maxBlock))
        let this = Unmanaged.passUnretained(self).toOpaque()
        // A handler of each file's own, so that nothing is printed and two threads do not meet.
        let note: TIFFErrorHandlerExtR = { _, stream, _, _, _ in
            if let stream { TIFFStream.of(stream).hasComplaint = true }
            return 1
        }
        TIFFOpenOptionsSetErrorHandlerExtR(options, note, this)
        TIFFOpenOptionsSetWarningHandlerExtR(options, note, this)
        // "m": never map. "h": read no directory yet, since the first may be the broken one. "l": little-endian anywhere.
        return TIFFClientOpenExt(
            "page", isReadOnly ? "rhm" : "wlm", this,
            { handle, buffer, count in tmsize_t(TIFFStream.of(handle).read(buffer, Int(count))) },
            { handle, buffer, count in tmsize_t(TIFFStream.of(handle).write(buffer, Int(count))) },
            { handle, offset, whence in TIFFStream.of(handle).seek(offset, whence) },
            { _ in 0 },
            { handle in UInt64(TIFFStream.of(handle).bytes.count) },
            { _, _, _ in 0 }, { _, _, _ in }, options)
    }

    private static func of(_ handle: thandle_t?) -> TIFFStream {
        Unmanaged<TIFFStream>.fromOpaque(handle!).takeUnretainedValue()
    }

    private func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let buffer, count > 0, position >= 0, position < bytes.count else { return 0 }
        let got = min(count, bytes.count - position)
        bytes.withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress! + position, byteCount: got) }
        position += got
        return got
    }

    private func write(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let buffer, count > 0, !isReadOnly, position >= 0 else { return 0 }
        let end = position + count
        if end > bytes.count { bytes += repeatElement(0, count: end - bytes.count) }
        bytes.withUnsafeMutableBytes { ($0.baseAddress! + position).copyMemory(from: buffer, byteCount: count) }
        position = end
        return count
    }

    private func seek(_ offset: UInt64, _ whence: Int32) -> UInt64 {
        let offset = Int(truncatingIfNeeded: Int64(bitPattern: offset))
        let base = whence == 0 ? 0 : whence == 1 ? position : bytes.count
        let (place, overflows) = base.addingReportingOverflow(offset)
        guard !overflows, place >= 0 else { return .max }
        position = place
        return UInt64(place)
    }
}
