/// A table in the form of FlatBuffers: fields by their number, each maybe absent. Every place is checked before it is read.
struct FlatTable {
    /// Bytes that lead out of themselves.
    struct Fault: Error {}

    private let bytes: [UInt8]
    private let position: Int

    /// The table that the first bytes lead to.
    init(root bytes: [UInt8]) throws(Fault) {
        self = try FlatTable(bytes, 0).at(0)
    }

    private init(_ bytes: [UInt8], _ position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// A whole number of so many bytes.
    private func number(_ count: Int, at place: Int) throws(Fault) -> Int {
        guard place >= 0, place <= bytes.count - count else { throw Fault() }
        return bytes.little(count, at: place)
    }

    /// The table that an offset leads to.
    private func at(_ place: Int) throws(Fault) -> FlatTable {
        let target = place + (try number(4, at: place))
        guard target <= bytes.count - 4 else { throw Fault() }
        return FlatTable(bytes, target)
    }

    /// Where a field stands; nil where it is absent.
    private func place(of field: Int) throws(Fault) -> Int? {
        let list = position - Int(Int32(truncatingIfNeeded: try number(4, at: position)))
        let size = try number(2, at: list)
        guard 4 + 2 * field + 2 <= size else { return nil }
        let offset = try number(2, at: list + 4 + 2 * field)
        return offset == 0 ? nil : position + offset
    }

    /// A number of so many bytes; 0 where it is absent.
    func number(_ field: Int, bytes count: Int) throws(Fault) -> Int {
        try place(of: field).map { (place) throws(Fault) in try number(count, at: place) } ?? 0
    }

    /// A table; nil where it is absent.
    func table(_ field: Int) throws(Fault) -> FlatTable? {
        try place(of: field).map { (place) throws(Fault) in try at(place) }
    }

    /// A text; empty where it is absent.
    func text(_ field: Int) throws(Fault) -> String {
        guard let (start, count) = try list(field), start <= bytes.count - count else { return "" }
        return String(decoding: bytes[start..<start + count], as: UTF8.self)
    }

    /// A list of tables.
    func tables(_ field: Int) throws(Fault) -> [FlatTable] {
        guard let (start, count) = try list(field) else { return [] }
        guard count <= (bytes.count - start) / 4 else { throw Fault() }
        var tables: [FlatTable] = []
        for index in 0..<count { tables.append(try at(start + 4 * index)) }
        return tables
    }

    /// A list of structures of so many numbers of 8 bytes.
    func structures(_ field: Int, numbers: Int) throws(Fault) -> [[Int]] {
        guard let (start, count) = try list(field) else { return [] }
        let size = 8 * numbers
        guard count <= (bytes.count - start) / size else { throw Fault() }
        return (0..<count).map { index in (0..<numbers).map { bytes.little(8, at: start + size * index + 8 * $0) } }
    }

    private func list(_ field: Int) throws(Fault) -> (start: Int, count: Int)? {
        guard let place = try place(of: field) else { return nil }
        let list = place + (try number(4, at: place))
        let count = try number(4, at: list)
        guard count <= bytes.count else { throw Fault() }
        return (list + 4, count)
    }
}
