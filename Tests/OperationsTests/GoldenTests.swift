import Imaging
import OperationKit
import Operations
import Testing

/// What every operation makes of one small page, as one number. A data set made again by a later release shall be the
/// same, so a change of a number is a decision: it is written into the table, with its reason in the changelog.
@Suite("What operations do stays the same")
struct GoldenTests {
    @Test("pictures are those of the table", arguments: everyOperation)
    func pictures(name: String) throws {
        let manual = try #require(Catalog.all[name]).manual
        let kinds = [PixelKind.gray, .color].filter(manual.takes.accepts)
        let found = try kinds.map { kind in hexadecimal(try digest(of: name, on: page(kind))) }
        let line = ([name] + found).joined(separator: " ")
        #expect(Self.table[name] == line, "write the line '\(line)'")
    }

    @Test("every line of the table is of an operation")
    func complete() {
        #expect(Set(Self.table.keys) == Set(everyOperation))
    }

    /// Three draws with the defaults, on the first layer that the operation works on.
    private func digest(of name: String, on page: Raster) throws -> UInt64 {
        var digest = Digest()
        for key in 1...3 as ClosedRange<UInt64> {
            let result = try Trial(name, Self.given[name] ?? [:], key: key).run(page)
            digest.add([UInt8(result.channels)])
            for side in [result.width, result.height] { digest.add([UInt8(side & 255), UInt8(side >> 8)]) }
            digest.add(result.samples)
        }
        return digest.value
    }

    /// What marks need that would find no room on a page so small.
    private static let given: [String: [String: String]] = [
        "stamp": ["place": "anywhere", "size": "16mm"], "signature": ["place": "anywhere", "size": "20mm"],
        "scribbles": ["place": "anywhere", "size": "10mm"],
        "text-overlay": ["height": "1.2mm", "text": "7", "place": "left-edge"],
        "bindings-and-fasteners": ["pitch": "9mm"],
    ]

    /// Letters on paper that darkens to one side, in color with a tint, so that every level occurs.
    private func page(_ kind: PixelKind) -> Raster {
        var page = Sheet.text(kind, width: 187, height: 131)
        page.withMutablePlane { plane in
            for y in 0..<plane.height {
                for x in 0..<plane.width {
                    for c in 0..<plane.channels {
                        let light = 255 - x * (c + 1) / 9 - y / 7
                        let at = x * plane.channels + c
                        plane.row(y)[at] = UInt8(Int(plane.row(y)[at]) * light / 255 + (255 - light) / 4)
                    }
                }
            }
        }
        return page
    }

    private func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A line for each operation: its name, the digest of the gray results and that of the color results.
    private static let table: [String: String] = {
        let lines = goldenPictures.split(separator: "\n").map(String.init)
        return Dictionary(uniqueKeysWithValues: lines.map { (String($0.prefix { $0 != " " }), $0) })
    }()
}

/// FNV-1a over 64 bits (Fowler, Noll and Vo): enough to see a change.
private struct Digest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
}
