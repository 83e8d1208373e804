internal import Codecs
internal import Files
internal import Truth

/// A file that holds many pictures, each with what is said of it.
protocol PictureArchive: Sendable {
    /// How many pictures it holds.
    var count: Int { get }

    /// What a picture is called, with its ending; below the archive no two need to differ.
    func name(_ index: Int) -> String

    /// The bytes of a picture's file.
    func picture(_ index: Int) throws(SourceFailure) -> [UInt8]

    /// The files of truth that lie with a picture, named as beside it.
    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile]

    /// What the archive holds and is not used, to be put behind its name: `holds 3 …`.
    var remarks: [String] { get }
}

extension PictureArchive {
    var remarks: [String] { [] }
}

/// The kinds of archives.
enum PictureArchives {
    /// Opens a file that is an archive, as its first bytes tell; nil when it is none. What is broken in one is thrown.
    /// Packed ones are unpacked into `unpacked`.
    static func open(_ path: String, _ unpacked: UnpackedFiles) throws(SourceFailure) -> (any PictureArchive)? {
        guard let file = try? DiskFile(path, 0), let head = try? file.read(600, at: 0) else { return nil }
        if TarPictures.isOne(head) { return try TarPictures(ArchiveBytes(path)) }
        if head.starts(with: [0x1F, 0x8B]) {
            let bytes = try ArchiveBytes(gzip: path, unpacked)
            guard bytes.count >= 600, TarPictures.isOne(try bytes.read(600, at: 0)) else {
                throw unknown(path, "is a gzip file that holds no tar; unpack it first")
            }
            return try TarPictures(bytes)
        }
        if ZipPictures.isOne(head) { return try ZipPictures(path) }
        if LMDBPictures.isOne(head) { return try LMDBPictures(path) }
        if ArrowPictures.isOne(head) { return try ArrowPictures(path) }
        return nil
    }

    static func damaged(_ path: String, _ message: String) -> SourceFailure {
        SourceFailure(PictureCode.damaged.rawValue, "'\(RelativePath.name(of: path))' is damaged: \(message)")
    }

    /// What is told of files that belong to no picture.
    static func remarks(on unused: (count: Int, first: String)?) -> [String] {
        guard let unused else { return [] }
        if unused.count == 1 {
            return ["holds a file, '\(unused.first)', that belongs to none of its pictures and is not used"]
        }
        return [
            "holds \(unused.count) files, such as '\(unused.first)', that belong to none of its pictures and are not used"
        ]
    }

    static func unknown(_ path: String, _ message: String) -> SourceFailure {
        SourceFailure(PictureCode.notAPicture.rawValue, "'\(RelativePath.name(of: path))' \(message)")
    }
}
