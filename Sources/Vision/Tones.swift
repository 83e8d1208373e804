internal import COpenCV
public import Imaging

extension Raster {
    /// Brightness in one channel (0.299 red, 0.587 green, 0.114 blue); a page of one channel as it is.
    public func luma() throws(VisionFailure) -> Raster {
        if kind != .color { return self }
        return try converted(to: .gray) { copencv_luma($0, $1) }
    }

    /// The level above which Otsu's method (1979) sees paper, as OpenCV computes it. One channel only.
    public func otsuLevel() throws(VisionFailure) -> Int {
        var level: Int32 = 0
        _ = try converted { copencv_otsu($0, $1, &level) }
        return Int(level)
    }

    /// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994) on a grid of tiles, which must not be more
    /// than the pixels in either direction; `share` of 256 of the change. Colour pixels move as their luma does.
    public func equalizedByTiles(
        clip: Double, columns: Int, rows: Int, share: Int = 256
    ) throws(VisionFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            copencv_equalize($0, $1, clip, Int32(columns), Int32(rows), Int32(share))
        }
    }
}
