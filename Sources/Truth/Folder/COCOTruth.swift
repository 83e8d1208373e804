internal import Files
import Imaging
import OperationKit
internal import JSON

/// COCO's annotations, and the form of COCO-Text, where everything is keyed by its id.
struct COCOTruth: FolderWideFormat {
    static let declaration = TruthFormatDeclaration(
        "coco", "COCO's annotations with a text each, and the form of COCO-Text; one file for many pictures.",
        gives: "words, or lines with level", .entries(.word), places: [],
        options: [.root, .entryLevel, .badRows, .coordinates],
        source: "COCO-Text, TextOCR, CVAT, Label Studio",
        example: """
            {"images":[{"id":1,"file_name":"p.png","width":620,"height":877}],
             "annotations":[{"id":1,"image_id":1,"bbox":[60,40,90,30],"text":"Two"},
                            {"id":2,"image_id":1,"bbox":[170,40,130,30],"text":"words"}]}
            """)

    let options: TruthOptions
    private let files = SharedFile<COCOFile>()

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
    }

    /// A file that lies with one picture and speaks of one only speaks of that one.
    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let content = try content(of: file.path)
        if let draft = try draft(from: file.path, for: page) { return draft }
        guard page.page == 1 else { return nil }
        guard content.pictures.count == 1, let only = content.last else {
            throw doesNotName(page, file.path, count: content.pictures.count)
        }
        return draft(of: [only], content, file.path)
    }

    private func content(of path: String) throws(TruthProblem) -> COCOFile {
        try files.content(of: path) { path throws(TruthProblem) in try COCOFile(path, options) }
    }

    func pictures(in path: String) throws(TruthProblem) -> NamedPictures { try content(of: path).pictures }

    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let file = try content(of: path)
        let root = options.root ?? RelativePath.folder(of: path)
        let images = file.images.entries(for: picture, root: root)
        return images.isEmpty ? nil : draft(of: images, file, path)
    }

    private func draft(of images: [COCOFile.Image], _ file: COCOFile, _ path: String) -> TruthDraft {
        let annotations = images.flatMap { file.annotations[$0.id] ?? [] }
        var draft = TruthDraft(annotations.map(\.entry), as: options.entry)
        let size = images.lazy.compactMap(\.size).first
        draft.setSize(size?.width, size?.height)
        let masks = annotations.count { $0.hasMask }
        if masks > 0 {
            draft.notes.append(
                TruthProblem(
                    .runLengthMask,
                    "'\(RelativePath.name(of: path))' has \(masks) masks in run lengths; their boxes are taken"))
        }
        draft.unused[.masks] += masks
        if file.strays > 0 {
            var note = TruthProblem(
                .unused,
                "'\(RelativePath.name(of: path))' has \(file.strays) annotations of pictures that it does not list")
            note.isShared = true
            draft.notes.append(note)
        }
        draft.take(file.faults, isShared: true)
        return draft
    }
}

/// All that a file says.
struct COCOFile: Sendable {
    struct Image: Sendable {
        let id: String
        let size: (width: Double, height: Double)?
    }

    struct Annotation: Sendable {
        let entry: FlatEntry
        let hasMask: Bool
    }

    private(set) var images = PictureIndex<Image>()
    private(set) var pictures = NamedPictures()
    private(set) var last: Image?
    /// How many annotations speak of pictures that are not listed.
    private(set) var strays = 0
    /// In the order of the file, by the picture's id.
    private(set) var annotations: [String: [Annotation]] = [:]
    private(set) var faults: RowFaults

    init(_ path: String, _ options: TruthOptions) throws(TruthProblem) {
        var pieces = try JSONMembers(path)
        faults = RowFaults(RelativePath.name(of: path), options)
        var lists: Set<String> = []
        var ids: Set<String> = []
        var count = 0
        while let piece = try pieces.next() {
            lists.insert(piece.list)
            switch piece.list {
            case "images", "imgs":
                guard let name = piece.value["file_name"]?.text, let id = Self.id(piece.value["id"]) ?? piece.name
                else {
                    throw TruthProblem(
                        .truthOfOtherFormat,
                        "'\(RelativePath.name(of: path))' has a picture without 'id' or 'file_name'")
                }
                let image = Image(id: id, size: Self.size(piece.value))
                images.add(name, image)
                pictures.add(name)
                ids.insert(id)
                last = image
            case "annotations", "anns":
                count += 1
                guard let id = Self.id(piece.value["image_id"]), let annotation = Annotation(piece.value) else {
                    try faults.add(
                        count,
                        "annotation \(count) has no 'image_id', or neither polygon nor 'bbox' nor text, or one of no use"
                    )
                    continue
                }
                annotations[id, default: []].append(annotation)
            default: continue
            }
        }
        guard !lists.isDisjoint(with: ["images", "imgs"]) else {
            throw TruthProblem(
                .truthOfOtherFormat, "'\(RelativePath.name(of: path))' has neither 'images' nor 'imgs', as COCO has")
        }
        strays = annotations.reduce(0) { ids.contains($1.key) ? $0 : $0 + $1.value.count }
    }

    private static func id(_ json: JSONValue?) -> String? { json?.integer.map(String.init) ?? json?.text }

    private static func size(_ json: JSONValue) -> (width: Double, height: Double)? {
        guard let width = json["width"]?.double, let height = json["height"]?.double, width > 0, height > 0,
            width <= 1e7, height <= 1e7
        else { return nil }
        return (width, height)
    }
}

extension COCOFile.Annotation {
    /// nil when it has neither place nor text, or a place that is none.
    init?(_ json: JSONValue) {
        let segmentation = json["segmentation"] ?? json["mask"] ?? .null
        hasMask = segmentation.members != nil
        let names = ["text", "utf8_string", "transcription"]
        let attributes = json["attributes"]
        let text =
            names.lazy.compactMap { json[$0]?.text }.first ?? attributes?["transcription"]?.text
            ?? attributes?["text"]?.text ?? json["rec_text"]?.text ?? ""
        let outline: Outline?
        if let lists = segmentation.elements, !lists.isEmpty {
            // A polygon that is none is no reason to take the box as if it had not been drawn.
            outline = Self.polygon(segmentation)
            guard outline != nil else { return nil }
        } else if let box = json["bbox"], box != .null, box.elements?.isEmpty != true {
            outline = Self.box(box)
            guard outline != nil else { return nil }
        } else {
            outline = nil
        }
        // Text without a place is still text.
        guard outline != nil || !text.isEmpty else { return nil }
        let isMarked =
            json["iscrowd"]?.integer == 1 || json["iscrowd"]?.flag == true || json["legibility"]?.text == "illegible"
            || text == "." || text == "###"
        entry = FlatEntry(
            outline: outline ?? .missing, text: text, isMarked: isMarked,
            language: LanguageTag.read(json["language"]?.text))
    }

    /// The largest of several; COCO-Text has a single flat list.
    private static func polygon(_ json: JSONValue) -> Outline? {
        guard let elements = json.elements, let first = elements.first else { return nil }
        let lists = first.double == nil ? elements : [json]
        let polygons = lists.map { list -> Outline? in
            guard let members = list.elements else { return nil }
            let numbers = members.compactMap(\.double).filter { abs($0) <= 1e7 }
            guard numbers.count == members.count, numbers.count >= 6, numbers.count % 2 == 0 else { return nil }
            return FlatEntry.outline(
                stride(from: 0, to: numbers.count, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) })
        }
        guard var largest = polygons.first ?? nil else { return nil }
        for polygon in polygons.dropFirst() {
            guard let polygon else { return nil }
            if polygon.area > largest.area { largest = polygon }
        }
        return largest
    }

    private static func box(_ json: JSONValue?) -> Outline? {
        let numbers = json?.elements?.compactMap(\.double).filter { abs($0) <= 1e7 } ?? []
        guard numbers.count == 4 else { return nil }
        return Outline(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}
