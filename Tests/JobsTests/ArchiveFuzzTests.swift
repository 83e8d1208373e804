import Codecs
import Foundation
import Imaging
import Jobs
import TestSupport
import Testing

@Suite("Archives of pages with changed bytes") struct ArchiveFuzzTests {
    private func fixture(_ name: String) throws -> [UInt8] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../fixtures/archives/\(name)")
        return Array(try Data(contentsOf: path))
    }

    @Test("are read or refused, and never lead outside", arguments: ["lines.arrow", "lines.mdb", "lines.tar"])
    func mutated(name: String) throws {
        let scratch = Scratch()
        let whole = try fixture(name)
        let stream = RandomStream(key: 7).child(name)
        var (read, refused) = (0, 0)
        for round in 0..<150 {
            var bytes = whole
            let chance = stream.child(round)
            for change in 0..<3 {
                let own = chance.child(change)
                // Where an Arrow file says how it is laid out, and where the others begin, most bytes count.
                let place = Int(own.child("place").bits() % UInt64(bytes.count))
                let value = own.child("value").bits()
                bytes[place] = value % 3 == 0 ? 0xFF : UInt8(truncatingIfNeeded: value >> 8)
            }
            if round % 10 == 0 { bytes.removeLast(Int(chance.child("cut").bits() % UInt64(bytes.count))) }
            scratch.put(name, bytes)
            let pages = PicturePages([name], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
            for index in pages.refs.indices {
                if (try? pages.load(index)) != nil, (try? pages.truth(of: index)) != nil {
                    read += 1
                } else {
                    refused += 1
                }
            }
        }
        #expect(read > 0)
        #expect(refused > 0)
    }
}
