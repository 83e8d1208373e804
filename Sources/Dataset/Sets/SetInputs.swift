import Codecs
import Engine
import Imaging

/// A picture of a variant that was just written.
struct WrittenPicture {
    let name: String
    var picture: ManifestRow.Picture
    let page: Page
    /// The bytes of its file where they are not quite the page.
    let bytes: [UInt8]?

    /// What sets take up of it.
    func input(in folder: OutputFolder) -> SetInput {
        let (page, bytes, path) = (page, bytes, picture.path)
        return SetInput(
            truth: page.truth.asStored(), size: page.pixels.size,
            picture: SetPicture(
                content: .file(folder.path(picture.path)), fileExtension: RelativePath.fileExtension(of: path),
                sha256: picture.sha256)
        ) {
            guard let bytes else { return (page.pixels.settled(), page.dpi) }
            let decoded = try PictureFile(bytes: bytes, name: path).decode(limits: .none)
            return (decoded.raster, decoded.dpi)
        }
    }
}

extension ManifestRow {
    /// What sets take up of one of its pictures, from the files of a run in the folder `root`.
    func input(_ output: String, isFirst: Bool, in root: String) throws -> SetInput {
        guard let picture = isFirst ? image : outputs.first(where: { $0.name == output })?.picture else {
            throw DatasetProblem(.notWritable, "'\(id)' has no picture '\(output)'")
        }
        let path = RelativePath.join(root, picture.path)
        return SetInput(
            truth: try picture.truth(in: root), size: Size(width: picture.width, height: picture.height),
            picture: SetPicture(
                content: .file(path), fileExtension: RelativePath.fileExtension(of: picture.path),
                sha256: picture.sha256)
        ) {
            let decoded = try PictureFile(path: path).decode(limits: .none)
            return (decoded.raster, decoded.dpi)
        }
    }
}

extension ManifestRow.Picture {
    /// The labels in its file; unknown when it has none.
    fileprivate func truth(in root: String) throws(DatasetProblem) -> GroundTruth {
        guard let labels else { return .unknown }
        let path = RelativePath.join(root, labels)
        let json: JSONValue
        do {
            json = try JSONReader.read(try WholeFile.read(path))
        } catch {
            throw DatasetProblem(.truthUnreadable, "cannot read the labels '\(path)': \(error)")
        }
        guard let contents = LabelsFile.read(json) else {
            throw DatasetProblem(.truthOfOtherFormat, "'\(path)' does not have the members of a labels file")
        }
        return contents.truth
    }
}

extension PreparedSource {
    /// What sets take up of the undegraded page.
    func cleanInput() throws -> SetInput {
        let page = prepared.page
        let bytes = try PictureFormat.png.encode(page.pixels, dpi: page.dpi)
        return SetInput(
            truth: page.truth.asStored(), size: page.pixels.size,
            picture: SetPicture(content: .bytes(bytes), fileExtension: "png", sha256: SHA256.hex(of: bytes))
        ) { (page.pixels.settled(), page.dpi) }
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
