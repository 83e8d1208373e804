import Engine
internal import Files
internal import Truth

/// Parts that are given by lists of ids or input paths.
struct SplitLists {
    private struct Line {
        let text: String
        let split: Split
        let place: String
    }

    private var lines: [Line] = []
    private var rest: Split?

    /// Reads the lists, whose paths start at `folder`.
    init(_ parts: [SplitPlan.Part?], folder: String?) throws(JobProblem) {
        for split in Split.allCases {
            switch parts[split.index] {
            case .rest?: rest = split
            case .list(let path)?: lines += try Self.lines(of: path, split, folder)
            case .share?, nil: continue
            }
        }
    }

    private static func lines(
        of path: String, _ split: Split, _ folder: String?
    ) throws(JobProblem) -> [Line] {
        let list: String
        do {
            list = try TruthFile(reading: RelativePath.join(folder ?? "", path)).text()
        } catch {
            throw JobProblem(
                .splitLists, "cannot read the list '\(path)': \(error.message)", help: "it names one id a line")
        }
        let rows = list.split(separator: "\n", omittingEmptySubsequences: false)
        return rows.enumerated().compactMap { number, row in
            let text = row.prefix { $0 != "#" }
            let trimmed = text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            return trimmed.isEmpty
                ? nil : Line(text: String(trimmed).composed, split: split, place: "\(path):\(number + 1)")
        }
    }

    func assign(
        _ sources: [SplitAssignment.Member]
    ) throws(JobProblem) -> (splits: [String: Split], notes: [JobProblem]) {
        var isUsed = [Bool](repeating: false, count: lines.count)
        var exact: [String: [Int]] = [:]
        for (index, line) in lines.enumerated() where !line.text.contains("*") {
            exact[line.text, default: []].append(index)
        }
        let patterns = lines.indices.filter { lines[$0].text.contains("*") }
        var splits: [String: Split] = [:]
        for source in sources {
            let file = source.file.composed
            var fitting = exact[source.id, default: []] + (file == source.id ? [] : exact[file, default: []])
            fitting += patterns.filter { index in
                [source.id, file].contains { Self.fits($0, lines[index].text) }
            }
            for index in fitting { isUsed[index] = true }
            let first = fitting.first.map { lines[$0] }
            if let first, let other = fitting.first(where: { lines[$0].split != first.split }) {
                throw JobProblem(
                    .splitLists, "'\(source.id)' is in two lists, \(first.place) and \(lines[other].place)")
            }
            guard let split = first?.split ?? rest else {
                throw JobProblem(
                    .splitLists, "'\(source.id)' is in no list", help: "name it, or let one part be 'rest'")
            }
            splits[source.id] = split
        }
        let notes = lines.indices.filter { !isUsed[$0] }.map { index in
            JobProblem(.unmatchedLine, "'\(lines[index].text)' at \(lines[index].place) fits no source")
        }
        return (splits, notes)
    }

    /// Whether a text fits a pattern in which `*` stands for anything.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
        var (t, p) = (0, 0)
        var retry: (t: Int, p: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                retry = (t, p)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                (t, p) = (t + 1, p + 1)
            } else if let last = retry {
                retry = (last.t + 1, last.p)
                (t, p) = (last.t + 1, last.p + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
