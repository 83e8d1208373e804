internal import CDeflate
import Imaging

/// Writes PNG files that hold nothing but the header, the resolution and the pixels.
enum PNGWriter {
    /// The file for `raster`; the resolution becomes `pHYs`.
    static func encode(_ raster: Raster, _ resolution: Resolution?) -> [UInt8] {
        raster.withPlane { plane in
            let blocks = PNGRows(plane, isBilevel: raster.kind == .bilevel)
            let capacity = 128 + blocks.bound
            // The chunks around the pixels have 33 + 21 + 12 + 12 bytes, and the packed pixels no more than `bound`.
            return [UInt8](unsafeUninitializedCapacity: capacity) { file, count in
                var chunks = ChunkWriter(UnsafeMutableRawBufferPointer(file))
                chunks.writeSignature()
                chunks.write("IHDR") { body in
                    body.put(UInt32(plane.width))
                    body.put(UInt32(plane.height))
                    body.put([blocks.bits, plane.channels == 3 ? 2 : 0, 0, 0, 0])
                }
                if let resolution, [resolution.across, resolution.down].allSatisfy({ $0 > 0 && $0 < 100_000 }) {
                    chunks.write("pHYs") { body in
                        body.put(UInt32(Resolution.perMeter(resolution.across)))
                        body.put(UInt32(Resolution.perMeter(resolution.down)))
                        body.put([1])
                    }
                }
                chunks.write("IDAT") { body in body.advance(blocks.deflate(to: body.next)) }
                chunks.write("IEND") { _ in }
                count = chunks.count
            }
        }
    }
}

/// Puts chunks one after the other into memory that is large enough for them.
private struct ChunkWriter {
    private let start: UnsafeMutableRawPointer
    private(set) var next: UnsafeMutableRawPointer

    init(_ buffer: UnsafeMutableRawBufferPointer) {
        start = buffer.baseAddress!
        next = start
    }

    var count: Int { next - start }

    mutating func writeSignature() {
        put([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    /// A chunk: its length, its name, what `body` puts, and the checksum over name and body.
    mutating func write(_ name: String, _ body: (inout ChunkWriter) -> Void) {
        let place = next
        put(0)
        put(Array(name.utf8))
        body(&self)
        let length = next - place - 8
        place.storeBytes(of: UInt32(length).bigEndian, as: UInt32.self)
        put(libdeflate_crc32(0, place + 4, length + 4))
    }

    mutating func put(_ value: UInt32) {
        next.storeBytes(of: value.bigEndian, as: UInt32.self)
        next += 4
    }

    mutating func put(_ bytes: [UInt8]) {
        for byte in bytes {
            next.storeBytes(of: byte, as: UInt8.self)
            next += 1
        }
    }

    mutating func advance(_ bytes: Int) { next += bytes }
}
