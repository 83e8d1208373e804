internal import CKernels

/// At which resolution JPEG keeps the color differences.
package enum ChromaSubsampling: String, Sendable, CaseIterable {
    /// Half in both directions.
    case quarter = "4:2:0"
    /// Half along rows.
    case half = "4:2:2"
    /// Whole.
    case whole = "4:4:4"
}

extension Raster {
    /// What JPEG leaves of the picture at a quality of 1 to 100, without the coding that loses nothing: the same
    /// pixels as a round trip through libjpeg's accurate integer transform. The grid of 8 × 8 blocks starts `left`
    /// and `top` pixels (0 … 15) outside the picture.
    package func afterJPEG(
        quality: Int, chroma: ChromaSubsampling, left: Int = 0, top: Int = 0
    ) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            ckernels_jpeg(
                $0, $1, Int32(quality), chroma == .whole ? 1 : 2, chroma == .quarter ? 2 : 1, Int32(left), Int32(top))
        }
    }
}
