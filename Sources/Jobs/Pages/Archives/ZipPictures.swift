internal import Codecs
internal import Files
internal import Truth

/// The pictures of a ZIP file, as eScriptorium, Transkribus and CVAT hand out theirs: each with the truth that lies beside it or
/// in the folders `page` and `alto`. Its list of files tells where they are; 64-bit sizes are read.
struct ZipPictures: PictureArchive {
    private struct Member: Sendable {
        var name: String
        var packed: Int
        var size: Int
        /// Where its own header begins.
        var offset: Int
        let method: Int
        let checksum: Int
        let isEncrypted: Bool
    }

    private static let most = 256 << 20
    private static let unknown64 = 0xFFFF_FFFF

    private let bytes: ArchiveBytes
    private let members: [Member]
    private let names: ArchiveNames

    static func isOne(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
    }

    init(_ path: String) throws(SourceFailure) {
        bytes = ArchiveBytes(path)
        members = try Self.members(of: bytes)
        names = ArchiveNames(members.map(\.name))
        if members.contains(where: { $0.name == "[Content_Types].xml" }) {
            throw PictureArchives.unknown(path, "is an office document; save its pages as a PDF and render that")
        }
        guard !names.pictures.isEmpty else {
            throw PictureArchives.unknown(path, "is a ZIP file without pictures")
        }
    }

    // MARK: Pictures

    var count: Int { names.pictures.count }

    var remarks: [String] { PictureArchives.remarks(on: names.unused) }

    func name(_ index: Int) -> String { RelativePath.name(of: members[names.pictures[index]].name) }

    func picture(_ index: Int) throws(SourceFailure) -> [UInt8] { try content(of: members[names.pictures[index]]) }

    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile] {
        var files: [TruthFile] = []
        for (member, name) in names.truth(of: names.pictures[index]) {
            files.append(
                members[member].size > TruthFile.limit
                    ? TruthFile(tooLarge: name) : TruthFile(path: name, bytes: try content(of: members[member])))
        }
        return files
    }

    private func content(of member: Member) throws(SourceFailure) -> [UInt8] {
        func damaged(_ message: String) -> SourceFailure {
            PictureArchives.damaged(bytes.path, "'\(member.name)' \(message)")
        }
        if member.isEncrypted {
            throw PictureArchives.unknown(bytes.path, "is encrypted; unpack it first")
        }
        let header = try bytes.read(30, at: member.offset)
        guard header.starts(with: [0x50, 0x4B, 3, 4]) else { throw damaged("does not begin where the list says") }
        let start = member.offset + 30 + header.little(2, at: 26) + header.little(2, at: 28)
        let packed = try bytes.read(member.packed, at: start)
        let content: [UInt8]
        switch member.method {
        case 0: content = packed
        case 8:
            do {
                content = try Inflating.raw(packed, size: member.size)
            } catch {
                throw damaged("cannot be unpacked")
            }
        default:
            throw PictureArchives.unknown(bytes.path, "is packed by method \(member.method); unpack it first")
        }
        guard content.count == member.size, Int(Checksum.crc32(of: content)) == member.checksum else {
            throw damaged("is not what its checksum says")
        }
        return content
    }

    // MARK: The list of files

    private static func members(of bytes: ArchiveBytes) throws(SourceFailure) -> [Member] {
        let (offset, length) = try list(of: bytes)
        guard length <= most else { throw PictureArchives.damaged(bytes.path, "its list of files has \(length) bytes") }
        let list = try bytes.read(length, at: offset)
        var members: [Member] = []
        var place = 0
        while place + 46 <= list.count, list[place...].starts(with: [0x50, 0x4B, 1, 2]) {
            let (name, extra) = (list.little(2, at: place + 28), list.little(2, at: place + 30))
            let end = place + 46 + name + extra + list.little(2, at: place + 32)
            guard end <= list.count else { break }
            let text = Array(list[(place + 46)..<(place + 46 + name)])
            var member = Member(
                name: Self.text(text), packed: list.little(4, at: place + 20), size: list.little(4, at: place + 24),
                offset: list.little(4, at: place + 42), method: list.little(2, at: place + 10),
                checksum: list.little(4, at: place + 16), isEncrypted: list[place + 8] & 1 != 0)
            widen(&member, Array(list[(place + 46 + name)..<(place + 46 + name + extra)]))
            members.append(member)
            place = end
        }
        guard place == list.count else {
            throw PictureArchives.damaged(bytes.path, "its list of files ends after \(members.count)")
        }
        return members
    }

    /// Names without a mark for UTF-8 are in the code page of whoever packed them; each byte stays a character of its own.
    private static func text(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// Takes the numbers that have no room in 32 bits from where they stand.
    private static func widen(_ member: inout Member, _ extra: [UInt8]) {
        var place = 0
        while place + 4 <= extra.count {
            let (kind, size) = (extra.little(2, at: place), extra.little(2, at: place + 2))
            if kind == 1 {
                var next = place + 4
                for field in [\Member.size, \Member.packed, \Member.offset]
                where member[keyPath: field] == unknown64 && next + 8 <= min(extra.count, place + 4 + size) {
                    member[keyPath: field] = extra.little(8, at: next)
                    next += 8
                }
            }
            place += 4 + size
        }
    }

    /// Where the list of files is: the last bytes of the file say so, behind them at most a remark.
    private static func list(of bytes: ArchiveBytes) throws(SourceFailure) -> (offset: Int, length: Int) {
        let length = min(bytes.count, 22 + 65_535)
        let tail = try bytes.read(length, at: bytes.count - length)
        let mark: [UInt8] = [0x50, 0x4B, 5, 6]
        guard length >= 22, let end = (0...(length - 22)).last(where: { tail[$0...].starts(with: mark) }) else {
            throw PictureArchives.damaged(bytes.path, "its list of files is missing")
        }
        if tail.little(4, at: end + 16) != unknown64, tail.little(4, at: end + 12) != unknown64 {
            return (tail.little(4, at: end + 16), tail.little(4, at: end + 12))
        }
        // Of a large file the list is told by another record, to which the one before this leads.
        guard end >= 20, tail[(end - 20)...].starts(with: [0x50, 0x4B, 6, 7]) else {
            throw PictureArchives.damaged(bytes.path, "its list of files is missing")
        }
        let record = try bytes.read(56, at: tail.little(8, at: end - 12))
        guard record.starts(with: [0x50, 0x4B, 6, 6]) else {
            throw PictureArchives.damaged(bytes.path, "its list of files is missing")
        }
        return (record.little(8, at: 48), record.little(8, at: 40))
    }
}
