internal import COpenCV
public import Imaging

extension Raster {
    /// Averages areas down to a smaller size.
    public func averaged(to size: Size) throws(PixelFailure) -> Raster {
        let isWhole = width % size.width == 0 && height % size.height == 0
        // OpenCV averages whole numbers of pixels fastest, and 256 shares are too few for very many.
        if isWhole || width > 16 * size.width || height > 16 * size.height {
            return try converted(to: max(kind, .gray), size: size) { copencv_resize_area($0, $1) }
        }
        return try averagedInShares(to: size)
    }
}
