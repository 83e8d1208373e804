/// Writes tables in the form of FlatBuffers, each before what it leads to.
struct FlatWriter {
    /// What a field of a table holds.
    indirect enum Field {
        /// A whole number of so many bytes.
        case number(Int, bytes: Int)
        case text(String)
        case table([Field?])
        case tables([[Field?]])
        /// Structures that are numbers of 8 bytes each.
        case structures([[Int]])

        /// What it takes in its table: a number itself, or the way to where the rest stands.
        fileprivate var size: Int { if case .number(_, let bytes) = self { bytes } else { 4 } }
    }

    private var bytes: [UInt8] = [0, 0, 0, 0]

    /// The bytes of a table, its fields by their number, up to a whole number of 8 bytes.
    static func bytes(of fields: [Field?]) -> [UInt8] {
        var writer = FlatWriter()
        let place = writer.add(fields)
        writer.put(place, bytes: 4, at: 0)
        writer.fill(to: 8)
        return writer.bytes
    }

    private mutating func fill(to size: Int, after more: Int = 0) {
        while (bytes.count + more) % size != 0 { bytes.append(0) }
    }

    private mutating func put(_ number: Int, bytes count: Int, at place: Int) {
        for (index, byte) in Self.little(number, bytes: count).enumerated() { bytes[place + index] = byte }
    }

    /// A whole number, the lowest byte first.
    static func little(_ number: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// Writes a table and all below it; the answer is where it begins.
    private mutating func add(_ fields: [Field?]) -> Int {
        var offsets: [Int] = []
        var size = 4
        for field in fields {
            guard let field else {
                offsets.append(0)
                continue
            }
            size = (size + field.size - 1) / field.size * field.size
            offsets.append(size)
            size += field.size
        }
        // Numbers of 8 bytes stand at multiples of 8; the list of offsets stands right before its table.
        let list = 4 + 2 * fields.count
        fill(to: 8, after: list)
        for number in [list, size] + offsets { bytes += Self.little(number, bytes: 2) }
        let start = bytes.count
        bytes += Self.little(list, bytes: 4) + [UInt8](repeating: 0, count: size - 4)
        for (field, offset) in zip(fields, offsets) {
            guard let field else { continue }
            let place = start + offset
            if case .number(let number, let count) = field {
                put(number, bytes: count, at: place)
            } else {
                let target = add(field)
                put(target - place, bytes: 4, at: place)
            }
        }
        return start
    }

    /// Writes what a field leads to.
    private mutating func add(_ field: Field) -> Int {
        switch field {
        case .number: return bytes.count
        case .table(let fields): return add(fields)
        case .text(let text):
            fill(to: 4)
            let start = bytes.count
            bytes += Self.little(text.utf8.count, bytes: 4) + Array(text.utf8) + [0]
            return start
        case .tables(let tables):
            fill(to: 4)
            let start = bytes.count
            bytes += Self.little(tables.count, bytes: 4) + [UInt8](repeating: 0, count: 4 * tables.count)
            for (index, table) in tables.enumerated() {
                let place = start + 4 + 4 * index
                let target = add(table)
                put(target - place, bytes: 4, at: place)
            }
            return start
        case .structures(let structures):
            fill(to: 8, after: 4)
            let start = bytes.count
            bytes += Self.little(structures.count, bytes: 4)
            for number in structures.joined() { bytes += Self.little(number, bytes: 8) }
            return start
        }
    }
}
