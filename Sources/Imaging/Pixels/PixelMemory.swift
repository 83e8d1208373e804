internal import Glibc
internal import Synchronization

/// Memory for samples. What pictures give back is kept for the next ones of the same size: pages of a run are alike, and
/// memory fresh from the kernel has to be cleared by it, page by page, which takes longer than to copy a picture.
enum PixelMemory {
    /// Bytes that are kept at most; what was given back first goes first.
    private static let mostKept = 32 << 20
    /// Smaller pieces are quickly had.
    private static let leastKept = 64 << 10

    /// A piece of memory that nobody uses, hence safe to send.
    private struct Piece: @unchecked Sendable {
        let memory: UnsafeMutableRawBufferPointer
    }

    private struct Kept {
        var pieces: [Piece] = []
        var byteCount = 0
    }

    private static let kept = Mutex(Kept())
    /// Whether a thread is busy with `kept`. Others then do without instead of waiting, so that a thread that was lost when
    /// the process was forked holds nobody up.
    private static let isBusy = Atomic<Bool>(false)

    private static func withKept<R: Sendable>(_ body: (inout Kept) -> R) -> R? {
        guard !isBusy.exchange(true, ordering: .acquiring) else { return nil }
        defer { isBusy.store(false, ordering: .releasing) }
        return kept.withLock { body(&$0) }
    }

    /// Memory of exactly so many bytes, with anything in it.
    static func take(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        if byteCount >= leastKept {
            let piece = withKept { kept -> Piece? in
                // The last one given back is the likeliest to be in the processor's cache.
                guard let index = kept.pieces.lastIndex(where: { $0.memory.count == byteCount }) else { return nil }
                kept.byteCount -= byteCount
                return kept.pieces.remove(at: index)
            }
            if case .some(.some(let piece)) = piece { return piece.memory }
        }
        return fresh(byteCount)
    }

    /// Takes back what `take` gave.
    static func giveBack(_ memory: UnsafeMutableRawBufferPointer) {
        guard memory.count >= leastKept, memory.count <= mostKept else { return discard(memory) }
        let piece = Piece(memory: memory)
        let surplus = withKept { kept -> [Piece] in
            kept.pieces.append(piece)
            kept.byteCount += piece.memory.count
            var surplus: [Piece] = []
            while kept.byteCount > mostKept {
                surplus.append(kept.pieces.removeFirst())
                kept.byteCount -= surplus[surplus.count - 1].memory.count
            }
            return surplus
        }
        for piece in surplus ?? [piece] { discard(piece.memory) }
    }

    /// Large pieces come from the system itself and go back to it: the allocator would keep them behind smaller ones.
    private static func fresh(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        if byteCount >= leastKept {
            let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let memory, memory != MAP_FAILED else { fatalError("no memory for a picture of \(byteCount) bytes") }
            return UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
        }
        // Aligned to a cache line, so that vector loads of a first row never straddle two.
        return UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    }

    private static func discard(_ memory: UnsafeMutableRawBufferPointer) {
        if memory.count >= leastKept {
            munmap(memory.baseAddress, memory.count)
        } else {
            memory.deallocate()
        }
    }
}
