import Codecs
import Engine
import Files
import Imaging
import Jobs
import OperationKit
import TestSupport
import Testing
import Truth

@testable import Sets

@Suite("formats of training sets")
struct SetsFormatTests {
    private func text(_ format: some SetFormat, _ tally: inout SetTally) -> String {
        SetsPages.text(format.pieces(of: SetsPages.page(), [], &tally))
    }

    @Test("paddleocr-det has four points a word, in pixels, and ### for what cannot be read")
    func paddle() {
        var tally = SetTally()
        let found = text(PaddleDetectionFormat(unit: .word, writesPolygons: false), &tally)
        let rows = [
            ####"{"transcription":"a,","points":[[10,10],[50,10],[50,30],[10,30]]}"####,
            ####"{"transcription":"\"b\"","points":[[61,10],[101,10],[101,30],[61,30]]}"####,
            ####"{"transcription":"한","points":[[10,50],[50,50],[50,70],[10,70]]}"####,
            ####"{"transcription":"###","points":[[180,50],[199,50],[199,70],[180,70]]}"####,
        ]
        #expect(found == "@\t[" + rows.joined(separator: ",") + "]\n")
        #expect(tally.labels == 4)
    }

    @Test("icdar2015 writes texts as they are behind eight numbers, and counts a real ###")
    func icdar() {
        var tally = SetTally()
        let truth = GroundTruth(
            text: "###", level: .word, origin: "foxing",
            regions: [
                Region(
                    id: "r", outline: Outline(x: 0, y: 0, width: 50, height: 30),
                    lines: [
                        TextLine(
                            id: "l", outline: Outline(x: 0, y: 0, width: 50, height: 30), text: "###",
                            words: [SetsPages.word("w", 0, 0, "###")])
                    ])
            ])
        let pieces = ICDARFormat(unit: .word).pieces(of: SetsPages.page(truth), [], &tally)
        #expect(SetsPages.text(pieces) == "0,0,40,0,40,20,0,20,###\n")
        #expect(tally.notes == ["TW40": 1])
        #expect(text(ICDARFormat(unit: .word), &tally).hasPrefix("10,10,50,10,50,30,10,30,a,\n61,10"))
    }

    @Test("coco clips polygons at the page and gives box and area of what is left")
    func coco() {
        var tally = SetTally()
        let found = text(COCOFormat(unit: .word), &tally)
        #expect(
            found.hasPrefix("@\",\"width\":200,\"height\":100}@,\"category_id\":1,\"bbox\":[10,10,40,20],\"area\":800,")
        )
        #expect(found.contains("\"bbox\":[60.5,10,40,20],\"area\":800,\"segmentation\":[[60.5,10,100.5,10,"))
        #expect(found.contains("\"bbox\":[180,50,20,20],\"area\":400,"))
        #expect(found.hasSuffix("\"iscrowd\":1,\"text\":\"\",\"utf8_string\":\"\"}"))
    }

    @Test("csv quotes commas and quotes, and keeps what cannot be read with a mark")
    func csv() {
        var tally = SetTally()
        let found = text(CSVFormat(unit: .line), &tally)
        #expect(found.hasPrefix("train,@,line,0,p,0,\"a, \"\"b\"\" ###\",true,10,10,110,10,110,30,10,30,1,8\n"))
        #expect(found.contains("train,@,line,1,p,0,한,false,10,50,200,50,200,70,10,70,1,8\n"))
    }

    @Test("tesstrain leaves a page out that has a line nobody can read")
    func tesstrainPage() {
        var tally = SetTally()
        #expect(text(TesstrainFormat(unit: .page, boxes: nil), &tally).isEmpty)
        #expect(tally.leftOut == [.illegibleLine: 1])
    }

    @Test(
        "box files count from the bottom left and end lines with a tab",
        arguments: [TesstrainFormat.Boxes.wordstr, .lstm])
    func boxes(kind: TesstrainFormat.Boxes) {
        var truth = SetsPages.truth
        truth.regions[0].lines.removeLast()
        truth.regions[0].lines[0].text = "ab c"
        var tally = SetTally()
        let found = SetsPages.text(
            TesstrainFormat(unit: .page, boxes: kind).pieces(of: SetsPages.page(truth), [], &tally))
        let box = "10 70 110 90 0"
        let glyphs = "a \(box)\nb \(box)\n  \(box)\nc \(box)\n"
        #expect(found == (kind == .lstm ? glyphs : "WordStr \(box) #ab c\n") + "\t 111 70 115 90 0\n")
    }

    @Test("trees leave out what cannot be read, or keep its outline without text")
    func trees() {
        for format in [HOCRFormat(), ALTOFormat()] as [any SetFormat] {
            var tally = SetTally()
            let found = text(format, &tally)
            #expect(found.contains("&quot;b&quot;"))
            #expect(!found.contains("r0l1w1"))
            #expect(tally.leftOut == [.illegible: 1])
        }
        var tally = SetTally()
        let page = text(PAGEFormat(), &tally)
        #expect(page.contains("<Word id=\"r0l1w1\">"))
        #expect(page.contains("<Coords points=\"180,50 199,50 199,70 180,70\"/>"))
        #expect(page.contains("<TextEquiv><Unicode></Unicode></TextEquiv>"))
    }

    @Test("page rows of huggingface exist with and without errors until one kind is chosen")
    func huggingface() {
        var tally = SetTally()
        let pieces = HuggingFaceFormat(unit: .page, license: nil).pieces(of: SetsPages.page(), [], &tally)
        #expect(pieces.map(\.rows.count) == [2])
        #expect(SetsPages.text(pieces).contains("\"cer\":0.125,\"objects\":{\"bbox\":[[10,10,40,20],"))
    }

    @Test("every format refuses the units that it cannot hold")
    func units() {
        #expect(SetFormats.declarations.count { !$0.units.contains(.page) } == 10)
        #expect(DocTRRecognitionFormat.declaration.units == [.word])
    }
}

@Suite("shapes of training sets")
struct SetsShapeTests {
    private let size = Size(width: 100, height: 50)

    @Test("boxes are rounded outwards and stay on the page")
    func boxes() {
        let outline = Outline(x: -3.2, y: 10.4, width: 20, height: 5)
        #expect(outline.box(on: size) == PixelBox(left: 0, top: 10, right: 17, bottom: 16))
        #expect(Outline(x: 120, y: 0, width: 9, height: 9).box(on: size) == nil)
    }

    @Test("a polygon starts at the text's own corner, without repeated points and spikes")
    func polygons() throws {
        // Turned by 180°: the text begins at the bottom right.
        let turned = Outline([Point(60, 40), Point(-20, 40), Point(-20, 20), Point(60, 20)], top: 2)
        #expect(try #require(turned.polygon(on: size)) == [Point(60, 40), Point(0, 40), Point(0, 20), Point(60, 20)])
        let spiky = Outline([Point(0, 0), Point(20, 0), Point(30, 0), Point(20, 0), Point(20, 10), Point(0, 10)])
        #expect(try #require(spiky.polygon(on: size)) == [Point(0, 0), Point(20, 0), Point(20, 10), Point(0, 10)])
        #expect(Outline(x: 99.5, y: 0, width: 50, height: 1).polygon(on: size) == nil)
    }

    @Test("decimals have at most two places and never a minus zero")
    func decimals() {
        var text = ByteText()
        text.joined([1.0, 0.125, -0.001, -2.5, 10.1], by: " ") { $0.add(decimal: $1) }
        #expect(String(decoding: text.bytes, as: UTF8.self) == "1 0.13 0 -2.5 10.1")
    }
}

@Suite("files of training sets")
struct SetsFileTests {
    private static func piece(_ name: String, _ picture: [UInt8]) -> SetPiece {
        SetPiece(name: name, picture: SetPicture(content: .bytes(picture), fileExtension: "png", sha256: nil))
    }

    @Test("tar files hold regular files of no time and no owner, and end with a whole record")
    func tar() {
        let member = Array(TarArchive.member("a.txt", Array("hi".utf8)).joined())
        #expect(member.count == 1024)
        #expect(String(decoding: member[257..<262], as: UTF8.self) == "ustar")
        let sum = member[..<512].enumerated().reduce(0) {
            $0 + Int((148..<156).contains($1.offset) ? 0x20 : $1.element)
        }
        #expect(Int(String(decoding: member[148..<154], as: UTF8.self), radix: 8) == sum)
        #expect(TarArchive.end(after: 1024).count == 10_240 - 1024)
    }

    @Test("a shard ends after so many samples or before it gets too large")
    func shards() throws {
        let scratch = Scratch()
        let folder = try SetFolder("w", in: scratch.path)
        let book = WebDatasetBook(folder, samplesPerShard: 2, bytesPerShard: 40_000)
        for (name, size) in [("a", 1), ("b", 1), ("c", 1), ("d", 30_000)] {
            var piece = SetsFileTests.piece(name, [UInt8](repeating: 0, count: size))
            piece.sides = [".json", ".txt"].map { SetPiece.Side(suffix: $0, bytes: [65]) }
            try book.add(piece, to: .train)
        }
        try book.finish(SetTally())
        #expect(try folder.finish().isEmpty)
        let shards = scratch.files().filter { $0.hasSuffix(".tar") }
        #expect(shards == (0..<3).map { "w/train-00000\($0).tar" })
        #expect(shards.allSatisfy { (scratch.bytes($0)?.count ?? 1) % 10_240 == 0 })
    }

    @Test(
        "a database is a tree with at least two children in each branch, whatever its size", arguments: [1, 60, 20_000])
    func lmdb(count: Int) throws {
        let scratch = Scratch()
        let folder = try SetFolder("l", in: scratch.path)
        var database = try LMDBFile(try folder.file("data.mdb"))
        for number in 0..<count {
            try database.append("k" + number.padded(9), [UInt8](repeating: 7, count: number % 5 == 0 ? 3000 : 30))
        }
        try database.finish()
        #expect(try folder.finish().isEmpty)
        let bytes = try #require(scratch.bytes("l/data.mdb"))
        #expect(try LMDBWalk(bytes).keys() == (0..<count).map { "k" + $0.padded(9) })
    }

    @Test("lines for kraken are Arrow files, read back whatever their number, with what its trainer wants to know")
    func kraken() throws {
        let scratch = Scratch()
        let folder = try SetFolder("k", in: scratch.path)
        let format = KrakenFormat.make(DatasetPlan(unit: .line, formats: [KrakenFormat.declaration]))
        let book = format.open(folder)
        let png = try PictureFormat.png.encode(Raster(.color, width: 9, height: 5, filledWith: 90))
        let texts = (0..<230).map { "Zeile \($0) 줄" }
        for (index, text) in texts.enumerated() {
            let picture = SetPicture(content: .bytes(png), fileExtension: "png", sha256: nil)
            let side = SetPiece.Side(suffix: "", bytes: Array(text.utf8))
            try book.add(SetPiece(name: "l\(index)", picture: picture, sides: [side]), to: .val)
        }
        try book.finish(SetTally())
        #expect(try folder.finish().isEmpty)
        let pages = PicturePages(
            ["k/val.arrow"], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
        #expect(pages.refs.count == texts.count)
        #expect(try pages.refs.indices.allSatisfy { try pages.load($0).pixels.size == Size(width: 9, height: 5) })
        let read = try pages.refs.indices.map { index in
            let carried = try pages.truth(of: index)
            let info = PictureInfo(path: carried.picture, size: Size(width: 9, height: 5), carried: carried.files)
            return try TruthSource.automatic.truth(of: info).truth.text
        }
        #expect(read == texts)
        let head = String(decoding: scratch.bytes("k/val.arrow")?.prefix(4000) ?? [], as: UTF8.self)
        #expect(head.contains(#""type":"kraken_recognition_baseline""#) && head.contains(#""im_mode":"RGB""#))
        #expect(head.contains(#""counts":{"all":230,"train":0,"validation":230,"test":0}"#))
        #expect(head.contains(#""줄":230"#))
    }

    @Test("folders of pictures are divided before they get too large")
    func numbers() throws {
        let scratch = Scratch()
        let folder = try SetFolder("n", in: scratch.path)
        let picture = SetPicture(content: .bytes([1]), fileExtension: "png", sha256: nil)
        var last = ""
        for number in 0...SetFolder.filesPerFolder {
            last = try folder.place(picture, named: "p\(number)", in: "images")
        }
        #expect(last == "00001/p10000.png")
    }
}

/// Walks the pages of a database from its second meta page, as a reader does.
private struct LMDBWalk {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func number(_ at: Int, _ size: Int) -> Int {
        (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }

    func keys() throws -> [String] {
        let meta = 4096 + 16
        #expect(number(meta, 4) == 0xBEEF_C0DE)
        return try keys(page: number(meta + 24 + 48 + 40, 8), depth: number(meta + 24 + 48 + 6, 2))
    }

    private func keys(page: Int, depth: Int) throws -> [String] {
        let start = page * 4096
        let count = (number(start + 12, 2) - 16) / 2
        let isLeaf = number(start + 10, 2) == 2
        #expect(isLeaf == (depth == 1))
        #expect(isLeaf || count >= 2)
        return try (0..<count).flatMap { index -> [String] in
            let node = start + number(start + 16 + 2 * index, 2)
            let keySize = number(node + 6, 2)
            if isLeaf { return [String(decoding: bytes[node + 8..<node + 8 + keySize], as: UTF8.self)] }
            return try keys(page: number(node, 4) | number(node + 4, 2) << 32, depth: depth - 1)
        }
    }
}
