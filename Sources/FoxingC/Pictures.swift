public import CFoxing
internal import Foxing

/// Pictures that a handle stands for: a page, the outputs of a variant, or the lines of one of them.
struct Album: Sendable {
    enum Kind: String, Sendable { case page, variant, lines }

    /// One of them, with its labels.
    struct Picture: Sendable {
        let name: String
        let page: Page
        /// What is said of it beside its size.
        var members: [JSONValue.Member] = []
    }

    let kind: Kind
    let pictures: [Picture]
    /// What is said of all of them.
    var members: [JSONValue.Member] = []

    /// Picture `index`, from 0.
    func picture(_ index: Int64) throws(Fault) -> Picture {
        guard let index = Int(exactly: index), pictures.indices.contains(index) else {
            throw .argument("there is no picture \(index); there are \(pictures.count), the first is 0")
        }
        return pictures[index]
    }

    var json: JSONValue {
        .object(
            [
                JSONValue.Member("kind", .string(kind.rawValue)),
                JSONValue.Member("pictures", .array(pictures.map(\.json))),
            ] + members)
    }
}

extension Album.Picture {
    fileprivate var json: JSONValue {
        let pixels = page.pixels
        let size: [JSONValue.Member] = [
            JSONValue.Member("name", .string(name)), JSONValue.Member("width", .integer(pixels.width)),
            JSONValue.Member("height", .integer(pixels.height)),
            JSONValue.Member("channels", .integer(pixels.channels)),
            JSONValue.Member("bilevel", .flag(pixels.kind == .bilevel)),
            JSONValue.Member("dpi", .decimal(page.dpi, digits: 2)),
        ]
        return .object(size + members)
    }
}

extension Raster {
    /// The same picture with red before blue; one without color shares its pixels.
    func redFirst() -> Raster {
        guard kind == .color else { return self }
        var shown = Raster(uninitialized: .color, width: width, height: height)
        shown.withMutablePlane { target in
            var written = 0
            inFileOrder { band in
                band.withUnsafeBufferPointer { samples in
                    guard let first = samples.baseAddress else { return }
                    (target.base + written).update(from: first, count: samples.count)
                }
                written += band.count
            }
        }
        return shown
    }
}

@c @implementation
public func foxing_picture(
    _ handle: foxing_handle, _ picture: Int64, _ plane: UnsafeMutablePointer<foxing_plane>?, _ error: TextPlace?
) -> foxing_status {
    plane?.pointee = foxing_plane()
    return answer(error) {
        guard let plane else { throw Fault.argument("there is no place for the plane: its pointer is NULL") }
        let album = try Handles.all.album(handle, [.page, .variant, .lines], as: "a page, a variant or lines")
        let page = try album.picture(picture).page
        // The registry keeps the raster, and nobody changes it, until the handle is released: so long its memory stays.
        try Handles.all.lent(handle, Int(picture), of: page.pixels).withPlane { lent in
            plane.pointee = foxing_plane(
                samples: lent.base, width: Int64(lent.width), height: Int64(lent.height), stride: Int64(lent.stride),
                dpi: page.dpi, channels: Int32(lent.channels))
        }
    }
}

@c @implementation
public func foxing_labels(
    _ handle: foxing_handle, _ picture: Int64, _ json: TextPlace?, _ error: TextPlace?
) -> foxing_status {
    answer(json, error) {
        let album = try Handles.all.album(handle, [.page, .variant], as: "a page or a variant")
        let shown = try album.picture(picture)
        let bytes = LabelsFile.bytes(shown.page.truth, image: shown.name, size: shown.page.pixels.size)
        return String(decoding: bytes, as: UTF8.self)
    }
}

@c @implementation
public func foxing_describe(_ handle: foxing_handle, _ json: TextPlace?, _ error: TextPlace?) -> foxing_status {
    answer(json, error) {
        switch try Handles.all.item(handle) {
        case .pipeline(let pipeline): CanonicalJSON.text(pipeline.json)
        case .album(let album): CanonicalJSON.text(album.json)
        }
    }
}
