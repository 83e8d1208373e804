internal import CKernels

/// A picture function refused its input; the text says why.
public struct PixelFailure: Error, Equatable, CustomStringConvertible {
    /// What was wrong.
    public let description: String

    /// A failure for that reason.
    public init(_ description: String) {
        self.description = description
    }

    /// The failure that a C function tells of: a code other than 0, and a text that ends with a zero. Nil for a code of 0.
    package init?<Text>(code: Int32, message: Text) {
        if code == 0 { return nil }
        // The message is a C array, which Swift sees as a tuple.
        description = withUnsafeBytes(of: message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// Turns the status of a call into an error.
func check(_ status: ckernels_status) throws(PixelFailure) {
    if let failure = PixelFailure(code: status.code, message: status.message) { throw failure }
}

extension Plane {
    /// The same samples as C sees them. The pointer loses its `const`; kernels write to results only.
    var lent: ckernels_plane {
        ckernels_plane(
            base: UnsafeMutablePointer(mutating: base), width: Int32(width), height: Int32(height),
            channels: Int32(channels), stride: Int64(stride))
    }
}

extension MutablePlane {
    /// The same samples as C sees them.
    var lent: ckernels_plane { reading.lent }
}

extension Raster {
    /// A new raster of that kind and size, written by a kernel on this one's samples.
    func converted(
        to kind: PixelKind? = nil, size: Size? = nil, by kernel: (ckernels_plane, ckernels_plane) -> ckernels_status
    ) throws(PixelFailure) -> Raster {
        let size = size ?? self.size
        var result = Raster(uninitialized: kind ?? self.kind, width: size.width, height: size.height)
        let status = withPlane { from in result.withMutablePlane { to in kernel(from.lent, to.lent) } }
        try check(status)
        return result
    }
}
