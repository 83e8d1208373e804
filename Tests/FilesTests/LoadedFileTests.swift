import TestSupport
import Testing

@testable import Files

@Suite("What tells the builds of a program apart")
struct LoadedFileTests {
    private let scratch = Scratch()

    /// An ELF file of 64 bits with one segment of notes at 120.
    private func elf(notes: [UInt8], segment kind: UInt8 = 4, length: UInt64? = nil) -> [UInt8] {
        func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
        }
        var file = [UInt8](repeating: 0, count: 120)
        file.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
        file.replaceSubrange(32..<40, with: bytes(64, 8))
        file.replaceSubrange(54..<56, with: bytes(56, 2))
        file.replaceSubrange(56..<58, with: bytes(1, 2))
        file[64] = kind
        file.replaceSubrange(72..<80, with: bytes(120, 8))
        file.replaceSubrange(96..<104, with: bytes(length ?? UInt64(notes.count), 8))
        return file + notes
    }

    private func note(_ name: String, kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        let padded = Array(name.utf8) + [UInt8](repeating: 0, count: 4 - name.utf8.count % 4)
        return [UInt8(name.utf8.count + 1), 0, 0, 0, UInt8(content.count), 0, 0, 0, kind, 0, 0, 0] + padded + content
            + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
    }

    @Test("is the linker's number, whatever notes stand before it")
    func number() {
        let notes =
            note("GNU", kind: 1, [1, 2, 3, 4, 5]) + note("Other", kind: 3, [7])
            + note("GNU", kind: 3, [0xAB, 0xCD, 0x01])
        #expect(LoadedFile.build(of: scratch.put("program", elf(notes: notes))) == "abcd01")
    }

    @Test(
        "is a digest of the whole file where there is no number, or no sense in the notes",
        arguments: [0, 1, 2, 3, 4])
    func digest(which: Int) {
        let good = note("GNU", kind: 3, [1, 2])
        let files: [[UInt8]] = [
            Array("#!/bin/sh\n".utf8), elf(notes: good, segment: 1), elf(notes: good, length: .max),
            elf(notes: [4, 0, 0, 0, 255, 255, 255, 255, 3, 0, 0, 0] + Array("GNU\0".utf8)),
            Array(elf(notes: good).prefix(100)),
        ]
        let path = scratch.put("program", files[which])
        #expect(LoadedFile.build(of: path) == SHA256.hex(of: files[which]))
    }

    @Test("is nothing for a file that is not there")
    func missing() {
        #expect(LoadedFile.build(of: scratch.path + "/none") == nil)
    }
}
