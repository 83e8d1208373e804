public import CFoxing
internal import Foxing

@c @implementation
public func foxing_page_make(
    _ plane: UnsafePointer<foxing_plane>?, _ labels: UnsafePointer<CChar>?, _ page: HandlePlace?, _ error: TextPlace?
) -> foxing_status {
    answer(page, error) {
        guard let plane = plane?.pointee else { throw Fault.argument("there is no plane: its pointer is NULL") }
        let given = try GivenPlane(plane)
        let labels = try utf8(labels, "labels")
        let pixels = given.raster()
        let dpi = given.dpi
        return .album(try apart { try Album(page: pixels, dpi: dpi, labels: labels) })
    }
}

@c @implementation
public func foxing_page_read(
    _ path: UnsafePointer<CChar>?, _ pipeline: foxing_handle, _ options: UnsafePointer<CChar>?, _ page: HandlePlace?,
    _ error: TextPlace?
) -> foxing_status {
    answer(page, error) {
        guard let path = try utf8(path, "path") else { throw Fault.argument("'path' is not given") }
        let options = try Options(options, known: ["page", "truth", "dpi"])
        let number = try options.whole("page", 1...1_000_000) ?? 1
        let truth = try options.choice("truth", [("auto", TruthSource.automatic), ("none", .none)])
        let dpi = try options.number("dpi", GivenPlane.resolutions)
        let ready = pipeline == 0 ? nil : try Handles.all.pipeline(pipeline).pipeline
        return .album(
            try apart {
                let read: Page
                if let ready {
                    read = try ready.page(contentsOf: path, number: number, truth: truth, dpi: dpi)
                } else {
                    read = try Page(contentsOf: path, number: number, truth: truth ?? .automatic, dpi: dpi)
                }
                return Album(read, notes: [])
            })
    }
}

extension Album {
    /// A page with what its labels' rules had to say.
    fileprivate init(_ page: Page, notes: [TruthProblem]) {
        self.init(
            kind: .page, pictures: [Picture(name: "page", page: page)],
            members: [
                JSONValue.Member("dpi_guessed", .flag(page.isDPIGuessed)),
                JSONValue.Member(
                    "notes",
                    .array(
                        notes.map { .object(("code", .string($0.code.rawValue)), ("message", .string($0.message))) })),
            ])
    }

    /// A page of pixels and the text of its labels.
    fileprivate init(page raster: Raster, dpi: Double?, labels: String?) throws {
        // As a picture file with these pixels would be read.
        let pixels = raster.settled()
        let truth = try labels.map { try GroundTruth.given(Array($0.utf8), named: "labels", on: pixels.size) }
        let known = truth?.truth ?? .unknown
        var page = Page(pixels: pixels, dpi: dpi ?? Page.assumedDPI(pixels.size, known), truth: known)
        page.isDPIGuessed = dpi == nil
        self.init(page, notes: truth?.notes ?? [])
    }
}

/// Samples of a caller, after all that can be wrong with what is said of them.
private struct GivenPlane {
    /// In pixels per inch.
    static let resolutions = 30.0...2400

    let plane: Plane
    /// nil where it is to be guessed.
    let dpi: Double?

    init(_ given: foxing_plane) throws(Fault) {
        guard let samples = given.samples else { throw .argument("the plane has no samples: its pointer is NULL") }
        guard [1, 3, 4].contains(given.channels) else {
            throw .argument("the plane has \(given.channels) channels, expected 1, 3 or 4")
        }
        let limits = PictureLimits()
        let sides = 1...Int64(limits.maxSide)
        guard sides.contains(given.width), sides.contains(given.height),
            given.width * given.height <= limits.maxPixels
        else {
            throw .argument(
                "the plane has \(given.width) × \(given.height) pixels, expected sides from 1 to \(limits.maxSide) and "
                    + "at most \(limits.maxPixels) pixels")
        }
        let row = given.width * Int64(given.channels)
        guard given.stride >= row, !given.stride.multipliedReportingOverflow(by: given.height).overflow else {
            throw .argument(
                "the plane's stride is \(given.stride) bytes, expected at least width × channels, \(row)",
                help: given.stride < 0 ? "copy rows that stand upside down" : nil)
        }
        guard given.dpi == 0 || Self.resolutions.contains(given.dpi) else {
            throw .argument("the plane has \(given.dpi) dpi, expected 30 to 2400, or 0 where it is not known")
        }
        dpi = given.dpi == 0 ? nil : given.dpi
        plane = Plane(
            base: samples, width: Int(given.width), height: Int(given.height), channels: Int(given.channels),
            stride: Int(given.stride))
    }

    /// A copy in our own order of channels.
    func raster() -> Raster {
        var raster = Raster(
            uninitialized: plane.channels == 1 ? .gray : .color, width: plane.width, height: plane.height)
        raster.withMutablePlane { target in
            for y in 0..<plane.height {
                let (source, row) = (plane.row(y), target.row(y))
                switch plane.channels {
                case 1: row.update(from: source, count: plane.width)
                case 3: Self.blueFirst(source, row, plane.width)
                default: Self.onWhite(source, row, plane.width)
                }
            }
        }
        return raster
    }

    private static func blueFirst(
        _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ width: Int
    ) {
        for x in 0..<width {
            target[3 &* x] = source[3 &* x &+ 2]
            target[3 &* x &+ 1] = source[3 &* x &+ 1]
            target[3 &* x &+ 2] = source[3 &* x]
        }
    }

    /// As transparent pixels of files are.
    private static func onWhite(
        _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ width: Int
    ) {
        for x in 0..<width {
            let alpha = UInt32(source[4 &* x &+ 3])
            for channel in 0..<3 {
                let level = UInt32(source[4 &* x &+ 2 &- channel])
                let laid = (level &* alpha &+ 255 &* (255 &- alpha) &+ 127) / 255
                target[3 &* x &+ channel] = UInt8(truncatingIfNeeded: laid)
            }
        }
    }
}
