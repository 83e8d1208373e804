import Foundation
import Imaging
import Synchronization
import Testing

@testable import Codecs

@Suite("an open picture file") struct OpenFileTests {
    /// Bytes in memory, with how often and how much of them has been read.
    private final class CountingSource: ByteSource {
        let bytes: [UInt8]
        private let read = Mutex((calls: 0, bytes: 0))

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var count: Int { bytes.count }
        var bytesRead: Int { read.withLock { $0.bytes } }
        var calls: Int { read.withLock { $0.calls } }

        func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int {
            let got = min(buffer.count, bytes.count - place)
            read.withLock { $0 = ($0.calls + 1, $0.bytes + got) }
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + got])) }
            return got
        }
    }

    /// Sixty gray pages of 160 × 200, no two alike, in one file.
    private static let pages = (0..<60).map { number in
        Raster(
            .gray, width: 160, height: 200,
            samples: (0..<32_000).map { UInt8(truncatingIfNeeded: ($0 &* (number + 3)) >> 3 &+ number * 4) })
    }

    private static let stack = TIFFBytes(
        pages: pages.map { TIFFBytes.Page(width: 160, height: 200, pixels: $0.samples) }
    ).bytes

    @Test("of sixty pages is read about once for all of them, with the pixels of sixty files")
    func once() throws {
        let source = CountingSource(Self.stack)
        let file = try PictureFile(PictureBytes(source), name: "stack.tif")
        #expect(file.pages.count == 60)
        #expect(source.bytesRead < Self.stack.count / 8)
        for (number, page) in Self.pages.enumerated() {
            let picture = try file.decode(page: number)
            let single = TIFFBytes(pages: [.init(width: 160, height: 200, pixels: page.samples)]).bytes
            #expect(try picture.raster == PictureFile(bytes: single).decode().raster)
            #expect(picture.raster == page)
        }
        #expect(source.bytesRead < Self.stack.count * 5 / 4, "\(source.bytesRead) of \(Self.stack.count)")
    }

    @Test("reads nothing of other pages for one, neither pixels nor directories", arguments: [0, 30, 59])
    func oneOfMany(number: Int) throws {
        let source = CountingSource(Self.stack)
        let file = try PictureFile(PictureBytes(source), name: "")
        let before = source.bytesRead
        let callsBefore = source.calls
        _ = try file.decode(page: number)
        let read = source.bytesRead - before
        #expect(source.calls - callsBefore < 12)
        #expect(read >= 32_000 && read < 32_000 + 6000, "\(read)")
    }

    @Test("hands on its bytes in order for a digest: a page's own file without reading it twice")
    func pieces() throws {
        for bytes in [Self.stack, try PictureFormat.png.encode(Self.pages[0]), Array(repeating: 7, count: 3_000_000)] {
            let source = CountingSource(
                bytes == Self.stack || bytes.count < 1_000_000 ? bytes : Self.padded(bytes.count))
            let file = try PictureFile(PictureBytes(source), name: "")
            _ = try file.decode()
            let before = source.bytesRead
            var all: [UInt8] = []
            try file.forEachPiece { piece in for i in piece.indices { all.append(piece[i]) } }
            #expect(all == source.bytes)
            #expect(file.byteCount == source.count)
            #expect(source.bytesRead - before == (file.pages.count > 1 ? source.count : 0))
        }
    }

    /// A TIFF that ends in so many bytes that belong to nothing.
    private static func padded(_ count: Int) -> [UInt8] {
        TIFFBytes(pages: [TIFFBytes.page()]).bytes + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
    }

    @Test("gives several threads their pages at once")
    func threads() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "foxing-\(UUID().uuidString).tif").path
        try Data(Self.stack).write(to: URL(filePath: path))
        let file = try PictureFile(path: path)
        // The file that is open counts, not what the name stands for later.
        try FileManager.default.removeItem(atPath: path)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for turn in 0..<120 {
                group.addTask {
                    let number = turn * 7 % 60
                    return try file.decode(page: number).raster == Self.pages[number]
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("of each kind gives the same pages as its bytes in memory, and is closed with its last holder")
    func kinds() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foxing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, (kind, bytes)) in DamageTests.files.enumerated() {
            let path = folder.appending(path: "\(index)").path
            try Data(bytes).write(to: URL(filePath: path))
            let (file, inMemory) = (try PictureFile(path: path), try PictureFile(bytes: bytes))
            #expect(file.kind == kind && file.pages == inMemory.pages)
            let (a, b) = (try file.decode(), try inMemory.decode())
            #expect(a.raster == b.raster && a.dpi == b.dpi && a.notes == b.notes)
            #expect(try PictureFile.bytes(at: path) == bytes)
        }
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let targets = open.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
        }
        #expect(!targets.contains { $0.hasPrefix(folder.path) })
    }

    @Test("of which only the header is wanted is not read whole", arguments: [PictureKind.png, .jpeg, .tiff])
    func headers(kind: PictureKind) throws {
        let stream = RandomStream(key: 8)
        let noise = Raster(
            .gray, width: 300, height: 400, samples: (0..<120_000).map { UInt8(stream.integer(0...255, $0)) })
        let format: PictureFormat = kind == .png ? .png : kind == .jpeg ? .jpeg(quality: 95) : .tiff
        let source = CountingSource(try format.encode(noise, dpi: 150))
        #expect(try PictureFile(PictureBytes(source), name: "").pages[0].dpi == 150)
        #expect(source.bytesRead < 12_000 && source.count > 60_000, "\(source.bytesRead) of \(source.count)")
    }

    @Test("that became shorter since, or whose disk fails, is told as that")
    func lost() throws {
        /// Bytes that end early, or cannot be read at all, behind the first thousand.
        struct Failing: ByteSource {
            let bytes: [UInt8]
            let isShort: Bool
            var count: Int { bytes.count }

            func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int {
                if place + buffer.count > 1000, !isShort { throw PictureProblem(.unreadable, "reading failed: I/O") }
                let got = max(0, min(buffer.count, 2100 - place))
                for i in 0..<got { buffer[i] = bytes[place + i] }
                return got
            }
        }
        let bytes = try PictureFormat.png.encode(Self.pages[1], dpi: 150)
        let short = try PictureFile(PictureBytes(Failing(bytes: bytes, isShort: true)), name: "")
        #expect(throws: PictureProblem.damaged("the file became shorter while it was read; copy it again")) {
            try short.decode()
        }
        #expect {
            try PictureFile(PictureBytes(Failing(bytes: bytes, isShort: false)), name: "")
        } throws: {
            ($0 as? PictureProblem)?.code == .unreadable
        }
    }
}
