internal import Files
internal import Foxing

/// The page of a request: one that is kept, or one that came with it and is not decoded yet.
struct GivenPage: Sendable {
    fileprivate enum Source: Sendable {
        case kept(KeptPage)
        case example
        case upload(Upload)
    }

    /// A picture with its truth, as they came.
    fileprivate struct Upload: Sendable {
        let bytes: [UInt8]
        let fileName: String
        let truth: [(name: String, bytes: [UInt8])]
        let number: Int
        let name: String?
        let dpi: Double?
    }

    private let source: Source
    /// Of all that the page is made of.
    let digest: String
    /// The name that chance follows from, where the request says one.
    let name: String?

    /// The page of a request; nil where it names none. Throws where it names two, or one that is not there.
    init?(_ call: Call) throws(Problem) {
        let images = call.parts.filter { $0.name == "image" }
        let id = try call.fields.name("page")
        name = try call.fields.name("name")
        if let name, name.utf8.count > 200 { throw Problem.value("name", "has more than 200 bytes") }
        if images.count > 1 { throw Problem(.field, "'image' is given twice", at: "image") }
        if id != nil, !images.isEmpty { throw Problem(.field, "give 'page' or a picture, not both", at: "page") }
        if let id {
            if id == ExamplePage.name {
                source = .example
                digest = "example"
            } else {
                let page = try call.house.pages.page(id)
                source = .kept(page)
                digest = page.digest
            }
            return
        }
        guard let image = images.first else { return nil }
        let upload = Upload(
            bytes: image.bytes, fileName: Self.safe(image.fileName, else: "page"),
            truth: call.parts.filter { $0.name == "truth" }.map {
                (Self.safe($0.fileName, else: "page.txt"), $0.bytes)
            },
            number: call.fields.whole("number") ?? 1, name: name, dpi: call.fields.number("dpi"))
        source = .upload(upload)
        digest = upload.digest
    }

    /// The page of a request that needs one.
    static func needed(_ call: Call) throws(Problem) -> GivenPage {
        if let page = try GivenPage(call) { return page }
        throw Problem(.field, "there is no page: give 'page', or a picture as 'image' or as the body", at: "page")
    }

    /// Reads the page. Called on a worker's thread; throws where the picture or its truth cannot be used.
    func open(_ house: House, decoded: Bool = false) throws -> KeptPage {
        switch source {
        case .kept(let page): return page
        case .example: return try house.pages.example()
        case .upload(let upload):
            let scratch = upload.truth.isEmpty ? nil : try ScratchFolder()
            let picture = try PictureInMemory(
                upload.bytes, name: upload.fileName, number: upload.number, id: upload.name,
                folder: scratch?.path ?? ScratchFolder.none, limits: house.limits)
            if let problem = picture.refs[0].problem { throw problem }
            if let scratch { try upload.write(to: scratch) }
            return KeptPage(
                id: String(digest.prefix(32)), decoded ? try picture.loaded() : picture, scratch: scratch,
                dpi: upload.dpi, digest: digest)
        }
    }

    /// The last part of a name, without what file systems do not take.
    private static func safe(_ name: String?, else usual: String) -> String {
        let last = (name ?? "").split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let clean = String(
            String.UnicodeScalarView(last.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        guard !clean.isEmpty, clean != ".", clean != "..", clean.utf8.count <= 200 else { return usual }
        return clean
    }
}

extension GivenPage.Upload {
    fileprivate var digest: String {
        let parts = [
            fileName, "\(number)", name ?? "", dpi.map { "\($0)" } ?? "", SHA256.hex(of: bytes),
        ]
        let truths = truth.flatMap { [$0.name, SHA256.hex(of: $0.bytes)] }
        return SHA256.hex(of: (parts + truths).map { "\($0.utf8.count):\($0)" }.joined())
    }

    /// Puts files of truth where they are looked for: beside the picture, under its name and their own ending; those that
    /// are for many pictures are found under their own name.
    fileprivate func write(to folder: ScratchFolder) throws {
        let stem = RelativePath.stem(of: fileName)
        for (name, bytes) in truth {
            let ending =
                name.hasPrefix(stem + ".") ? name.dropFirst(stem.count) : name.drop { $0 != "." }
            let beside = stem + ending
            if beside != fileName { try folder.write(bytes, named: beside) }
            if name != beside, name != fileName { try folder.write(bytes, named: name) }
        }
    }
}
