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
    private let pictures: [Member]
    /// Files that are no pictures, by what their names begin with.
    private let others: [String: [Member]]

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

    init(_ path: String) throws(SourceFailure) {
        bytes = ArchiveBytes(path)
        var pictures: [Member] = []
        var others: [String: [Member]] = [:]
        for member in try Self.members(of: bytes) {
            let ending = RelativePath.fileExtension(of: member.name).lowercased()
            if InputSearch.pictureExtensions.contains(ending) {
                pictures.append(member)
            } else {
                others[Self.key(of: member.name), default: []].append(member)
            }
        }
        guard !pictures.isEmpty else { throw PictureArchives.unknown(path, "is a tar file without pictures") }
        self.pictures = pictures
        self.others = others
    }

    /// The name up to the first dot behind the last slash.
    private static func key(of name: String) -> String {
        let file = RelativePath.name(of: name)
        guard let dot = file.dropFirst().firstIndex(of: ".") else { return name }
        return String(name.dropLast(file.distance(from: dot, to: file.endIndex)))
    }

    // MARK: Pictures

    var count: Int { pictures.count }

    func name(_ index: Int) -> String { RelativePath.name(of: pictures[index].name) }

    func picture(_ index: Int) throws(SourceFailure) -> [UInt8] {
        try bytes.read(pictures[index].count, at: pictures[index].offset)
    }

    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile] {
        let stem = RelativePath.stem(of: name(index))
        let key = Self.key(of: pictures[index].name)
        var files: [TruthFile] = []
        for member in others[key] ?? [] where member.count <= TruthFile.limit {
            // Named as if the picture's ending had not stood before: KEY.jpg and KEY.gt.txt.
            let ending = member.name.dropFirst(key.count)
            files.append(TruthFile(path: stem + ending, bytes: try bytes.read(member.count, at: member.offset)))
        }
        return files
    }

    // MARK: Members

    private static func members(of bytes: ArchiveBytes) throws(SourceFailure) -> [Member] {
        var members: [Member] = []
        var offset = 0
        var (longName, longSize): (String?, Int?) = (nil, nil)
        while offset + block <= bytes.count {
            let header = try bytes.read(block, at: offset)
            if header.allSatisfy({ $0 == 0 }) { break }
            guard isHeader(header), let size = longSize ?? number(header[124..<136]) else {
                throw PictureArchives.damaged(bytes.path, "no member begins at byte \(offset)")
            }
            let content = offset + block
            guard size >= 0, size <= bytes.count - content else {
                throw PictureArchives.damaged(bytes.path, "it ends early")
            }
            let kind = header[156]
            switch kind {
            case UInt8(ascii: "x"):
                (longName, longSize) = extended(try bytes.read(size, at: content), longName)
            case UInt8(ascii: "L"):
                longName = text(try bytes.read(size, at: content)[...])
            case UInt8(ascii: "0"), 0:
                members.append(Member(name: longName ?? name(of: header), offset: content, count: size))
                (longName, longSize) = (nil, nil)
            default: if kind != UInt8(ascii: "g") { (longName, longSize) = (nil, nil) }
            }
            offset = content + (size + block - 1) / block * block
        }
        return members
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
    private static func extended(_ bytes: [UInt8], _ name: String?) -> (name: String?, size: Int?) {
        var (name, size): (String?, Int?) = (name, nil)
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let blank = line.firstIndex(of: " "), let sign = line[blank...].firstIndex(of: "=") else { continue }
            let value = String(line[line.index(after: sign)...])
            switch line[line.index(after: blank)..<sign] {
            case "path": name = value
            case "size": size = Int(value)
            default: continue
            }
        }
        return (name, size)
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
