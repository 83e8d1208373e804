internal import Engine
internal import Files
internal import JSON
internal import Jobs

/// Which characters a set holds and how often: of each page's text once for every variant that is not dropped.
struct CharacterCounts: Sendable {
    /// A character and how often it stands in the set.
    struct Count: Sendable {
        let character: Character
        var times = 0
        /// How many pages it stands on.
        var pages = 0
    }

    /// By how often they occur, the commonest first; blanks are no characters.
    let counts: [Count]
    /// All of them.
    let total: Int
    /// Pages whose text is known.
    let pages: Int

    /// A character on fewer pages than this, or seen less often, is rare.
    static let rarePages = 3
    static let rareTimes = 20

    var rare: [Count] { counts.filter { $0.pages < Self.rarePages || $0.times < Self.rareTimes } }

    /// Looks into the labels of one variant of each page.
    init(of contents: RunContents, workers: Int) {
        var first: [(path: String, kept: Int)] = []
        var places: [String: Int] = [:]
        for row in contents.rows where row.status != .dropped {
            if let place = places[row.source] {
                first[place].kept += 1
            } else if let labels = row.image?.labels, RelativePath.staysBelow(labels) {
                places[row.source] = first.count
                first.append((RelativePath.join(contents.root, labels), 1))
            }
        }
        var counts: [Character: Count] = [:]
        var (pages, total) = (0, 0)
        let files = first
        OrderedPool(workers: workers).run(
            count: files.count, cost: { _ in 1 }, start: { () },
            work: { index, _ in Self.text(of: files[index].path).map(Self.tally) },
            deliver: { index, tally in
                guard let tally else { return true }
                pages += 1
                for (character, times) in tally {
                    let all = times * files[index].kept
                    counts[character, default: Count(character: character)].times += all
                    counts[character, default: Count(character: character)].pages += 1
                    total += all
                }
                return true
            })
        self.counts = counts.values.sorted { a, b in
            a.times == b.times ? String(a.character).precedesInBytes(String(b.character)) : a.times > b.times
        }
        self.total = total
        self.pages = pages
    }

    private static func tally(_ text: String) -> [Character: Int] {
        var tally: [Character: Int] = [:]
        for character in text {
            // Asking for a property of Unicode takes longer than all else.
            let isBlank = character.asciiValue.map { $0 <= 0x20 } ?? character.isWhitespace
            if !isBlank { tally[character, default: 0] += 1 }
        }
        return tally
    }

    /// The text of a labels file, of which only the head is read: places of words follow it, and are most of the file.
    private static func text(of path: String) -> String? {
        guard let file = try? DiskFile(path, 0) else { return nil }
        let mark = Array(",\"regions\":[".utf8)
        var head: [UInt8] = []
        while head.count < 1 << 24 {
            guard let piece = try? file.read(atMost: 1 << 14), !piece.isEmpty else { return nil }
            let from = max(0, head.count - mark.count)
            head += piece
            // Quotes within a text are escaped, so the mark stands in none.
            guard let place = Self.place(of: mark, in: head, from: from) else { continue }
            let json = try? JSONReader.read(head[..<place] + [UInt8(ascii: "}")])
            return json?["text"]?.text
        }
        return nil
    }

    private static func place(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + mark.count <= bytes.count {
            if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) { return place }
            place += 1
        }
        return nil
    }
}
