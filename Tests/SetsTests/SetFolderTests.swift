import Files
import Jobs
import TestSupport
import Testing

@testable import Sets

@Suite("the folder of a set that is made anew")
struct SetFolderTests {
    private let scratch = Scratch()

    /// Makes the set `lines` of those files; the answer is what of others is kept.
    @discardableResult
    private func make(_ files: [String: String]) throws -> [String] {
        let folder = try SetFolder("lines", in: scratch.path)
        for (path, text) in files { try folder.write(Array(text.utf8), to: path) }
        return try folder.finish()
    }

    @Test("lists its files with their digests, as sha256sum does")
    func list() throws {
        let folder = try SetFolder("lines", in: scratch.path)
        try folder.write(Array("abc".utf8), to: "train/a.txt")
        try folder.file("all.txt").append(Array("abc".utf8))
        #expect(try folder.finish().isEmpty)
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(scratch.text("lines/SHA256SUMS") == "\(digest)  all.txt\n\(digest)  train/a.txt\n")
    }

    @Test("lists a picture that is linked by the digest that the run took of it, without reading it again")
    func linked() throws {
        let picture = SetPicture(
            content: .file(scratch.put("p.png", "abc")), fileExtension: "png", sha256: "of the run")
        let folder = try SetFolder("lines", in: scratch.path)
        #expect(try folder.place(picture, named: "p", in: "train") == "p.png")
        #expect(try folder.finish().isEmpty)
        #expect(scratch.text("lines/SHA256SUMS") == "of the run  train/p.png\n")
        #expect(scratch.text("lines/train/p.png") == "abc")
    }

    @Test("has nothing left of the set before, when only that was in it")
    func replaced() throws {
        try make(["train/a.txt": "old", "val/b.txt": "b"])
        #expect(try make(["train/a.txt": "new"]).isEmpty)
        #expect(scratch.files() == ["lines/SHA256SUMS", "lines/train/a.txt"])
        #expect(scratch.text("lines/train/a.txt") == "new")
    }

    @Test("keeps files that others put in, and links")
    func added() throws {
        try make(["train/a.txt": "a"])
        scratch.put("lines/train/notes.md", "mine")
        scratch.put("lines/.git/config", "mine")
        scratch.put("elsewhere.txt", "elsewhere")
        scratch.link("lines/link.txt", to: scratch.path + "/elsewhere.txt")
        #expect(try make(["b.txt": "b"]) == ["lines/.git/config", "lines/link.txt", "lines/train/notes.md"])
        #expect(
            scratch.files() == [
                "elsewhere.txt", "lines/.git/config", "lines/SHA256SUMS", "lines/b.txt", "lines/link.txt",
                "lines/train/notes.md",
            ])
        #expect(scratch.text("lines/link.txt") == "elsewhere")
    }

    @Test("keeps what others changed in it beside its own file of that name, again and again")
    func changed() throws {
        try make(["labels.txt": "one"])
        scratch.put("lines/labels.txt", "corrected")
        #expect(try make(["labels.txt": "two"]) == ["lines/labels.txt.old"])
        scratch.put("lines/labels.txt", "corrected again")
        #expect(try make(["labels.txt": "three"]) == ["lines/labels.txt.old", "lines/labels.txt.old2"])
        #expect(scratch.text("lines/labels.txt") == "three")
        #expect(scratch.text("lines/labels.txt.old") == "corrected")
        #expect(scratch.text("lines/labels.txt.old2") == "corrected again")
    }

    @Test("does not keep twice what others made the same")
    func same() throws {
        try make(["a.txt": "one"])
        scratch.put("lines/a.txt", "two")
        #expect(try make(["a.txt": "two"]).isEmpty)
        #expect(scratch.files("lines") == ["SHA256SUMS", "a.txt"])
    }

    @Test("leaves a folder or a file of that name that is no set of ours whole, under another name")
    func foreign() throws {
        scratch.put("lines/a.txt", "mine")
        #expect(try make(["a.txt": "a"]) == ["lines.old"])
        #expect(scratch.text("lines.old/a.txt") == "mine")
        #expect(scratch.text("lines/a.txt") == "a")
        scratch.remove("lines")
        scratch.put("lines", "a file")
        #expect(try make(["a.txt": "a"]) == ["lines.old2"])
        #expect(scratch.text("lines.old2") == "a file")
    }

    @Test("keeps what is not the set's also when a process was killed between the new set and the end of the old one")
    func killed() throws {
        try make(["a.txt": "old"])
        scratch.put("lines/notes.md", "mine")
        // As it lies after the exchange: the new set has the name, the old one that of the unfinished folder.
        let leftover = scratch.path + "/.lines.0123456789abcdef.tmp"
        try AtomicFile.move(scratch.path + "/lines", to: leftover)
        try make(["a.txt": "new"])
        #expect(try SetFolder.removeLeftovers(in: scratch.path) == ["lines/notes.md"])
        #expect(scratch.files() == ["lines/SHA256SUMS", "lines/a.txt", "lines/notes.md"])
        #expect(scratch.text("lines/a.txt") == "new")
    }

    @Test("goes when it was never complete")
    func unfinished() throws {
        scratch.put(".lines.0123456789abcdef.tmp/a.txt", "half")
        #expect(try SetFolder.removeLeftovers(in: scratch.path).isEmpty)
        #expect(scratch.files().isEmpty)
    }
}
