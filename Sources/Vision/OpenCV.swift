internal import COpenCV
public import Imaging

/// The library behind this room.
public enum OpenCV {
    /// Its version, like `4.6.0`.
    public static var version: String { String(cString: copencv_version()) }

    /// What OpenCV's own `warpPerspective` makes of a picture, bilinear with white around it: what our pulling is
    /// compared with.
    public static func warpPerspective(
        _ raster: Raster, by homography: Homography, size: Size
    ) throws(PixelFailure) -> Raster {
        // From pixel centers to pixel centers.
        let centered = Homography.translation(0.5, 0.5).then(homography.inverse).then(.translation(-0.5, -0.5))
        return try raster.converted(to: max(raster.kind, .gray), size: size) { from, to in
            copencv_warp_perspective(from, to, centered.matrix, whiteAround)
        }
    }

    /// The same for OpenCV's own `remap`; `places` has the source of each pixel of the result, x and y in turn, from
    /// pixel centers to pixel centers.
    public static func remap(_ raster: Raster, to places: [Float], size: Size) throws(PixelFailure) -> Raster {
        guard places.count == 2 * size.width * size.height else {
            throw PixelFailure("as many places as pixels are needed")
        }
        return try raster.converted(to: max(raster.kind, .gray), size: size) { from, to in
            copencv_remap(from, to, places, whiteAround)
        }
    }

    private static var whiteAround: copencv_pull {
        copencv_pull(quality: copencv_linear, replicate: 0, fill: (255, 255, 255))
    }
}
