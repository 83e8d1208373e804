internal import CKernels

extension Raster {
    /// Averages areas down to a smaller size, with shares of 1/256; no side becomes smaller than a sixteenth.
    package func averagedInShares(to size: Size) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray), size: size) { ckernels_average($0, $1) }
    }
}
