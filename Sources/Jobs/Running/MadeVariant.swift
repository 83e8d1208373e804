internal import Codecs
internal import Engine
internal import Files
internal import Glibc
public import Imaging
internal import JSON
internal import Truth

/// A variant as a follower takes it up: from memory while it is made, from disk when it was made before. What it shows is
/// the same either way.
public struct MadeVariant {
    /// What the manifest says of it.
    public let row: ManifestRow
    private let show: (Int) throws -> MadePicture
    private let showClean: () throws -> MadePicture?

    /// One of the outputs of the pipeline, the training picture first.
    public func picture(_ output: Int) throws -> MadePicture { try show(output) }

    /// The page that it was made of; nil when it is not at hand.
    public func cleanPage() throws -> MadePicture? { try showClean() }

    /// A variant that was just made, whose files are kept by `sink`.
    init(_ product: Product, _ row: ManifestRow, in sink: any Sink) {
        self.row = row
        show = { product.pictures[$0].made(in: sink) }
        showClean = { try product.source.cleanPage() }
    }

    /// A variant that was made before. `outputs` are the names of the pipeline's outputs.
    init(
        _ row: ManifestRow, outputs: [String], in sink: any Sink, clean: @escaping () throws -> MadePicture?
    ) {
        self.init(row, outputs: outputs, content: sink.content(of:), clean: clean)
    }

    /// A variant from the folder of a finished run. A picture that somebody changed since is an error: sets list it by the
    /// digest that the run wrote down.
    package init(_ row: ManifestRow, outputs: [String], inFolder root: String) {
        self.row = row
        showClean = { nil }
        show = { output in
            let made = try row.made(
                outputs[output], isFirst: output == 0, content: { .file(RelativePath.join(root, $0)) })
            if case .file(let path) = made.content, let digest = WholeFile.digest(of: path), digest != made.sha256 {
                throw JobProblem(
                    .foreignOutput, "'\(path)' is not as the run wrote it",
                    help: "foxing run … --resume  makes it anew")
            }
            return made
        }
    }

    private init(
        _ row: ManifestRow, outputs: [String], content: @escaping (String) -> PictureContent?,
        clean: @escaping () throws -> MadePicture?
    ) {
        self.row = row
        show = { try row.made(outputs[$0], isFirst: $0 == 0, content: content) }
        showClean = clean
    }
}

/// A picture of a variant as a reader of its files sees it.
public struct MadePicture {
    /// Its labels, with coordinates as a labels file holds them.
    public let truth: GroundTruth
    /// In pixels.
    public let size: Size
    /// Where the encoded picture is.
    public let content: PictureContent
    /// Such as `png`.
    public let fileExtension: String
    /// Of the encoded picture.
    public let sha256: String
    /// Pixels per inch, nil when assumed.
    public let resolution: PictureResolution?
    /// The pixels as a reader of the file sees them, with the resolution that it says.
    public let pixels: () throws -> (Raster, PictureResolution?)
}

extension ProductPicture {
    fileprivate func made(in sink: any Sink) -> MadePicture {
        let (page, file, isExact) = (page, file, losesNothing)
        return MadePicture(
            truth: page.truth.asStored(), size: page.pixels.size,
            content: sink.content(of: file.path) ?? .bytes(file.bytes),
            fileExtension: RelativePath.fileExtension(of: file.path), sha256: file.sha256,
            resolution: PictureResolution(page)
        ) {
            if isExact { return (page.pixels.settled(), PictureResolution(page.dpi, down: page.dpiDown)) }
            let decoded = try PictureFile(bytes: file.bytes, name: file.path).decode(limits: .none)
            return (decoded.raster, decoded.resolution)
        }
    }
}

extension ManifestRow {
    fileprivate func made(
        _ output: String, isFirst: Bool, content: (String) -> PictureContent?
    ) throws -> MadePicture {
        guard let picture = isFirst ? image : outputs.first(where: { $0.name == output })?.picture,
            let place = content(picture.path)
        else {
            throw JobProblem(.notWritable, "'\(id)' has no picture '\(output)'")
        }
        return MadePicture(
            truth: try picture.truth(content), size: Size(width: picture.width, height: picture.height),
            content: place, fileExtension: RelativePath.fileExtension(of: picture.path), sha256: picture.sha256,
            resolution: isFirst ? dpi : picture.dpi
        ) {
            let decoded = try PictureFile(bytes: place.bytes(), name: picture.path).decode(limits: .none)
            return (decoded.raster, decoded.resolution)
        }
    }
}

extension DecodedPicture {
    /// What the file says.
    fileprivate var resolution: PictureResolution? { dpi.map { PictureResolution($0, down: dpiDown) } }
}

extension PictureContent {
    /// All of the file.
    fileprivate func bytes() throws -> [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .file(let path): try PictureFile.bytes(at: path)
        }
    }
}

extension ManifestRow.Picture {
    /// The labels in its file; unknown when it has none.
    fileprivate func truth(_ content: (String) -> PictureContent?) throws -> GroundTruth {
        guard let labels else { return .unknown }
        let json: JSONValue
        do {
            switch content(labels) {
            case .file(let path)?: json = try JSONReader.read(try WholeFile.read(path))
            case .bytes(let bytes)?: json = try JSONReader.read(bytes)
            case nil: throw SystemProblem(ENOENT)
            }
        } catch {
            throw JobProblem(.notWritable, "cannot read the labels '\(labels)': \(error)")
        }
        guard let contents = LabelsFile.read(json) else {
            throw JobProblem(.notWritable, "'\(labels)' does not have the members of a labels file")
        }
        return contents.truth
    }
}

extension PreparedSource {
    /// What followers take up of the undegraded page.
    func cleanPage() throws -> MadePicture {
        let page = prepared.page
        let bytes = try PictureFormat.png.encode(page.pixels, dpi: page.dpi, dpiDown: page.dpiDown)
        return MadePicture(
            truth: page.truth.asStored(), size: page.pixels.size, content: .bytes(bytes), fileExtension: "png",
            sha256: SHA256.hex(of: bytes), resolution: PictureResolution(page)
        ) { (page.pixels.settled(), PictureResolution(page.dpi, down: page.dpiDown)) }
    }
}

extension PictureLimits {
    /// Whatever the run itself took.
    static var none: PictureLimits { PictureLimits(maxPixels: .max) }
}

extension PictureFormat {
    /// Whether a reader of the file sees the very samples that were written.
    var losesNothing: Bool {
        switch self {
        case .png, .tiff: true
        case .jpeg: false
        case .webp(let quality): quality == nil
        }
    }
}
