internal import CWebP
import Imaging

/// Writes WebP files through libwebp.
enum WebPWriter {
    /// The file for `raster`; `quality` 0…100 with loss, nil without.
    static func encode(_ raster: Raster, _ quality: Int?) throws(EncodingFault) -> [UInt8] {
        let color = raster.channels == 3 ? raster : spread(raster)
        var out: UnsafeMutablePointer<UInt8>?
        let count = color.withPlane { plane in
            let (width, height, stride) = (Int32(plane.width), Int32(plane.height), Int32(plane.stride))
            return if let quality {
                WebPEncodeBGR(plane.base, width, height, stride, Float(quality), &out)
            } else {
                WebPEncodeLosslessBGR(plane.base, width, height, stride, &out)
            }
        }
        // libwebp's memory is copied and given back to it at once.
        defer { WebPFree(out) }
        guard count > 0, let out else {
            throw EncodingFault(.notEncoded, "the page cannot be packed as WebP; write PNG")
        }
        return Array(UnsafeBufferPointer(start: out, count: count))
    }

    /// WebP has no gray, so that every channel gets the same.
    private static func spread(_ gray: Raster) -> Raster {
        var color = Raster(uninitialized: .color, width: gray.width, height: gray.height)
        gray.withPlane { from in
            color.withMutablePlane { to in
                for i in 0..<from.width * from.height {
                    for channel in 0..<3 { to.base[3 * i + channel] = from.base[i] }
                }
            }
        }
        return color
    }
}
