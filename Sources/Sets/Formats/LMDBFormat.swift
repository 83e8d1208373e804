import Engine
internal import Files
import Imaging
internal import Jobs
import OperationKit

/// Lines or words in a memory-mapped database, as the text recognition benchmarks and their descendants read it.
struct LMDBFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "lmdb", "Lines or words in a memory-mapped database.", units: [.line, .word], .crops, straightened: 0.5,
        reader: "deep-text-recognition-benchmark, PARSeq, OpenOCR",
        loading: "lmdb.open(\"train\", readonly=True, lock=False): image-%09d, label-%09d from 1, num-samples",
        layout: [("train/data.mdb", "pictures and labels; val and test likewise")],
        example: "image-000000001 → the bytes of a PNG\nlabel-000000001 → Two words\nnum-samples → 1")

    static func make(_ plan: DatasetPlan) -> any SetFormat { LMDBFormat() }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        crops.map { crop in
            tally.take(crop.text)
            let side = SetPiece.Side(suffix: "", bytes: Array(crop.text.utf8))
            return SetPiece(name: crop.name, picture: crop.picture(), sides: [side])
        }
    }

    func open(_ folder: SetFolder) -> any SetBook { LMDBBook(folder) }
}

/// Writes one database a part. Keys must come in order, so labels wait in a file of their own behind the pictures.
private final class LMDBBook: SetBook {
    private typealias Part = (database: LMDBFile, labels: GrowingFile, count: Int)

    private let folder: SetFolder
    private var parts: [Split: Part] = [:]

    init(_ folder: SetFolder) {
        self.folder = folder
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        var part = try part(split)
        part.count += 1
        try part.database.append("image-" + part.count.padded(9), try piece.picture.bytes())
        let label = piece.sides[0].bytes
        try part.labels.append(Array("\(label.count)\n".utf8) + label)
        parts[split] = part
    }

    private func part(_ split: Split) throws(JobProblem) -> Part {
        if let part = parts[split] { return part }
        let file = try folder.file("\(split.rawValue)/data.mdb")
        return (try LMDBFile(file), try folder.file(Self.spool(split)), 0)
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for split in Split.allCases {
            guard var part = parts[split] else { continue }
            try part.labels.close()
            var labels = try SpoolReader(folder.path(Self.spool(split)))
            for number in 1...part.count {
                try part.database.append("label-" + number.padded(9), try labels.next())
            }
            try part.database.append("num-samples", Array(String(part.count).utf8))
            try part.database.finish()
            try folder.drop(Self.spool(split))
        }
    }

    private static func spool(_ split: Split) -> String { ".labels-\(split.rawValue).tmp" }
}

/// Reads texts that were written one after another with their lengths before them.
private struct SpoolReader {
    private let path: String
    private let file: SpoolFile
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ path: String) throws(JobProblem) {
        self.path = path
        file = try SpoolFile(path)
    }

    mutating func next() throws(JobProblem) -> [UInt8] {
        var length = 0
        while true {
            let byte = try take()
            if byte == UInt8(ascii: "\n") { break }
            length = length * 10 + Int(byte - UInt8(ascii: "0"))
        }
        var text: [UInt8] = []
        text.reserveCapacity(length)
        for _ in 0..<length { text.append(try take()) }
        return text
    }

    private mutating func take() throws(JobProblem) -> UInt8 {
        if position == buffer.count {
            buffer = try file.read()
            position = 0
            if buffer.isEmpty { throw JobProblem(.notWritable, "'\(path)' was cut off") }
        }
        position += 1
        return buffer[position - 1]
    }
}

private final class SpoolFile {
    private let path: String
    private let file: DiskFile

    init(_ path: String) throws(JobProblem) {
        self.path = path
        do {
            file = try DiskFile(path, 0)
        } catch {
            throw error.whileWriting(path)
        }
    }

    func read() throws(JobProblem) -> [UInt8] {
        do {
            return try file.read(atMost: 1 << 16)
        } catch {
            throw error.whileWriting(path)
        }
    }
}
