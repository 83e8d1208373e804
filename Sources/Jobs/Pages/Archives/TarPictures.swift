internal import Codecs
internal import Files
internal import Truth

/// The pictures of a tar file, as WebDataset has them: files whose names are the same up to the first dot belong together.
/// POSIX's and GNU's long names are read.
struct TarPictures: PictureArchive {
    private static let block = 512

    private struct Member: Sendable {
        let name: String
        let offset: Int
        let count: Int
    }

    private let bytes: ArchiveBytes
    private let members: [Member]
    private let names: ArchiveNames

    /// A header has a checksum over itself.
    static func isOne(_ head: [UInt8]) -> Bool { head.count >= block && isHeader(head) }

    private static func isHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes[0] != 0, let told = octal(bytes[148..<156]) else { return false }
        // The checksum itself counts as blanks.
        let sum = bytes[..<block].enumerated().reduce(0) {
            $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
        }
        return sum == told
    }

    init(_ bytes: ArchiveBytes) throws(SourceFailure) {
        self.bytes = bytes
        members = try Self.members(of: bytes)
        names = ArchiveNames(members.map(\.name))
        guard !names.pictures.isEmpty else {
            throw PictureArchives.unknown(bytes.path, "is a tar file without pictures")
        }
    }

    // MARK: Pictures

    var count: Int { names.pictures.count }

    var remarks: [String] { PictureArchives.remarks(on: names.unused) }

    func name(_ index: Int) -> String { RelativePath.name(of: members[names.pictures[index]].name) }

    func picture(_ index: Int) throws(SourceFailure) -> [UInt8] {
        let member = members[names.pictures[index]]
        return try bytes.read(member.count, at: member.offset)
    }

    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile] {
        var files: [TruthFile] = []
        for (member, name) in names.truth(of: names.pictures[index]) {
            let place = ArchiveBytes.Place(offset: members[member].offset, count: members[member].count)
            files.append(try bytes.file(place, named: name))
        }
        return files
    }

    // MARK: Members

    /// What stands before a member and speaks of it.
    private struct Ahead {
        var name: String?
        var link: String?
        var size: Int?
        var isSparse = false
    }

    private static func members(of bytes: ArchiveBytes) throws(SourceFailure) -> [Member] {
        var members: [Member] = []
        var places: [String: Int] = [:]
        var offset = 0
        var ahead = Ahead()
        while offset + block <= bytes.count {
            let header = try bytes.read(block, at: offset)
            if header.allSatisfy({ $0 == 0 }) { break }
            guard isHeader(header), let size = ahead.size ?? number(header[124..<136]) else {
                throw PictureArchives.damaged(bytes.path, "no member begins at byte \(offset)")
            }
            let content = offset + block
            // Only files have bytes behind their header, whatever the others say.
            let kind = header[156]
            let length = "123456".utf8.contains(kind) ? 0 : size
            guard length >= 0, length <= bytes.count - content else {
                throw PictureArchives.damaged(bytes.path, "it ends early")
            }
            offset = content + (length + block - 1) / block * block
            switch kind {
            case UInt8(ascii: "x"): extend(&ahead, try bytes.read(length, at: content))
            case UInt8(ascii: "L"): ahead.name = text(try bytes.read(length, at: content)[...])
            case UInt8(ascii: "K"): ahead.link = text(try bytes.read(length, at: content)[...])
            case UInt8(ascii: "g"): continue
            default:
                let name = ahead.name ?? name(of: header)
                if kind == UInt8(ascii: "S") || ahead.isSparse || kind == UInt8(ascii: "M") {
                    throw PictureArchives.unknown(
                        bytes.path, "holds '\(name)' in pieces; write it without --sparse and in one volume")
                }
                let link = ahead.link ?? text(header[157..<257])
                ahead = Ahead()
                if let member = member(kind, name, link, content, length, members, places) {
                    places[name] = members.count
                    members.append(member)
                }
            }
        }
        return members
    }

    /// nil for folders and devices. A link is what it leads to, where that stands before it; pictures that lie in two folders
    /// of a disk are stored so.
    private static func member(
        _ kind: UInt8, _ name: String, _ link: String, _ offset: Int, _ count: Int, _ members: [Member],
        _ places: [String: Int]
    ) -> Member? {
        switch kind {
        case UInt8(ascii: "0"), UInt8(ascii: "7"), 0: return Member(name: name, offset: offset, count: count)
        case UInt8(ascii: "1"), UInt8(ascii: "2"):
            let isHard = kind == UInt8(ascii: "1")
            let target = isHard ? link : RelativePath.join(RelativePath.folder(of: name), link)
            let found = places[target] ?? places[RelativePath.normalized(target)]
            return Member(
                name: name, offset: found.map { members[$0].offset } ?? offset,
                count: found.map { members[$0].count } ?? 0)
        default: return nil
        }
    }

    private static func name(of header: [UInt8]) -> String {
        let name = text(header[..<100])
        let prefix = header[257..<262].elementsEqual("ustar".utf8) && header[262] == 0 ? text(header[345..<500]) : ""
        return prefix.isEmpty ? name : prefix + "/" + name
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Lines of a POSIX header: the length of the line, a blank, a name, `=` and a value.
    private static func extend(_ ahead: inout Ahead, _ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let blank = line.firstIndex(of: " "), let sign = line[blank...].firstIndex(of: "=") else { continue }
            let value = String(line[line.index(after: sign)...])
            switch line[line.index(after: blank)..<sign] {
            case "path": ahead.name = value
            case "linkpath": ahead.link = value
            case "size": ahead.size = Int(value)
            case let name: ahead.isSparse = ahead.isSparse || name.hasPrefix("GNU.sparse")
            }
        }
    }

    private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
        let digits = bytes.drop { $0 == 0x20 || $0 == 0 }.prefix { (0x30...0x37).contains($0) }
        return digits.isEmpty ? nil : digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }

    /// In octal digits or, from 8 GiB on, in binary.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first, first & 0x80 != 0 else { return octal(bytes) }
        guard bytes.dropFirst().prefix(4).allSatisfy({ $0 == 0 }) else { return nil }
        return bytes.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
}
