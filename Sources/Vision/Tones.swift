internal import COpenCV
public import Imaging

extension Raster {
    /// Brightness in one channel (0.299 red, 0.587 green, 0.114 blue); a page of one channel as it is.
    public func luma() throws(PixelFailure) -> Raster {
        if kind != .color { return self }
        return try converted(to: .gray) { copencv_luma($0, $1) }
    }

    /// The level above which Otsu's method (1979) sees paper, as OpenCV computes it. One channel only.
    public func otsuLevel() throws(PixelFailure) -> Int {
        var level: Int32 = 0
        _ = try converted { copencv_otsu($0, $1, &level) }
        return Int(level)
    }
}
