import Codecs
import Foundation
import Imaging
import Testing

struct UnreadableTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "codecs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func problem(_ name: String) -> PictureProblem? {
        do throws(PictureProblem) {
            _ = try PictureFile(path: folder.appending(path: name).path())
            return nil
        } catch {
            return error
        }
    }

    @Test("a file that is not there, a folder, a broken link and a pipe are I10, each with its own message")
    func notAFile() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "link.png"), withDestinationURL: folder.appending(path: "nowhere.png"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: "page.png"), withIntermediateDirectories: true)
        #expect(mkfifo(folder.appending(path: "pipe.png").path(), 0o600) == 0)
        let problems = ["missing.png", "page.png", "link.png", "pipe.png"].map { problem($0) }
        #expect(problems.map { $0?.code } == [.unreadable, .unreadable, .unreadable, .unreadable])
        #expect(Set(problems.map { $0?.message ?? "" }).count == 4)
    }

    @Test("a file on disk is read like its bytes")
    func readsFromDisk() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = grayPage()
        try Data(PictureFormat.png.encode(page)).write(to: folder.appending(path: "page.png"))
        let file = try PictureFile(path: folder.appending(path: "page.png").path())
        #expect(try file.decode().raster == page)
    }

    @Test("a file of zero bytes is I11")
    func empty() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appending(path: "empty.png"))
        #expect(problem("empty.png")?.code == .empty)
        #expect(code([]) == .empty)
    }

    @Test(
        "what is no picture is I12, and the message names what it looks like",
        arguments: [
            ("%PDF-1.7\n", "PDF"), ("<!DOCTYPE html><html>", "HTML"), ("<html><body>", "HTML"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer"),
            ("PK\u{3}\u{4}word/document.xml", "ZIP"), ("Just some words.\n", "text"), ("{\"a\": 1}", "JSON"),
            ("<svg xmlns='x'/>", "SVG"), ("<?xml version='1.0'?>", "XML"), ("%!PS-Adobe", "PostScript"),
            ("\u{0}\u{1}\u{2}\u{3}", "nothing known"), ("BMx", "text"), ("P9 3 3", "text"),
        ])
    func lookalikes(content: String, name: String) throws {
        do throws(PictureProblem) {
            _ = try PictureFile(bytes: Array(content.utf8), name: "page.png")
            Issue.record("\(name) was taken for a picture")
        } catch {
            #expect(error.code == .notAPicture)
            #expect(error.message.contains(name), "\(error.message)")
        }
    }

    @Test("pictures of kinds that are not read are named")
    func otherPictures() throws {
        let files: [([UInt8], String)] = [
            ([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A], "JPEG 2000"),
            ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A], "JPEG XL"),
            ([0, 0, 0, 24] + Array("ftypheic".utf8), "HEIF"), ([0, 0, 0, 24] + Array("ftypmp42".utf8), "video"),
        ]
        for (bytes, name) in files {
            #expect {
                _ = try PictureFile(bytes: bytes)
            } throws: { error in
                let problem = error as? PictureProblem
                return problem?.code == .notAPicture && problem?.message.contains(name) == true
            }
        }
    }

    @Test("a name that says another kind is noted, and the bytes count")
    func wrongExtension() throws {
        let png = try PictureFormat.png.encode(grayPage(), dpi: 150)
        #expect(try notes(png, name: "scans/page.jpg") == [.otherExtension])
        #expect(try notes(png, name: "page.PNG").isEmpty)
        #expect(try notes(png, name: "a.tif/page").isEmpty)
        #expect(try notes(PictureFormat.jpeg(quality: 90).encode(grayPage(), dpi: 150), name: "a.jpeg").isEmpty)
    }
}
