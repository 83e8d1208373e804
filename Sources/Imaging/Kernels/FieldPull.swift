internal import CKernels

/// Where each pixel of a result comes from: source places in 1/256 pixel, x and y in turn, from pixel centers to pixel
/// centers, one node per 8 pixels of the result in either direction, with a last one beyond its end.
package struct PlaceField {
    /// Pixels of the result between two nodes, and rows of a band.
    package static let step = 8

    /// The size of the result.
    package let size: Size
    /// Row after row.
    private let nodes: [Int32]
    /// Where the source ends: nil when it goes on as at its edge, otherwise the samples of a color for it.
    package let fill: [UInt8]?

    /// A field for a result of that size; `nodes` are (width / 8 + 2) · (height / 8 + 2) pairs of numbers.
    package init(_ nodes: [Int32], size: Size, fill: [UInt8]?) {
        precondition(
            nodes.count == 2 * (size.width / Self.step + 2) * (size.height / Self.step + 2),
            "a field has a node for every 8 pixels and one more")
        self.nodes = nodes
        self.size = size
        self.fill = fill
    }

    private var pull: ckernels_pull {
        let samples = fill ?? [0]
        let last = samples.count - 1
        return ckernels_pull(
            replicate: fill == nil ? 1 : 0, fill: (samples[0], samples[min(1, last)], samples[min(2, last)]))
    }

    /// The pixels at the places, linear between the four around each.
    package func pulled(from source: Raster) throws(PixelFailure) -> Raster {
        try source.converted(to: max(source.kind, .gray), size: size) {
            ckernels_warp_field($0, $1, nodes, pull)
        }
    }

    /// Copies the band of eight rows (or what is left) that begins at row `y`, where the field moves all of it by the same
    /// whole number of pixels, and says whether it did.
    package func copies(_ source: Plane, to result: MutablePlane, band y: Int) throws(PixelFailure) -> Bool {
        var copied: Int32 = 0
        try check(ckernels_copy_band(source.lent, result.lent, nodes, Int32(y), pull, &copied))
        return copied != 0
    }

    /// Writes the places of that band, row after row: whole pixels, x and y in turn, kept to 16 bits, and the fractions of
    /// both in 1/32 pixel as 32 · y + x.
    package func place(
        band y: Int, _ places: UnsafeMutablePointer<Int16>, _ fractions: UnsafeMutablePointer<UInt16>
    ) throws(PixelFailure) {
        try check(
            ckernels_band_places(nodes, Int32(size.width), Int32(size.height), Int32(y), places, fractions))
    }
}
