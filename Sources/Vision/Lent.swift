internal import COpenCV
import Imaging

/// Turns the status of a call into an error.
func check(_ status: copencv_status) throws(PixelFailure) {
    if let failure = PixelFailure(code: status.code, message: status.message) { throw failure }
}

extension Plane {
    /// The same samples as C sees them. The pointer loses its `const`; the shim writes to results only.
    var lent: copencv_plane {
        copencv_plane(
            base: UnsafeMutablePointer(mutating: base), width: Int32(width), height: Int32(height),
            channels: Int32(channels), stride: Int64(stride))
    }
}

extension MutablePlane {
    /// The same samples as C sees them.
    var lent: copencv_plane { reading.lent }
}

extension Raster {
    /// A new raster of that kind and size, written by a call of the shim on this one's samples.
    func converted(
        to kind: PixelKind? = nil, size: Size? = nil, _ call: (copencv_plane, copencv_plane) -> copencv_status
    ) throws(PixelFailure) -> Raster {
        let size = size ?? self.size
        var result = Raster(uninitialized: kind ?? self.kind, width: size.width, height: size.height)
        let status = withPlane { from in result.withMutablePlane { to in call(from.lent, to.lent) } }
        try check(status)
        return result
    }
}
