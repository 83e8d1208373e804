internal import CWebP
import Imaging

/// A WebP file: its container (RIFF) is read here, its pixels by libwebp.
struct WebPFile {
    private let file: ByteReader
    private(set) var header = PageHeader(width: 0, height: 0, kind: .color)
    /// A file of one picture, as libwebp takes it.
    private var single: [UInt8] = []
    /// Where an animation's first picture lies on the page.
    private var frame: Frame?
    private var hasAlpha = false
    /// Width and height as stored.
    private var width = 0
    private var height = 0

    private struct Frame {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
        let chunks: [Range<Int>]
    }

    init(_ bytes: ByteReader) throws(PictureProblem) {
        // Where its header ends only libwebp knows.
        var little = try bytes.loaded()
        little.isBigEndian = false
        file = little
        guard let size = file.u32(4), size >= 12, size <= file.count - 8 else {
            throw .damaged("the WebP ends early; copy the file again")
        }
        let chunks = try chunks(12, 8 + size)
        let canvas = try readExtended(chunks)
        single = frame.map(wrapped) ?? plainPicture(chunks) ?? Array(file.bytes[0..<8 + size])
        let picture = try pictureSize()
        (width, height) = frame == nil ? picture : canvas ?? picture
        if let frame,
            picture != (frame.width, frame.height) || frame.x + frame.width > width
                || frame.y + frame.height > height
        {
            throw .damaged("the first picture of the WebP animation does not fit its page; copy the file again")
        }
        fillHeader(chunks)
    }

    /// The only chunk that libwebp knows in a file without an extended header, if others stand before it.
    private func plainPicture(_ chunks: [Range<Int>]) -> [UInt8]? {
        guard first("VP8X", of: chunks) == nil, let chunk = first("VP8 ", of: chunks) ?? first("VP8L", of: chunks),
            chunk.lowerBound > 12
        else { return nil }
        return wrapped(Frame(x: 0, y: 0, width: 0, height: 0, chunks: [chunk]))
    }

    private mutating func fillHeader(_ chunks: [Range<Int>]) {
        header = PageHeader(width: width, height: height, kind: .color)
        if hasAlpha { header.notes.append(PictureNote(.transparent, "transparent pixels were laid on white")) }
        if first("ICCP", of: chunks) != nil {
            header.notes.append(PictureNote(.colorProfile, "the file's color profile was not applied"))
        }
        if frame != nil {
            header.notes.append(PictureNote(.animated, "this is an animation; only its first picture was read"))
        }
        let exif = first("EXIF", of: chunks).flatMap { TagDirectory.exif(file.part($0.dropFirst(8))) }
        header.setOrientation(exif?.orientation ?? 1)
        header.setResolution(exif?.resolution)
    }

    /// The chunks between two places, each with its 8 bytes of name and length.
    private func chunks(_ start: Int, _ end: Int) throws(PictureProblem) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = start
        while at + 8 <= end, let length = file.u32(at + 4) {
            guard length <= end - at - 8 else {
                throw .damaged("a chunk of the WebP at byte \(at) is not whole; copy the file again")
            }
            // Empty chunks say nothing, and there can be as many as the file has room for.
            if length > 0 { found.append(at..<at + 8 + length) }
            at += 8 + length + length % 2
        }
        return found
    }

    private func first(_ name: String, of chunks: [Range<Int>]) -> Range<Int>? {
        chunks.first { file.has(name, at: $0.lowerBound) }
    }

    /// Reads what the extended header says, and the first picture of an animation; the size of the page if it is given.
    private mutating func readExtended(_ chunks: [Range<Int>]) throws(PictureProblem) -> (Int, Int)? {
        guard let chunk = first("VP8X", of: chunks) else { return nil }
        guard chunk.count >= 18, let flags = file.u8(chunk.lowerBound + 8) else {
            throw .damaged("the WebP's header is not whole; copy the file again")
        }
        hasAlpha = flags & 0x10 != 0
        if flags & 0x02 != 0 {
            guard let body = first("ANMF", of: chunks)?.dropFirst(8), body.count >= 16,
                let corner = pair(body.lowerBound), let size = pair(body.lowerBound + 6)
            else { throw .damaged("the first picture of the WebP animation is not whole; copy the file again") }
            let inner = try self.chunks(body.lowerBound + 16, body.upperBound)
            frame = Frame(
                x: 2 * corner.0, y: 2 * corner.1, width: size.0 + 1, height: size.1 + 1,
                chunks: inner.filter { ["VP8 ", "VP8L", "ALPH"].contains(file.fourLetters($0.lowerBound)) })
        }
        return pair(chunk.lowerBound + 12).map { ($0.0 + 1, $0.1 + 1) }
    }

    /// Two numbers of 24 bits.
    private func pair(_ at: Int) -> (Int, Int)? {
        guard let first = file.u32(at), let second = file.u32(at + 2) else { return nil }
        return (first & 0xFF_FFFF, second >> 8)
    }

    /// A file of its own for one picture of an animation.
    private func wrapped(_ frame: Frame) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var body = Array("WEBP".utf8)
        if first("ALPH", of: frame.chunks) != nil {
            body += Array("VP8X".utf8) + little(10, 4) + [0x10, 0, 0, 0]
            body += little(frame.width - 1, 3) + little(frame.height - 1, 3)
        }
        for chunk in frame.chunks {
            body += file.bytes[chunk]
            if chunk.count % 2 == 1 { body.append(0) }
        }
        return Array("RIFF".utf8) + little(body.count, 4) + body
    }

    private mutating func pictureSize() throws(PictureProblem) -> (Int, Int) {
        var features = WebPBitstreamFeatures()
        let status = single.withUnsafeBufferPointer {
            WebPGetFeaturesInternal($0.baseAddress, $0.count, &features, WEBP_DECODER_ABI_VERSION)
        }
        guard status == VP8_STATUS_OK else { throw .damaged("the WebP's header is damaged; copy the file again") }
        hasAlpha = hasAlpha || features.has_alpha != 0
        return (Int(features.width), Int(features.height))
    }
}

extension WebPFile {
    /// The pixels as stored, not yet turned. The header must have passed the limits.
    func decode() throws(PictureProblem) -> Raster {
        guard let frame, (frame.width, frame.height) != (width, height) else {
            return try decodePicture(width, height)
        }
        let picture = try decodePicture(frame.width, frame.height)
        // What an animation's first picture leaves free is transparent, hence white.
        var raster = Raster(.color, width: width, height: height, filledWith: 255)
        raster.withMutablePlane { page in
            picture.withPlane { picture in
                for y in 0..<picture.height {
                    let row = page.row(frame.y + y) + 3 * frame.x
                    row.update(from: picture.row(y), count: picture.rowCount)
                }
            }
        }
        return raster
    }

    private func decodePicture(_ width: Int, _ height: Int) throws(PictureProblem) -> Raster {
        var raster = Raster(uninitialized: .color, width: width, height: height)
        let isWhole = raster.withMutablePlane { plane in
            single.withUnsafeBufferPointer { source in
                hasAlpha
                    ? decodeAlpha(source, plane)
                    : WebPDecodeBGRInto(
                        source.baseAddress, source.count, plane.base, plane.stride * plane.height,
                        Int32(plane.stride)) != nil
            }
        }
        guard isWhole else { throw .damaged("the WebP's pixels are damaged or end early; copy the file again") }
        return raster
    }

    private func decodeAlpha(_ source: UnsafeBufferPointer<UInt8>, _ plane: MutablePlane) -> Bool {
        let stride = 4 * plane.width
        var pixels = [UInt8](repeating: 0, count: stride * plane.height)
        var converter = RowConverter(SampleLayout(model: .bgr, bits: 8, alpha: .straight), width: plane.width)
        return pixels.withUnsafeMutableBufferPointer { pixels in
            let out = WebPDecodeBGRAInto(
                source.baseAddress, source.count, pixels.baseAddress, pixels.count, Int32(stride))
            guard out != nil else { return false }
            for y in 0..<plane.height { converter.convert(pixels.baseAddress! + y * stride, to: plane.row(y)) }
            return true
        }
    }
}
