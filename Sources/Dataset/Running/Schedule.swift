/// The order of a run's jobs: each source is decoded one source ahead, so that no worker waits for it.
struct Schedule: Sendable {
    enum Job: Equatable {
        case decode(Int)
        case variant(source: Int, Int)
        case nothing
    }

    let sources: Int
    let variants: Int
    private let byteCounts: [Int]

    init(input: RunInput, variants: Int) {
        self.init(byteCounts: input.entries.map(\.byteCount), variants: variants)
    }

    init(byteCounts: [Int], variants: Int) {
        self.byteCounts = byteCounts
        sources = byteCounts.count
        self.variants = variants
    }

    var count: Int { sources == 0 ? 0 : 1 + sources * (variants + 1) }

    /// Job `index`: the first source's decoding, then for each source the next one's decoding and its own variants.
    subscript(index: Int) -> Job {
        if index == 0 { return .decode(0) }
        let (source, place) = (index - 1).quotientAndRemainder(dividingBy: variants + 1)
        if place > 0 { return .variant(source: source, place - 1) }
        return source + 1 < sources ? .decode(source + 1) : .nothing
    }

    /// The bytes that a job takes while it is in flight. A source stays until its last variant is done, so its cost
    /// stands with its variants; those hold the result, one or two pictures on the way there, and the file.
    func cost(_ index: Int) -> Int {
        switch self[index] {
        case .decode(let source): byteCounts[source] * 2
        case .variant(let source, _): byteCounts[source] * 6
        case .nothing: 0
        }
    }
}
