public import Imaging

extension Raster {
    /// The pixels as a portable anymap, which needs no library to be read: `P5`, or `P6` in red, green, blue. Bilevel pixels
    /// are written as gray ones.
    public var anymap: [UInt8] {
        var bytes = Array("\(kind == .color ? "P6" : "P5")\n\(width) \(height)\n255\n".utf8)
        bytes.reserveCapacity(bytes.count + width * height * channels)
        inFileOrder { band in band.withUnsafeBufferPointer { bytes += $0 } }
        return bytes
    }
}
