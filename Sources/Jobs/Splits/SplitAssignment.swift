public import Engine
internal import Files

/// Which part each source of a run belongs to. All variants and pieces of a source go together.
public struct SplitAssignment: Sendable {
    /// What is known of a source when parts are dealt.
    public struct Member: Sendable {
        /// The source's id.
        public let id: String
        /// The input file's path from the base folder.
        public let file: String

        /// A source.
        public init(id: String, file: String) {
            self.id = id
            self.file = file
        }
    }

    /// Uneven or empty parts, and lines of lists that name nothing.
    public let notes: [JobProblem]
    private let splits: [String: Split]

    /// Deals `sources`. Paths of lists start at `folder`. Throws D41 for a source in two lists or in none.
    public init(_ plan: SplitPlan, sources: [Member], folder: String?) throws(JobProblem) {
        if plan.parts.contains(where: { if case .list? = $0 { true } else { false } }) {
            (splits, notes) = try SplitLists(plan.parts, folder: folder).assign(sources)
            return
        }
        let grouping = try SplitGrouping(plan.group)
        let shares = SplitShares(plan)
        let groups = try sources.map { (source) throws(JobProblem) in grouping.group(of: source) }
        let dealt = plan.isExact ? shares.exact(Set(groups)) : nil
        var splits: [String: Split] = [:]
        var counts: [Split: Int] = [:]
        var seen: Set<String> = []
        for (source, group) in zip(sources, groups) {
            let split = dealt?[group] ?? shares.split(of: group)
            splits[source.id] = split
            if seen.insert(group).inserted { counts[split, default: 0] += 1 }
        }
        self.splits = splits
        notes = shares.notes(groups: seen.count, counts)
    }

    /// Parts that were dealt before.
    public init(_ splits: [String: Split]) {
        self.splits = splits
        notes = []
    }

    /// The same with other notes.
    package func with(notes: [JobProblem]) -> SplitAssignment { SplitAssignment(splits, notes: notes) }

    private init(_ splits: [String: Split], notes: [JobProblem]) {
        self.splits = splits
        self.notes = notes
    }

    /// All sources that were dealt, in the order of their ids' bytes.
    package var all: [(source: String, split: Split)] {
        splits.sorted { $0.key.precedesInBytes($1.key) }.map { ($0.key, $0.value) }
    }

    /// The part of the source of that id; nil for one that was not there when parts were dealt.
    public subscript(source: String) -> Split? { splits[source] }
}

/// What is never divided.
struct SplitGrouping {
    private let group: SplitPlan.Group
    private let pattern: Regex<AnyRegexOutput>?

    init(_ group: SplitPlan.Group) throws(JobProblem) {
        self.group = group
        guard case .pattern(let text) = group else {
            pattern = nil
            return
        }
        do {
            pattern = try Regex(text)
        } catch {
            throw JobProblem(.splitLists, "'\(text)' is no regular expression")
        }
    }

    /// The file; with a folder or a pattern that fits, what these give.
    func group(of source: SplitAssignment.Member) -> String {
        switch group {
        case .file: return source.file.composed
        case .folder: return RelativePath.folder(of: source.file.composed)
        case .pattern:
            let match = pattern.flatMap { source.id.firstMatch(of: $0) }
            let capture = match.flatMap { $0.output.count > 1 ? $0.output[1].substring : nil }
            return capture.map(String.init) ?? source.file.composed
        }
    }
}

/// Shares laid end to end over the numbers that groups hash to.
struct SplitShares {
    private let shares: [Double]
    private let salt: String
    private let isExact: Bool

    init(_ plan: SplitPlan) {
        shares = plan.parts.map { part in
            if case .share(let share)? = part { share } else { 0 }
        }
        salt = plan.salt
        isExact = plan.isExact
    }

    /// Where a group falls between 0 and 1: the first 8 bytes of a SHA-256 over salt and group, as a share of 2^64.
    func place(of group: String) -> Double {
        let text = Array("foxing split".utf8) + [0] + Array(salt.utf8) + [0] + Array(group.utf8)
        let number = SHA256.bytes(of: text).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(number) / 18_446_744_073_709_551_616
    }

    func split(of group: String) -> Split {
        let place = place(of: group)
        var end = 0.0
        var last = Split.train
        for split in Split.allCases where shares[split.index] > 0 {
            end += shares[split.index]
            last = split
            if place < end { return split }
        }
        return last
    }

    /// Groups in the order of their hash, cut at the shares; the largest remainders get what is over.
    func exact(_ groups: Set<String>) -> [String: Split] {
        let sorted = groups.map { (place: place(of: $0), name: $0) }.sorted {
            $0.place != $1.place ? $0.place < $1.place : $0.name.precedesInBytes($1.name)
        }
        let whole = shares.reduce(0, +)
        let wanted = shares.map { $0 / whole * Double(sorted.count) }
        var counts = wanted.map { Int($0) }
        let byRemainder = shares.indices.sorted {
            let (a, b) = (wanted[$0] - Double(counts[$0]), wanted[$1] - Double(counts[$1]))
            return a != b ? a > b : $0 < $1
        }
        for index in byRemainder.prefix(sorted.count - counts.reduce(0, +)) { counts[index] += 1 }
        var result: [String: Split] = [:]
        var next = sorted.makeIterator()
        for split in Split.allCases {
            for _ in 0..<counts[split.index] {
                if let group = next.next() { result[group.name] = split }
            }
        }
        return result
    }

    func notes(groups: Int, _ counts: [Split: Int]) -> [JobProblem] {
        let asked = Split.allCases.filter { shares[$0.index] > 0 }
        guard asked.count > 1, groups > 0 else { return [] }
        let empty = asked.filter { counts[$0, default: 0] == 0 }
        guard !empty.isEmpty || (groups < 50 && !isExact) else { return [] }
        let shown = asked.map { "\(counts[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", ")
        return [
            JobProblem(
                .unevenSplit, "\(groups) sources make an uneven split: \(shown)",
                help: isExact ? "more sources are needed" : "write  exact: true  under 'split' to count them out")
        ]
    }
}
