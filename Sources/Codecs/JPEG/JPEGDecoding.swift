internal import CTurboJPEG
import Imaging

extension JPEGFile {
    /// The pixels as stored, not yet turned. The header must have passed the limits.
    func decode() throws(PictureProblem) -> Raster {
        guard let frame else { throw .damaged("the JPEG has no frame header") }
        guard let handle = tjInitDecompress() else { throw .damaged("there is no memory to unpack the page") }
        defer { tjDestroy(handle) }
        try checkHeader(handle, frame)
        if frame.components == 4 { return try decodeInks(handle, frame) }
        var raster = Raster(
            uninitialized: frame.components == 1 ? .gray : .color, width: frame.width, height: frame.height)
        let layout = frame.components == 1 ? TJPF_GRAY : TJPF_BGR
        try raster.withMutablePlane { plane throws(PictureProblem) in
            try decompress(handle, to: plane.base, plane.width, plane.height, plane.stride, layout)
        }
        return raster
    }

    /// TurboJPEG must see the same size as we did, since the memory for its output follows from ours.
    private func checkHeader(_ handle: tjhandle, _ frame: Frame) throws(PictureProblem) {
        var (width, height, sampling, colors): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        // The status is of no use: it is a failure also where only the kind of sampling has no name.
        _ = file.bytes.withUnsafeBufferPointer {
            tjDecompressHeader3(handle, $0.baseAddress, UInt($0.count), &width, &height, &sampling, &colors)
        }
        guard Int(width) == frame.width, Int(height) == frame.height else {
            throw .damaged("the JPEG's header is damaged (\(message(handle))); copy the file again")
        }
    }

    private func decompress(
        _ handle: tjhandle, to base: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, _ stride: Int,
        _ layout: TJPF
    ) throws(PictureProblem) {
        // Stopping at warnings refuses data that ends early or is corrupt, which would otherwise be filled up with gray;
        // a limit on scans refuses files made to take hours. TurboJPEG catches its own long jumps.
        let flags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT
        let status = file.bytes.withUnsafeBufferPointer {
            tjDecompress2(
                handle, $0.baseAddress, UInt($0.count), base, Int32(width), Int32(stride), Int32(height),
                Int32(layout.rawValue), flags)
        }
        guard status == 0 else {
            throw .damaged("the JPEG's pixels are damaged or end early (\(message(handle))); copy the file again")
        }
    }

    private func decodeInks(_ handle: tjhandle, _ frame: Frame) throws(PictureProblem) -> Raster {
        let layout = SampleLayout(model: .cmyk(inverted: hasAdobe), bits: 8)
        var inks = [UInt8](repeating: 0, count: 4 * frame.width * frame.height)
        var problem: PictureProblem?
        inks.withUnsafeMutableBufferPointer { buffer in
            do throws(PictureProblem) {
                try decompress(handle, to: buffer.baseAddress!, frame.width, frame.height, 4 * frame.width, TJPF_CMYK)
            } catch { problem = error }
        }
        if let problem { throw problem }
        var raster = Raster(uninitialized: .color, width: frame.width, height: frame.height)
        var converter = RowConverter(layout, width: frame.width)
        raster.withMutablePlane { plane in
            inks.withUnsafeBufferPointer { inks in
                for y in 0..<plane.height {
                    converter.convert(inks.baseAddress! + y * 4 * plane.width, to: plane.row(y))
                }
            }
        }
        return raster
    }

    private func message(_ handle: tjhandle) -> String {
        tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown fault"
    }
}
