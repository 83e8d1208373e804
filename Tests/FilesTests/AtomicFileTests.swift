import Files
import Foundation
import TestSupport
import Testing

@Suite("Files that appear when they are whole")
struct AtomicFileTests {
    private let scratch = Scratch()

    @Test("a file is whole under its name and leaves no temporary one")
    func atomic() throws {
        try AtomicFile.write([1, 2, 3], to: scratch.path + "/f.png")
        try AtomicFile.write([4], to: scratch.path + "/f.png", flush: .now)
        #expect(scratch.files() == ["f.png"])
        #expect(scratch.bytes("f.png") == [4])
    }

    @Test("a name as long as the file system takes can still be written")
    func longName() throws {
        let name = String(repeating: "x", count: 255)
        try AtomicFile.write([1], to: scratch.path + "/" + name)
        #expect(scratch.files() == [name])
    }

    @Test("a place that cannot be written to is told and left clean")
    func unwritable() throws {
        scratch.put("folder/inside")
        for path in [scratch.path + "/absent/f.png", scratch.path + "/folder"] {
            #expect(throws: SystemProblem.self) { try AtomicFile.write([1], to: path) }
        }
        #expect(scratch.files() == ["folder/inside"])
    }

    @Test("a full disk is told as such", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func full() throws {
        let file = try DiskFile("/dev/full", O_WRONLY)
        #expect(throws: SystemProblem(ENOSPC)) { try file.write([1]) }
    }

    @Test("a temporary name is told from names that people give")
    func temporaryNames() {
        let name = RelativePath.name(of: AtomicFile.temporaryPath(for: "/x/f.png"))
        #expect(AtomicFile.isTemporary(name))
        for name in ["f.png", ".f.png.tmp", ".f.png.123.tmp", ".f.0123456789ABCDEF.tmp", "f.0123456789abcdef.tmp"] {
            #expect(!AtomicFile.isTemporary(name), "\(name)")
        }
    }
}

@Suite("Paths from files")
struct RelativePathTests {
    @Test(
        "a path stays below a folder only without a way up or a root",
        arguments: [
            ("images/a.png", true), ("a", true), ("a/..b/c", true), ("", false), ("/a", false), ("../a", false),
            ("a/../b", false), ("a/..", false), ("a//b", false), ("./a", false), ("a/", false), ("a\0b", false),
        ])
    func below(path: String, isBelow: Bool) {
        #expect(RelativePath.staysBelow(path) == isBelow)
    }
}
