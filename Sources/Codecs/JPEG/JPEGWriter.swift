internal import CTurboJPEG
import Imaging

/// Writes JPEG files through TurboJPEG.
enum JPEGWriter {
    /// The file for `raster`; the resolution is put into the JFIF header.
    static func encode(
        _ raster: Raster, _ quality: Int, _ chroma: PictureFormat.ChromaSampling, _ resolution: Resolution?
    ) throws(EncodingFault) -> [UInt8] {
        guard let handle = tjInitCompress() else { throw .noMemory }
        defer { tjDestroy(handle) }
        let sampling = raster.channels == 1 ? TJSAMP_GRAY : chroma == .halved ? TJSAMP_420 : TJSAMP_444
        let layout = raster.channels == 1 ? TJPF_GRAY : TJPF_BGR
        let bound = Int(tjBufSize(Int32(raster.width), Int32(raster.height), Int32(sampling.rawValue)))
        var size = UInt(bound)
        var status: Int32 = 0
        // TurboJPEG gets memory of the size it asks for and may not replace it. The accurate transform has the same
        // result with and without vector units.
        var file = [UInt8](unsafeUninitializedCapacity: bound) { out, count in
            var target = out.baseAddress
            status = raster.withPlane { plane in
                tjCompress2(
                    handle, plane.base, Int32(plane.width), Int32(plane.stride), Int32(plane.height),
                    Int32(layout.rawValue), &target, &size, Int32(sampling.rawValue),
                    Int32(min(100, max(1, quality))), TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT)
            }
            count = status == 0 ? Int(size) : 0
        }
        guard status == 0 else { throw EncodingFault(.notEncoded, "the page cannot be packed as JPEG; write PNG") }
        if let resolution { state(resolution, in: &file) }
        return file
    }

    /// Puts the resolution where TurboJPEG, which always writes a JFIF header first, left "unknown".
    private static func state(_ resolution: Resolution, in file: inout [UInt8]) {
        let rounded = [resolution.across.rounded(), resolution.down.rounded()]
        guard rounded.allSatisfy((1...65535).contains), ByteReader(bytes: file).has("JFIF", at: 6) else { return }
        let numbers = rounded.map { UInt16($0) }.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        file.replaceSubrange(13..<18, with: [1] + numbers)
    }
}
