internal import CKernels

extension Raster {
    /// Contrast-limited adaptive histogram equalization (Zuiderveld 1994) on a grid of tiles, which must not be more
    /// than the pixels in either direction; `share` of 256 of the change. Color pixels move as their luma does.
    package func equalizedByTiles(
        clip: Double, columns: Int, rows: Int, share: Int = 256
    ) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            ckernels_equalize($0, $1, clip, Int32(columns), Int32(rows), Int32(share))
        }
    }
}
