internal import CTIFF
import Glibc

/// A file as libtiff reads it, or bytes in memory as it writes them. One call of ours owns it; libtiff gets it as its
/// handle and calls back only while that call lasts.
final class TIFFStream {
    /// What has been written so far.
    private(set) var written: [UInt8] = []
    private var position = 0
    /// What is read; nil for writing.
    private let file: ByteReader?
    /// Whether libtiff found a fault, or something to warn of that may have cost pixels.
    var hasComplaint = false
    /// How many bytes too many libjpeg passed over at the ends of strips or tiles.
    private(set) var leftover = 0

    /// For reading; only what libtiff asks for is read.
    init(reading file: ByteReader) { self.file = file }

    /// For writing.
    init() { file = nil }

    private var count: Int { file?.count ?? written.count }

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
        let warn: TIFFErrorHandlerExtR = { _, stream, _, format, values in
            if let stream { TIFFStream.of(stream).takeWarning(format, values) }
            return 1
        }
        TIFFOpenOptionsSetWarningHandlerExtR(options, warn, this)
        // "m": never map. "h": read no directory yet, since the first may be the broken one. "l": little-endian anywhere.
        return TIFFClientOpenExt(
            "page", file == nil ? "wlm" : "rhm", this,
            { handle, buffer, count in tmsize_t(TIFFStream.of(handle).read(buffer, Int(count))) },
            { handle, buffer, count in tmsize_t(TIFFStream.of(handle).write(buffer, Int(count))) },
            { handle, offset, whence in TIFFStream.of(handle).seek(offset, whence) },
            { _ in 0 },
            { handle in UInt64(TIFFStream.of(handle).count) },
            { _, _, _ in 0 }, { _, _, _ in }, options)
    }

    /// Bytes behind all pixels of a strip that is packed as JPEG cost none of them; nothing comes after them.
    private func takeWarning(_ format: UnsafePointer<CChar>?, _ values: CVaListPointer?) {
        var text = [CChar](repeating: 0, count: 256)
        // The text is cut off at the size that is told.
        if let format, let values { vsnprintf(&text, text.count, format, values) }
        let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if case .bytesBeforeEnd(let count) = JPEGWarning(message), count <= 1024 {
            leftover += count
        } else {
            hasComplaint = true
        }
    }

    private static func of(_ handle: thandle_t?) -> TIFFStream {
        Unmanaged<TIFFStream>.fromOpaque(handle!).takeUnretainedValue()
    }

    private func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let file, let buffer, count > 0 else { return 0 }
        // libtiff's buffer has room for what it asks for.
        let target = UnsafeMutableRawBufferPointer(start: buffer, count: count)
        guard let got = try? file.read(at: position, into: target) else {
            hasComplaint = true
            return 0
        }
        position = position.plus(got)
        return got
    }

    private func write(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let buffer, count > 0, file == nil else { return 0 }
        let end = position + count
        if end > written.count { written += repeatElement(0, count: end - written.count) }
        written.withUnsafeMutableBytes { ($0.baseAddress! + position).copyMemory(from: buffer, byteCount: count) }
        position = end
        return count
    }

    private func seek(_ offset: UInt64, _ whence: Int32) -> UInt64 {
        let offset = Int(truncatingIfNeeded: Int64(bitPattern: offset))
        let base = whence == 0 ? 0 : whence == 1 ? position : count
        let (place, overflows) = base.addingReportingOverflow(offset)
        guard !overflows, place >= 0 else { return .max }
        position = place
        return UInt64(place)
    }
}
