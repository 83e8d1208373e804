import Synchronization

/// The bytes of one picture file: small pieces of them while headers are read, all of them at once, or those of one
/// page. Values can be shared between threads.
final class PictureBytes: Sendable {
    /// All bytes, if they were there from the start.
    let memory: [UInt8]?
    let count: Int
    private let source: (any ByteSource)?
    private let held: Mutex<Held>

    /// What has been read and may be asked for again.
    private struct Held {
        var start = 0
        var window: [UInt8] = []
        /// All bytes, once somebody needed them.
        var whole: [UInt8]?
        /// The first time that the disk failed.
        var failure: PictureProblem?
    }

    /// Headers lie close together, and what lies between them is not to be read.
    private static let windowBytes = 2048

    /// Of a file that is read when its bytes are asked for.
    init(_ source: any ByteSource) {
        self.source = source
        memory = nil
        count = source.count
        held = Mutex(Held())
    }

    /// Of a file already in memory.
    init(_ bytes: [UInt8]) {
        source = nil
        memory = bytes
        count = bytes.count
        held = Mutex(Held())
    }

    /// Why the disk failed, if it did.
    var failure: PictureProblem? { held.withLock { $0.failure } }

    /// One to eight bytes as a number, the first highest; nil where the file ends before.
    func number(at place: Int, bytes size: Int) -> UInt64? {
        guard place >= 0, place <= count - size else { return nil }
        return held.withLock { held in
            guard let offset = refill(&held, place, size) else { return nil }
            return held.window[offset..<offset + size].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// Where in the window the bytes from `place` on stand.
    private func refill(_ held: inout Held, _ place: Int, _ size: Int) -> Int? {
        if place < held.start || place + size > held.start + held.window.count {
            held.start = place
            held.window = bytes(place..<place + min(count - place, Self.windowBytes), &held)
        }
        let offset = place - held.start
        return offset + size <= held.window.count ? offset : nil
    }

    /// The bytes of a range within the file; fewer where the file has become shorter or the disk fails.
    func bytes(_ range: Range<Int>) -> [UInt8] { held.withLock { held in bytes(range, &held) } }

    private func bytes(_ range: Range<Int>, _ held: inout Held) -> [UInt8] {
        if let whole = held.whole { return Array(whole[range]) }
        var problem: PictureProblem?
        // The array's own memory is lent to the source, with its exact size.
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            do throws(PictureProblem) {
                filled = try read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
            } catch { problem = error }
        }
        if held.failure == nil { held.failure = problem }
        return bytes
    }

    /// Copies the bytes from `place` on into memory that is lent, without keeping any; how many, fewer where they end.
    func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int {
        let size = min(buffer.count, max(0, count - place))
        guard place >= 0, size > 0 else { return 0 }
        // Both ranges have `size` bytes and lie within their memory.
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<size])
        guard let memory else { return try source?.read(at: place, into: target) ?? 0 }
        memory.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + size])) }
        return size
    }

    /// All bytes; they are kept, so that whoever asks next has them without reading. Throws I10 or, where the file has
    /// become shorter meanwhile, I14.
    func whole() throws(PictureProblem) -> [UInt8] {
        if let memory { return memory }
        let (bytes, failure) = held.withLock { held -> ([UInt8], PictureProblem?) in
            if held.whole == nil {
                let all = self.bytes(0..<count, &held)
                if all.count == count { held.whole = all }
            }
            return (held.whole ?? [], held.failure)
        }
        guard bytes.count == count else {
            throw failure ?? .damaged("the file became shorter while it was read; copy it again")
        }
        return bytes
    }

    /// Hands on all bytes in order, piece by piece where nobody holds them. Throws as `whole`.
    func forEachPiece(_ take: (Span<UInt8>) -> Void) throws(PictureProblem) {
        if let whole = memory ?? held.withLock({ $0.whole }) { return take(whole.span) }
        var piece = [UInt8](repeating: 0, count: min(count, 1 << 20))
        var place = 0
        while place < count {
            let wanted = min(piece.count, count - place)
            var problem: PictureProblem?
            let got = piece.withUnsafeMutableBytes { buffer in
                do throws(PictureProblem) {
                    return try read(at: place, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
                } catch {
                    problem = error
                    return 0
                }
            }
            guard got == wanted else {
                throw problem ?? .damaged("the file became shorter while it was read; copy it again")
            }
            take(piece.span.extracting(0..<wanted))
            place += wanted
        }
    }
}
