internal import Codecs
internal import Files
internal import Truth

/// The lines of an Arrow file as kraken's `ketos compile` writes it: a column `lines` of structures with a `text` and a picture
/// `im`. Files of other columns are refused.
struct ArrowPictures: PictureArchive {
    private static let mark = Array("ARROW1".utf8)

    /// What the columns hold, as far as it tells how many buffers they have.
    private enum Kind: Int {
        case int = 2, float = 3, binary = 4, text = 5, flag = 6, structure = 13, largeBinary = 19, largeText = 20
    }

    private let bytes: ArchiveBytes
    private let rows: [(text: ArchiveBytes.Place, picture: ArchiveBytes.Place)]

    static func isOne(_ head: [UInt8]) -> Bool { head.starts(with: mark) }

    init(_ path: String) throws(SourceFailure) {
        bytes = ArchiveBytes(path)
        do {
            rows = try Self.rows(of: bytes)
        } catch is FlatTable.Fault {
            throw PictureArchives.damaged(path, "its tables lead out of it")
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            throw PictureArchives.damaged(path, "\(error)")
        }
    }

    // MARK: Pictures

    var count: Int { rows.count }

    func name(_ index: Int) -> String { "line-\(index)" }

    func picture(_ index: Int) throws(SourceFailure) -> [UInt8] {
        try bytes.read(rows[index].picture)
    }

    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile] {
        try bytes.text(rows[index].text, of: name(index))
    }

    // MARK: The file

    private static func rows(of bytes: ArchiveBytes) throws -> [(text: ArchiveBytes.Place, picture: ArchiveBytes.Place)]
    {
        let end = try bytes.read(10, at: bytes.count - 10)
        let length = end.little(4, at: 0)
        guard end.dropFirst(4).elementsEqual(mark), length < bytes.count - 18 else {
            throw PictureArchives.damaged(bytes.path, "it does not end as an Arrow file does")
        }
        let footer = try FlatTable(root: try bytes.read(length, at: bytes.count - 10 - length))
        let (text, picture) = try columns(of: footer, bytes.path)
        var rows: [(text: ArchiveBytes.Place, picture: ArchiveBytes.Place)] = []
        // Each block tells where its message begins, how long that is and how long the buffers behind it are.
        for block in try footer.structures(3, numbers: 3) {
            let (start, metaLength) = (block[0], block[1] & 0xFFFF_FFFF)
            let message = try bytes.read(metaLength, at: start)
            guard metaLength > 8 else { throw FlatTable.Fault() }
            let skip = message.little(4, at: 0) == 0xFFFF_FFFF ? 8 : 4
            guard let batch = try FlatTable(root: Array(message[skip...])).table(2) else { throw FlatTable.Fault() }
            guard try batch.table(3) == nil else {
                throw PictureArchives.unknown(
                    bytes.path, "is an Arrow file with compressed buffers; write it without compression")
            }
            let count = try batch.number(0, bytes: 8)
            let buffers = try batch.structures(2, numbers: 2).map {
                ArchiveBytes.Place(offset: (start + metaLength) &+ $0[0], count: $0[1])
            }
            let texts = try values(of: text, buffers, count, bytes)
            let pictures = try values(of: picture, buffers, count, bytes)
            rows += zip(texts, pictures).map { (text: $0, picture: $1) }
        }
        return rows
    }

    /// A column of values of any length, by the number of its first buffer.
    private struct Column {
        let firstBuffer: Int
        let isLarge: Bool
    }

    private static func columns(of footer: FlatTable, _ path: String) throws -> (text: Column, picture: Column) {
        var next = 0
        var found: [String: Column] = [:]
        func take(_ field: FlatTable, below parent: String) throws {
            guard let kind = Kind(rawValue: try field.number(2, bytes: 1)) else {
                throw PictureArchives.unknown(path, "is an Arrow file with columns that kraken's line sets have not")
            }
            let name = parent + (try field.text(0))
            switch kind {
            case .structure:
                next += 1
                for child in try field.tables(5) { try take(child, below: name + ".") }
            case .binary, .text, .largeBinary, .largeText:
                found[name] = Column(firstBuffer: next, isLarge: kind == .largeBinary || kind == .largeText)
                next += 3
            case .int, .float, .flag: next += 2
            }
        }
        for field in try footer.table(1)?.tables(1) ?? [] { try take(field, below: "") }
        guard let text = found["lines.text"], let picture = found["lines.im"] else {
            throw PictureArchives.unknown(
                path, "is an Arrow file without a column 'lines' of 'text' and 'im', as kraken writes it")
        }
        return (text, picture)
    }

    /// Where the values of a column are: their ends stand one after another in a buffer of their own.
    private static func values(
        of column: Column, _ buffers: [ArchiveBytes.Place], _ count: Int, _ bytes: ArchiveBytes
    ) throws -> [ArchiveBytes.Place] {
        guard buffers.indices.contains(column.firstBuffer + 2), count >= 0, count < bytes.count else {
            throw FlatTable.Fault()
        }
        if count == 0 { return [] }
        let (ends, content) = (buffers[column.firstBuffer + 1], buffers[column.firstBuffer + 2])
        let size = column.isLarge ? 8 : 4
        let offsets = try bytes.read(size * (count + 1), at: ends.offset)
        return try (0..<count).map { index in
            let (start, end) = (offsets.little(size, at: size * index), offsets.little(size, at: size * (index + 1)))
            guard start >= 0, start <= end, end <= content.count, content.offset <= bytes.count - end else {
                throw FlatTable.Fault()
            }
            return ArchiveBytes.Place(offset: content.offset + start, count: end - start)
        }
    }
}
