internal import Codecs
internal import Files
internal import Truth

/// The pictures of an LMDB database as text recognizers keep them: `image-000000001`, `label-000000001` and so on, and
/// `num-samples`. The file is read as LMDB 0.9 lays it out: a tree of pages, of which two tell where the newest tree begins.
struct LMDBPictures: PictureArchive {
    private static let magic = 0xBEEF_C0DE
    private static let headerSize = 16

    private enum Flag {
        static let branch = 0x01
        static let leaf = 0x02
        static let bigData = 0x01
        /// Values that are databases or lists themselves.
        static let nested = 0x06
    }

    private let bytes: ArchiveBytes
    /// A picture whose label is missing is one without a text.
    private let pairs: [(number: String, picture: ArchiveBytes.Place, label: ArchiveBytes.Place?)]
    let remarks: [String]

    static func isOne(_ head: [UInt8]) -> Bool {
        head.count >= 24 && head.little(4, at: headerSize) == magic
    }

    init(_ path: String) throws(SourceFailure) {
        bytes = ArchiveBytes(path)
        let (root, pageSize) = try Self.root(of: bytes)
        var tree = Tree(bytes: bytes, pageSize: pageSize)
        if root >= 0 { try tree.walk(root, depth: 0) }
        let labels = tree.labels
        pairs = tree.pictures.sorted { $0.key.precedesInBytes($1.key) }.map { ($0, $1, labels[$0]) }
        let pictures = tree.pictures
        let strays = labels.keys.filter { pictures[$0] == nil }.count + tree.others
        let what = strays == 1 ? "an entry that belongs" : "\(strays) entries that belong"
        remarks = strays == 0 ? [] : ["holds \(what) to none of its pictures"]
        guard !pairs.isEmpty else {
            throw PictureArchives.unknown(
                path, "is an LMDB database without 'image-…' and 'label-…', as recognizers keep them")
        }
    }

    /// The page where the newest tree begins, -1 when it is empty, and the size of pages.
    private static func root(of bytes: ArchiveBytes) throws(SourceFailure) -> (root: Int, pageSize: Int) {
        let first = try bytes.read(headerSize + 136, at: 0)
        let pageSize = first.little(4, at: headerSize + 24)
        guard (256...65536).contains(pageSize), pageSize & (pageSize - 1) == 0, first.little(4, at: headerSize + 4) == 1
        else {
            throw PictureArchives.unknown(bytes.path, "is an LMDB database of another version than 0.9")
        }
        let second = try bytes.read(headerSize + 136, at: pageSize)
        let newest =
            second.little(4, at: headerSize) == magic
                && second.little(8, at: headerSize + 128) > first.little(8, at: headerSize + 128) ? second : first
        return (newest.little(8, at: headerSize + 112), pageSize)
    }

    // MARK: Pictures

    var count: Int { pairs.count }

    func name(_ index: Int) -> String { "image-\(pairs[index].number)" }

    func picture(_ index: Int) throws(SourceFailure) -> [UInt8] {
        try bytes.read(pairs[index].picture)
    }

    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile] {
        guard let label = pairs[index].label else { return [] }
        return try bytes.text(label, of: name(index))
    }

    // MARK: The tree

    private struct Tree {
        let bytes: ArchiveBytes
        let pageSize: Int
        var pictures: [String: ArchiveBytes.Place] = [:]
        var labels: [String: ArchiveBytes.Place] = [:]
        /// Entries of other names.
        var others = 0
        /// Pages that were looked at; a ring of them would never end.
        private var seen: Set<Int> = []

        init(bytes: ArchiveBytes, pageSize: Int) {
            self.bytes = bytes
            self.pageSize = pageSize
        }

        private func damaged(_ message: String) -> SourceFailure { PictureArchives.damaged(bytes.path, message) }

        mutating func walk(_ number: Int, depth: Int) throws(SourceFailure) {
            guard depth < 32, number >= 2, number <= bytes.count / pageSize, seen.insert(number).inserted else {
                throw damaged("its tree leads to page \(number)")
            }
            let page = try bytes.read(pageSize, at: number * pageSize)
            let flags = page.little(2, at: 10)
            let end = page.little(2, at: 12)
            guard end >= headerSize, end <= pageSize, flags == Flag.branch || flags == Flag.leaf else {
                throw damaged("page \(number) is none of its tree")
            }
            for pointer in stride(from: headerSize, to: end - 1, by: 2) {
                let node = page.little(2, at: pointer)
                guard node >= end, node + 8 <= pageSize else { throw damaged("page \(number) has a node outside") }
                if flags == Flag.branch {
                    let low = page.little(4, at: node)
                    try walk(low | page.little(2, at: node + 4) << 32, depth: depth + 1)
                } else {
                    try take(page, node, of: number)
                }
            }
        }

        private mutating func take(_ page: [UInt8], _ node: Int, of number: Int) throws(SourceFailure) {
            let (size, flags, keySize) = (
                page.little(4, at: node), page.little(2, at: node + 4), page.little(2, at: node + 6)
            )
            let data = node + 8 + keySize
            guard data <= pageSize, flags & Flag.nested == 0 else {
                throw damaged("page \(number) has a node of another kind")
            }
            let key = String(decoding: page[node + 8..<data], as: UTF8.self)
            let offset: Int
            if flags & Flag.bigData != 0 {
                guard data + 8 <= pageSize else { throw damaged("page \(number) has a node outside") }
                let first = page.little(8, at: data)
                guard first >= 2, first <= bytes.count / pageSize else {
                    throw damaged("an entry lies outside the file")
                }
                offset = first * pageSize + headerSize
            } else {
                offset = number * pageSize + data
            }
            guard size <= bytes.count, offset <= bytes.count - size else {
                throw damaged("an entry lies outside the file")
            }
            let place = ArchiveBytes.Place(offset: offset, count: size)
            if key.hasPrefix("image-") {
                pictures[String(key.dropFirst(6))] = place
            } else if key.hasPrefix("label-") {
                labels[String(key.dropFirst(6))] = place
            } else if key != "num-samples" {
                others += 1
            }
        }
    }
}
