internal import Jobs

/// A database in the file format of LMDB 0.9, written front to back from entries that come in the order of their keys:
/// leaves fill up one after another, and the tree above them grows with them. No page is written twice, so the file is as
/// small as its content, holds no traces of earlier states and depends on nothing but the entries.
struct LMDBFile {
    private static let pageSize = 4096
    private static let headerSize = 16
    /// Larger entries have pages of their own (what the library calls `me_nodemax`).
    private static let largestNode = ((pageSize - headerSize) / 2 & ~1) - 2
    /// Children of a branch. Fewer than would fit, so that the last branch of a level always gets two.
    private static let fanOut = 128

    private enum Flag {
        static let branch = 0x01
        static let leaf = 0x02
        static let overflow = 0x04
        static let meta = 0x08
        static let bigData = 0x01
    }

    private struct Child {
        let key: [UInt8]
        let page: Int
    }

    private let file: GrowingFile
    /// The entries of the leaf that is being filled, as nodes, and their bytes with the pointers to them.
    private var nodes: [[UInt8]] = []
    private var used = 0
    private var firstKey: [UInt8] = []
    /// Children that wait for a branch, by level.
    private var levels: [[Child]] = []
    private var nextPage = 2
    private var (branches, leaves, overflows, entries) = (0, 0, 0, 0)

    /// Starts a database in an empty file.
    init(_ file: GrowingFile) throws(JobProblem) {
        self.file = file
        // The first two pages say where the tree is, which is known at the end.
        try file.append([UInt8](repeating: 0, count: 2 * Self.pageSize))
    }

    /// Adds an entry; its key must follow all others in the order of bytes.
    mutating func append(_ key: String, _ value: [UInt8]) throws(JobProblem) {
        let key = Array(key.utf8)
        let isBig = 8 + key.count + value.count > Self.largestNode
        let content = isBig ? Self.little(try overflow(value), bytes: 8) : value
        var node = Self.little(value.count, bytes: 4) + Self.little(isBig ? Flag.bigData : 0, bytes: 2)
        node += Self.little(key.count, bytes: 2) + key + content
        if node.count % 2 == 1 { node.append(0) }
        if used + node.count + 2 > Self.pageSize - Self.headerSize { try closeLeaf() }
        if nodes.isEmpty { firstKey = key }
        nodes.append(node)
        used += node.count + 2
        entries += 1
    }

    /// Writes what is left and says where the tree begins.
    mutating func finish() throws(JobProblem) {
        if !nodes.isEmpty { try closeLeaf() }
        var depth = levels.isEmpty ? 0 : 1
        var level = 0
        while level < levels.count, levels[level].count > 1 || level + 1 < levels.count {
            try closeBranches(level, all: true)
            level += 1
            depth += 1
        }
        let root = levels.last?.first?.page ?? -1
        var meta: [UInt8] = []
        for number in 0..<2 { meta += self.meta(number, root: root, depth: depth) }
        try file.overwrite(meta)
    }

    // MARK: Pages

    private static func little(_ number: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func header(_ page: Int, _ flags: Int, lower: Int, upper: Int) -> [UInt8] {
        little(page, bytes: 8) + little(0, bytes: 2) + little(flags, bytes: 2) + little(lower, bytes: 2)
            + little(upper, bytes: 2)
    }

    /// Writes a value on pages of its own and answers the first.
    private mutating func overflow(_ value: [UInt8]) throws(JobProblem) -> Int {
        let count = (Self.headerSize - 1 + value.count) / Self.pageSize + 1
        let first = nextPage
        // Where other pages say how full they are, these say how many they are.
        let header = Self.header(first, Flag.overflow, lower: count & 0xFFFF, upper: count >> 16)
        let padding = count * Self.pageSize - Self.headerSize - value.count
        try file.append(header + value + [UInt8](repeating: 0, count: padding))
        nextPage += count
        overflows += count
        return first
    }

    /// Writes nodes as a page: pointers from the front, nodes from the back.
    private mutating func write(_ nodes: [[UInt8]], _ flags: Int) throws(JobProblem) -> Int {
        var pointers: [UInt8] = []
        var offset = Self.pageSize
        for node in nodes {
            offset -= node.count
            pointers += Self.little(offset, bytes: 2)
        }
        let lower = Self.headerSize + pointers.count
        var page = Self.header(nextPage, flags, lower: lower, upper: offset) + pointers
        page += [UInt8](repeating: 0, count: offset - lower)
        for node in nodes.reversed() { page += node }
        try file.append(page)
        nextPage += 1
        return nextPage - 1
    }

    private mutating func closeLeaf() throws(JobProblem) {
        let page = try write(nodes, Flag.leaf)
        leaves += 1
        nodes.removeAll(keepingCapacity: true)
        used = 0
        try add(Child(key: firstKey, page: page), at: 0)
    }

    private mutating func add(_ child: Child, at level: Int) throws(JobProblem) {
        if levels.count == level { levels.append([]) }
        levels[level].append(child)
        if levels[level].count == 2 * Self.fanOut { try closeBranches(level, all: false) }
    }

    /// Turns waiting children into branches, at least two in each.
    private mutating func closeBranches(_ level: Int, all: Bool) throws(JobProblem) {
        repeat {
            let count = levels[level].count
            // A branch of a single child is none.
            let taken = count == Self.fanOut + 1 ? Self.fanOut - 1 : min(Self.fanOut, count)
            let children = levels[level].prefix(taken)
            levels[level].removeFirst(taken)
            let page = try write(children.enumerated().map { Self.node(of: $1, isFirst: $0 == 0) }, Flag.branch)
            branches += 1
            try add(Child(key: children.first?.key ?? [], page: page), at: level + 1)
        } while all && !levels[level].isEmpty
    }

    /// The first child of a branch needs no key.
    private static func node(of child: Child, isFirst: Bool) -> [UInt8] {
        let key = isFirst ? [] : child.key
        var node = little(child.page & 0xFFFF_FFFF, bytes: 4) + little(child.page >> 32, bytes: 2)
        node += little(key.count, bytes: 2) + key
        if node.count % 2 == 1 { node.append(0) }
        return node
    }

    private func meta(_ number: Int, root: Int, depth: Int) -> [UInt8] {
        let size = nextPage * Self.pageSize
        var page = Self.header(number, Flag.meta, lower: 0, upper: 0)
        page += Self.little(0xBEEF_C0DE, bytes: 4) + Self.little(1, bytes: 4)
        page += Self.little(0, bytes: 8) + Self.little(size, bytes: 8)
        // The database of free pages, which also says how large pages are, and the one that counts.
        page += Self.little(Self.pageSize, bytes: 4) + Self.little(0x08, bytes: 2)
        page += [UInt8](repeating: 0, count: 34) + Self.little(-1, bytes: 8)
        page += Self.little(0, bytes: 6) + Self.little(depth, bytes: 2)
        for count in [branches, leaves, overflows, entries, root] { page += Self.little(count, bytes: 8) }
        // The older of the two is of no transaction.
        page += Self.little(nextPage - 1, bytes: 8) + Self.little(number, bytes: 8)
        return page + [UInt8](repeating: 0, count: Self.pageSize - page.count)
    }
}
