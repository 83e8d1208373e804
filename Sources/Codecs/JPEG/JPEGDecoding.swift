internal import CTurboJPEG
import Imaging

extension JPEGFile {
    /// The pixels as stored, not yet turned. The header must have passed the limits.
    mutating func decode() throws(PictureProblem) -> StoredPage {
        try load()
        guard let frame else { throw .damaged("the JPEG has no frame header; copy the file again") }
        let decoder = JPEGDecoder(frame, hasAdobe: hasAdobe)
        let bytes = faults.notes.isEmpty ? file.bytes : faults.repaired(file.bytes, components: frame.components)
        do throws(JPEGDecoder.Failure) {
            return StoredPage(try decoder.decode(bytes))
        } catch {
            return try decode(bytes, after: error, decoder)
        }
    }

    /// Looks whether what libjpeg warns of has cost pixels, and reads on if not.
    private func decode(
        _ bytes: [UInt8], after failure: JPEGDecoder.Failure, _ decoder: JPEGDecoder
    ) throws(PictureProblem) -> StoredPage {
        do throws(JPEGDecoder.Failure) {
            switch failure {
            case .warning(.endsEarly)
            where JPEGScans(ByteReader(bytes: bytes), from: 2).areAll(of: decoder.frame.components):
                // With an end mark, libjpeg complains only if a scan still wants data.
                let raster = try decoder.decode(bytes + [0xFF, 0xD9])
                return StoredPage(raster, notes: [JPEGFaults.note("its end mark is missing")])
            case .warning(.bytesBeforeEnd(let count)) where isPadding(count, bytes):
                // Nothing comes after the end mark, so that this first warning is the last.
                let raster = try decoder.decode(bytes, ignoringWarnings: true)
                return StoredPage(raster, notes: [JPEGFaults.note("\(count) bytes too many before its end mark")])
            default: throw failure
            }
        } catch {
            throw .damaged("the JPEG's pixels are damaged or end early (\(error.reason)); copy the file again")
        }
    }

    /// Whether bytes too many before the end mark can be none of the pixels: a few, or all alike. More of them are rows
    /// that the header does not speak of.
    private func isPadding(_ count: Int, _ bytes: [UInt8]) -> Bool {
        if count <= 1024 { return true }
        guard let end = bytes.indices.dropLast().last(where: { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD9 }),
            end >= count
        else { return false }
        return bytes[end - count..<end].allSatisfy { $0 == bytes[end - 1] }
    }
}

/// TurboJPEG for one picture.
struct JPEGDecoder {
    /// Why it stopped.
    enum Failure: Error {
        /// It could go on, perhaps with wrong pixels.
        case warning(JPEGWarning)
        /// It could not.
        case fault(String)

        /// In words, for the end of a sentence.
        var reason: String {
            switch self {
            case .warning(.endsEarly): "the file ends before its end mark"
            case .warning(.bytesBeforeEnd(let count)): "\(count) bytes are left over"
            case .warning(.pixelsLost(let reason)), .fault(let reason): reason
            }
        }
    }

    let frame: JPEGFile.Frame
    private let hasAdobe: Bool

    init(_ frame: JPEGFile.Frame, hasAdobe: Bool) {
        self.frame = frame
        self.hasAdobe = hasAdobe
    }

    /// The pixels of the file in `bytes`.
    func decode(_ bytes: [UInt8], ignoringWarnings: Bool = false) throws(Failure) -> Raster {
        guard let handle = tjInitDecompress() else { throw .fault("there is no memory to unpack the page") }
        defer { tjDestroy(handle) }
        let call = Call(handle: handle, bytes: bytes, ignoresWarnings: ignoringWarnings)
        try call.checkHeader(frame)
        if frame.components == 4 { return try decodeInks(call) }
        var raster = Raster(
            uninitialized: frame.components == 1 ? .gray : .color, width: frame.width, height: frame.height)
        let layout = frame.components == 1 ? TJPF_GRAY : TJPF_BGR
        try raster.withMutablePlane { plane throws(Failure) in
            try call.decompress(to: plane.base, plane.width, plane.height, plane.stride, layout)
        }
        return raster
    }

    private func decodeInks(_ call: Call) throws(Failure) -> Raster {
        let layout = SampleLayout(model: .cmyk(inverted: hasAdobe), bits: 8)
        var inks = [UInt8](repeating: 0, count: 4 * frame.width * frame.height)
        var failure: Failure?
        inks.withUnsafeMutableBufferPointer { buffer in
            do throws(Failure) {
                try call.decompress(to: buffer.baseAddress!, frame.width, frame.height, 4 * frame.width, TJPF_CMYK)
            } catch { failure = error }
        }
        if let failure { throw failure }
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

    /// One reading of a file.
    private struct Call {
        let handle: tjhandle
        let bytes: [UInt8]
        let ignoresWarnings: Bool

        /// TurboJPEG must see the same size as we did, since the memory for its output follows from ours.
        func checkHeader(_ frame: JPEGFile.Frame) throws(Failure) {
            var (width, height, sampling, colors): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
            // The status is of no use: it is a failure also where only the kind of sampling has no name.
            _ = bytes.withUnsafeBufferPointer {
                tjDecompressHeader3(handle, $0.baseAddress, UInt($0.count), &width, &height, &sampling, &colors)
            }
            guard Int(width) == frame.width, Int(height) == frame.height else {
                throw .fault("its header says two different sizes")
            }
        }

        func decompress(
            to base: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, _ stride: Int, _ layout: TJPF
        ) throws(Failure) {
            // Stopping at warnings refuses data that ends early or is corrupt, which would otherwise be filled up with
            // gray; a limit on scans refuses files made to take hours. TurboJPEG catches its own long jumps.
            let stops = ignoresWarnings ? 0 : TJFLAG_STOPONWARNING
            let status = bytes.withUnsafeBufferPointer {
                tjDecompress2(
                    handle, $0.baseAddress, UInt($0.count), base, Int32(width), Int32(stride), Int32(height),
                    Int32(layout.rawValue), stops | TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT)
            }
            guard status != 0 else { return }
            let isWarning = tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue)
            if isWarning && ignoresWarnings { return }
            let message = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown fault"
            throw isWarning ? .warning(JPEGWarning(message)) : .fault(Self.plain(message))
        }

        /// Without the name of the function that says it.
        private static func plain(_ message: String) -> String {
            message.split(separator: "(): ").last.map(String.init) ?? message
        }
    }
}
