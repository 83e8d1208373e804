import Engine
internal import Files
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// Pages, lines or words in tar files that are read from end to end.
struct WebDatasetFormat: SetFormat {
    let unit: LabelUnit

    static let declaration = SetFormatDeclaration(
        "webdataset", "Pages, lines or words in tar files that are read from end to end.",
        units: [.page, .line, .word], .pagesOrCrops, straightened: 0.5, reader: "webdataset, streaming loaders",
        loading: "webdataset.WebDataset(\"train-{000000..000009}.tar\")"
            + ".decode(\"pil\").to_tuple(\"png\", \"txt\", \"json\")",
        layout: [("train-000000.tar", "KEY.png, KEY.txt and KEY.json of each sample; val and test likewise")],
        example: "KEY.txt: Two words")

    static func make(_ plan: DatasetPlan) -> any SetFormat { WebDatasetFormat(unit: plan.unit) }

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        guard unit == .page else {
            return crops.map { crop in
                tally.take(crop.text)
                return piece(crop.name, crop.picture(), page, text: crop.text, size: crop.size, rest: [])
            }
        }
        guard let text = page.truth.text, !text.isEmpty else {
            tally.leave(.noText)
            return []
        }
        tally.take(text)
        let objects = Array(",\"objects\":".utf8) + PageObjects(page, &tally).json
        return [piece(page.key.text, page.picture, page, text: text, size: page.size, rest: objects)]
    }

    private func piece(
        _ name: String, _ picture: SetPicture, _ page: SetPage, text: String, size: Size, rest: [UInt8]
    ) -> SetPiece {
        var json = ByteText()
        json.add("{\"text\":")
        json.add(json: text)
        json.add(",\"source\":")
        json.add(json: page.source)
        json.add(",\"variant\":\(page.variant),\"width\":\(size.width),\"height\":\(size.height),\"cer\":")
        let cer = page.cer.map { Double($0.errors) / Double(max($0.length, 1)) }
        json.add(cer.map { CanonicalJSON.decimal(($0 * 10_000).rounded() / 10_000) } ?? "null")
        var piece = SetPiece(name: name, picture: picture)
        piece.sides = [
            SetPiece.Side(suffix: ".json", bytes: json.bytes + rest + Array("}".utf8)),
            SetPiece.Side(suffix: ".txt", bytes: Array(text.utf8)),
        ]
        return piece
    }

    func open(_ folder: SetFolder) -> any SetBook { WebDatasetBook(folder) }
}

/// Writes shards: the next one after so many samples, or before one gets too large.
final class WebDatasetBook: SetBook {
    private typealias Shard = (number: Int, samples: Int, file: GrowingFile)

    private let folder: SetFolder
    private let samplesPerShard: Int
    private let bytesPerShard: Int
    private var shards: [Split: Shard] = [:]

    init(_ folder: SetFolder, samplesPerShard: Int = 10_000, bytesPerShard: Int = 1 << 30) {
        self.folder = folder
        self.samplesPerShard = samplesPerShard
        self.bytesPerShard = bytesPerShard
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        let picture = try piece.picture.bytes()
        let members = [
            (piece.name + piece.sides[0].suffix, piece.sides[0].bytes),
            (piece.name + "." + piece.picture.fileExtension, picture),
            (piece.name + piece.sides[1].suffix, piece.sides[1].bytes),
        ]
        let size = members.reduce(0) { $0 + TarArchive.size(of: $1.1.count) }
        var shard: Shard
        if let current = shards[split] { shard = current } else { shard = try open(split, 0) }
        if shard.samples == samplesPerShard
            || (shard.samples > 0 && shard.file.count + size + TarArchive.endSize > bytesPerShard)
        {
            try shard.file.append(TarArchive.end(after: shard.file.count))
            try folder.close(Self.path(split, shard.number))
            shard = try open(split, shard.number + 1)
        }
        for (name, bytes) in members {
            for part in TarArchive.member(name, bytes) { try shard.file.append(part) }
        }
        shard.samples += 1
        shards[split] = shard
    }

    private func open(_ split: Split, _ number: Int) throws(JobProblem) -> Shard {
        (number, 0, try folder.file(Self.path(split, number)))
    }

    private static func path(_ split: Split, _ number: Int) -> String {
        "\(split.rawValue)-\(number.padded(6)).tar"
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for split in Split.allCases {
            guard let shard = shards[split] else { continue }
            try shard.file.append(TarArchive.end(after: shard.file.count))
        }
    }
}

/// Tar files of regular files (POSIX.1-1988 ustar) that say nothing of when and by whom they were made.
enum TarArchive {
    private static let block = 512
    private static let record = 10_240
    /// What the end takes at most.
    static let endSize = record + 2 * block

    /// The bytes that a member takes.
    static func size(of content: Int) -> Int { block + (content + block - 1) / block * block }

    /// Header, content and padding. The name has at most 100 bytes.
    static func member(_ name: String, _ content: [UInt8]) -> [[UInt8]] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(name.prefix(bytes: 100), at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(content.count, digits: 11), at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("0000000", at: 329)
        put("0000000", at: 337)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        header[154] = 0
        let padding = size(of: content.count) - block - content.count
        return [header, content, [UInt8](repeating: 0, count: padding)]
    }

    /// Two empty blocks, and more up to a whole record.
    static func end(after count: Int) -> [UInt8] {
        let whole = (count + 2 * block + record - 1) / record * record
        return [UInt8](repeating: 0, count: whole - count)
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
