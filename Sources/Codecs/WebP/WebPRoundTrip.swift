internal import CWebP
public import Imaging

extension Raster {
    /// What lossy WebP leaves of the picture at a quality of 0 to 100; `filter` (0…100) is the strength of its loop filter.
    /// One thread and a fixed method, so that the same pixels come out everywhere. A side of more than 16383 pixels is more
    /// than WebP holds: `EncodingFault`.
    public func afterWebP(quality: Int, filter: Int) throws(EncodingFault) -> Raster {
        let source = converted(to: .color)
        var result = Raster(uninitialized: .color, width: width, height: height)
        var config = WebPConfig()
        var picture = WebPPicture()
        guard width <= 16383, height <= 16383, WebPConfigInit(&config) != 0, WebPPictureInit(&picture) != 0 else {
            throw EncodingFault(.notEncoded, "the page cannot be packed as WebP, which holds sides of 16383 pixels")
        }
        config.quality = Float(quality)
        config.filter_strength = Int32(filter)
        config.method = 3
        config.thread_level = 0
        (picture.width, picture.height) = (Int32(width), Int32(height))
        var writer = WebPMemoryWriter()
        WebPMemoryWriterInit(&writer)
        defer {
            WebPPictureFree(&picture)
            WebPMemoryWriterClear(&writer)
        }
        let isWhole = withUnsafeMutablePointer(to: &writer) { writer in
            picture.writer = WebPMemoryWrite
            picture.custom_ptr = UnsafeMutableRawPointer(writer)
            let isRead = source.withPlane { WebPPictureImportBGR(&picture, $0.base, Int32($0.stride)) != 0 }
            guard isRead, WebPEncode(&config, &picture) != 0 else { return false }
            return result.withMutablePlane { plane in
                WebPDecodeBGRInto(
                    writer.pointee.mem, writer.pointee.size, plane.base, plane.stride * plane.height,
                    Int32(plane.stride)) != nil
            }
        }
        guard isWhole else { throw EncodingFault(.notEncoded, "the page cannot be packed as WebP") }
        return kind == .color ? result : result.converted(to: .gray)
    }
}
