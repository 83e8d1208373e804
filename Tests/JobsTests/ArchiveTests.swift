import Codecs
import Imaging
import Jobs
import TestSupport
import Testing
import Truth

/// Archives byte by byte, as tools write them.
private enum Packed {
    static func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(number >> (8 * $0) & 0xFF) } }

    /// A member of a tar: a file, or for `1` and `2` a link.
    static func member(_ name: String, _ content: [UInt8] = [], kind: Character = "0", link: String = "") -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(name, at: 0)
        let digits = String(content.count, radix: 8)
        put(String(repeating: "0", count: 11 - digits.count) + digits, at: 124)
        put(String(kind), at: 156)
        put(link, at: 157)
        put("ustar\u{0}00", at: 257)
        put("        ", at: 148)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0}", at: 148)
        return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    static func tar(_ members: [UInt8]...) -> [UInt8] {
        members.flatMap { $0 } + [UInt8](repeating: 0, count: 1024)
    }

    /// A gzip member whose blocks are stored as they are.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            out.append(rest.isEmpty ? 1 : 0)
            out += little(block.count, 2) + little(~block.count, 2) + block
        } while !rest.isEmpty
        return out + little(Int(Checksum.crc32(of: bytes)), 4) + little(bytes.count, 4)
    }

    /// A ZIP file of files that are stored, or packed by Deflate in stored blocks.
    static func zip(_ files: [(name: String, content: [UInt8])], deflated: Bool = false) -> [UInt8] {
        var (out, list): ([UInt8], [UInt8]) = ([], [])
        for (name, content) in files {
            let packed =
                deflated
                ? [1] + little(content.count, 2) + little(~content.count, 2) + content : content
            let about =
                little(20, 2) + little(0x0800, 2) + little(deflated ? 8 : 0, 2) + little(0, 4)
                + little(Int(Checksum.crc32(of: content)), 4) + little(packed.count, 4) + little(content.count, 4)
                + little(name.utf8.count, 2)
            list += [0x50, 0x4B, 1, 2] + little(20, 2) + about + [UInt8](repeating: 0, count: 12)
            list += little(out.count, 4) + Array(name.utf8)
            out += [0x50, 0x4B, 3, 4] + about + little(0, 2) + Array(name.utf8) + packed
        }
        let count = little(files.count, 2)
        return out + list + [0x50, 0x4B, 5, 6] + little(0, 4) + count + count + little(list.count, 4)
            + little(out.count, 4) + little(0, 2)
    }
}

@Suite("Archives of pages") struct ArchiveTests {
    private let picture: [UInt8]
    private let scratch = Scratch()

    init() throws {
        picture = try PictureFormat.png.encode(Raster(.gray, width: 40, height: 20, filledWith: 200))
    }

    private func pages(_ name: String, _ bytes: [UInt8]) -> PicturePages {
        scratch.put(name, bytes)
        return PicturePages([name], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
    }

    /// The text of each page, `nil` for one without truth, and what is wrong with those that fail.
    private func texts(_ pages: PicturePages) -> [String] {
        pages.refs.indices.map { index in
            do {
                let page = try pages.load(index)
                let carried = try pages.truth(of: index)
                let found = try TruthSource.automatic.truth(
                    of: PictureInfo(
                        path: "archive/" + carried.picture, size: page.pixels.size, carried: carried.files))
                return found.truth.text ?? "nil"
            } catch let failure as SourceFailure {
                return failure.message
            } catch {
                return "\(error)"
            }
        }
    }

    private func remarks(_ pages: PicturePages) -> [String] {
        pages.refs.flatMap(\.notes).filter(\.isShared).map(\.message)
    }

    @Test("a packed tar is read as one that is not packed, in one piece or several")
    func gzip() throws {
        let tar = Packed.tar(Packed.member("a.png", picture), Packed.member("a.txt", Array("eins".utf8)))
        #expect(texts(pages("a.tar.gz", Packed.gzip(tar))) == ["eins"])
        let parts = Packed.gzip(Array(tar[..<700])) + Packed.gzip(Array(tar[700...])) + [0, 0, 0]
        #expect(texts(pages("b.tgz", parts)) == ["eins"])
    }

    @Test("a packed file that is damaged, no tar, or too large says so, and takes no more memory than it may")
    func bombs() throws {
        let tar = Packed.tar(Packed.member("a.png", picture))
        let cut = Array(Packed.gzip(tar).dropLast(9))
        #expect(texts(pages("cut.tgz", cut)).first?.contains("cannot be unpacked to its end") == true)
        #expect(texts(pages("text.gz", Packed.gzip(Array("text".utf8)))).first?.contains("holds no tar") == true)
        // A size that is said to be small does not help.
        var large = Packed.gzip([UInt8](repeating: 7, count: 300_000))
        large.replaceSubrange(large.count - 4..<large.count, with: [1, 0, 0, 0])
        #expect(throws: Inflating.Fault.self) { try Inflating.gzip(large, limit: 1000) }
        #expect(throws: Inflating.Fault.self) { try Inflating.raw([3, 0], size: 1 << 40) }
        #expect(try Inflating.gzip(Packed.gzip([]), limit: 1000).isEmpty)
    }

    @Test("links in a tar are what they lead to; what leads nowhere is a failure of its own page")
    func links() throws {
        let tar = Packed.tar(
            Packed.member("run/a.png", picture), Packed.member("set/b.png", kind: "1", link: "run/a.png"),
            Packed.member("set/b.txt", Array("zwei".utf8)), Packed.member("set/c.png", kind: "2", link: "../run/a.png"),
            Packed.member("set/c.gt.txt", Array("drei".utf8)), Packed.member("set/d.png", kind: "2", link: "away.png"))
        let texts = texts(pages("links.tar", tar))
        #expect(texts.prefix(3) == ["nil", "zwei", "drei"])
        #expect(texts.count == 4 && texts[3].contains("'d.png'"))
    }

    @Test("a tar in pieces is refused, and not read in part")
    func sparse() throws {
        let tar = Packed.tar(Packed.member("a.png", picture), Packed.member("b.png", picture, kind: "S"))
        #expect(texts(pages("sparse.tar", tar)).first?.contains("holds 'b.png' in pieces") == true)
    }

    @Test("what belongs to no picture is told once, with its number; what macOS adds is not")
    func remarks() throws {
        let tar = Packed.tar(
            Packed.member("a.png", picture), Packed.member("a.cls", [55]), Packed.member("labels.csv", [65]),
            Packed.member("z.txt", [65]), Packed.member("._a.png", [1]), Packed.member("folder/", kind: "5"))
        #expect(
            remarks(pages("some.tar", tar)) == [
                "'some.tar' holds 2 files, such as 'labels.csv', that belong to none of its pictures and are not used"
            ])
        #expect(remarks(pages("all.tar", Packed.tar(Packed.member("a.png", picture)))).isEmpty)
    }

    @Test("truth of more than 64 MiB is a failure of its page, and not passed over")
    func tooLarge() throws {
        var large = Packed.member("a.txt")
        // Told in the header, and there in the file.
        let size = (64 << 20) + 1
        large = Packed.member("a.txt", [UInt8](repeating: 65, count: size))
        let texts = texts(pages("large.tar", Packed.tar(Packed.member("a.png", picture), large)))
        #expect(texts.count == 1 && texts[0].contains("larger than 64 MiB"))
    }

    @Test(
        "a ZIP file gives each picture with the truth beside it (eScriptorium) or in the folder of PAGE (Transkribus)",
        arguments: [false, true])
    func zip(deflated: Bool) throws {
        func page(_ text: String) -> [UInt8] {
            Array(
                """
                <PcGts><Page imageFilename="x.png" imageWidth="40" imageHeight="20"><TextRegion id="r"><TextLine id="l">
                <Coords points="1,1 39,1 39,19 1,19"/><TextEquiv><Unicode>\(text)</Unicode></TextEquiv></TextLine></TextRegion>
                </Page></PcGts>
                """.utf8)
        }
        let files: [(String, [UInt8])] = [
            ("doc/1.2 a.png", picture), ("doc/1.2 a.xml", page("eins")), ("doc/1.3 b.png", picture),
            ("doc/page/1.3 b.xml", page("zwei")), ("doc/mets.xml", Array("<mets/>".utf8)), ("__MACOSX/x.png", [1]),
        ]
        let pages = pages("export.zip", Packed.zip(files, deflated: deflated))
        #expect(texts(pages) == ["eins", "zwei"])
        #expect(remarks(pages).first?.contains("'doc/mets.xml'") == true)
    }

    @Test("a ZIP file that is cut, changed, encrypted or an office document says so")
    func wrongZip() throws {
        let whole = Packed.zip([("a.png", picture)])
        #expect(texts(pages("cut.zip", Array(whole.dropLast(30)))).first?.contains("list of files is missing") == true)
        var changed = whole
        changed[40] ^= 1
        #expect(texts(pages("changed.zip", changed)).first?.contains("checksum") == true)
        var encrypted = whole
        let list = try #require(whole.indices.last { whole[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
        encrypted[list + 8] |= 1
        #expect(texts(pages("secret.zip", encrypted)).first?.contains("is encrypted") == true)
        let office = Packed.zip([("[Content_Types].xml", [60]), ("word/media/a.png", picture)])
        #expect(texts(pages("letter.docx", office)).first?.contains("office document") == true)
    }

    @Test("tables that are not read say what to do")
    func tables() {
        #expect(texts(pages("a.parquet", Array("PAR1....".utf8))).first?.contains("metadata.jsonl") == true)
        let stream: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 16, 0, 0, 0] + [UInt8](repeating: 0, count: 20)
        #expect(texts(pages("a.arrow", stream)).first?.contains("Arrow stream") == true)
    }
}
