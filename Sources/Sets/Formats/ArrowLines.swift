internal import Jobs

/// Lines as an Arrow file with the columns that kraken's trainer reads: `lines` of a `text` and a picture `im`, and `train`,
/// `validation` and `test`, which say to which part a line belongs.
struct ArrowLines {
    /// What a part is called in the columns.
    enum Part: Int {
        case train, validation, test
    }

    private struct Block {
        let offset: Int
        let metaLength: Int
        let bodyLength: Int
    }

    private static let version = FlatWriter.Field.number(4, bytes: 2)
    private static let mark = Array("ARROW1".utf8)
    /// Lines of a batch, and the bytes of their pictures, that are held before they are written.
    private static let mostLines = 100
    private static let mostBytes = 32 << 20

    private let part: Part
    /// Where batches wait until it is known what the head says.
    private let batches: GrowingFile
    private var blocks: [Block] = []
    private var texts: [[UInt8]] = []
    private var pictures: [[UInt8]] = []
    private var held = 0

    init(_ part: Part, batches: GrowingFile) {
        self.part = part
        self.batches = batches
    }

    /// Adds a line.
    mutating func append(_ text: [UInt8], _ picture: [UInt8]) throws(JobProblem) {
        texts.append(text)
        pictures.append(picture)
        held += text.count + picture.count
        if texts.count >= Self.mostLines || held >= Self.mostBytes { try flush() }
    }

    /// Writes what is held.
    mutating func flush() throws(JobProblem) {
        if texts.isEmpty { return }
        var body: [UInt8] = []
        var buffers: [[Int]] = []
        func add(_ bytes: [UInt8]) {
            buffers.append([body.count, bytes.count])
            body += bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
        }
        // Where nothing is missing, the bits that say so may be left out.
        add([])
        for values in [texts, pictures] {
            add([])
            add(Self.ends(of: values))
            add(Array(values.joined()))
        }
        for index in 0..<3 {
            add([])
            add([UInt8](repeating: index == part.rawValue ? 0xFF : 0, count: (texts.count + 7) / 8))
        }
        let nodes = [[Int]](repeating: [texts.count, 0], count: 6)
        let batch: [FlatWriter.Field?] = [.number(texts.count, bytes: 8), .structures(nodes), .structures(buffers)]
        let message = Self.message(kind: 3, batch, body: body.count)
        blocks.append(Block(offset: batches.count, metaLength: message.count, bodyLength: body.count))
        try batches.append(message)
        try batches.append(body)
        (texts, pictures, held) = ([], [], 0)
    }

    private static func ends(of values: [[UInt8]]) -> [UInt8] {
        var end = 0
        var bytes = FlatWriter.little(0, bytes: 4)
        for value in values {
            end += value.count
            bytes += FlatWriter.little(end, bytes: 4)
        }
        return bytes
    }

    /// What stands before the batches; `about` is what kraken's trainer wants to know of them.
    func head(_ about: String) -> [UInt8] {
        Self.mark + [0, 0] + Self.message(kind: 1, Self.schema(about), body: 0)
    }

    /// What stands behind them.
    func foot(_ about: String) -> [UInt8] {
        let start = head(about).count
        let blocks = blocks.map { [start + $0.offset, $0.metaLength, $0.bodyLength] }
        let footer = FlatWriter.bytes(of: [
            Self.version, .table(Self.schema(about)), .structures([]), .structures(blocks),
        ])
        return FlatWriter.little(0xFFFF_FFFF, bytes: 4) + FlatWriter.little(0, bytes: 4) + footer
            + FlatWriter.little(footer.count, bytes: 4) + Self.mark
    }

    // MARK: Messages

    private static func message(kind: Int, _ header: [FlatWriter.Field?], body: Int) -> [UInt8] {
        let table = FlatWriter.bytes(of: [
            version, .number(kind, bytes: 1), .table(header), .number(body, bytes: 8),
        ])
        return FlatWriter.little(0xFFFF_FFFF, bytes: 4) + FlatWriter.little(table.count, bytes: 4) + table
    }

    private enum Kind: Int {
        case binary = 4, text = 5, flag = 6, structure = 13
    }

    private static func field(_ name: String, _ kind: Kind, _ children: [[FlatWriter.Field?]] = [])
        -> [FlatWriter.Field?]
    {
        [
            .text(name), .number(1, bytes: 1), .number(kind.rawValue, bytes: 1), .table([]), nil, .tables(children),
        ]
    }

    private static func schema(_ about: String) -> [FlatWriter.Field?] {
        let lines = field("lines", .structure, [field("text", .text), field("im", .binary)])
        let flags = ["train", "validation", "test"].map { field($0, .flag) }
        return [.number(0, bytes: 2), .tables([lines] + flags), .tables([[.text("lines"), .text(about)]])]
    }
}
