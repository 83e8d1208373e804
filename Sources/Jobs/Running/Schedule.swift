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
        case .decode(let source): times(2, byteCounts[source])
        case .variant(let source, _): times(6, byteCounts[source])
        case .nothing: 0
        }
    }

    /// A header may claim more bytes than can be counted.
    private func times(_ factor: Int, _ bytes: Int) -> Int {
        let (product, overflow) = bytes.multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
