/// A kind of picture file that can be read.
public enum PictureKind: String, Sendable, CaseIterable {
    case png, jpeg, tiff, webp, bmp, gif, pnm

    /// Endings that files of the kind usually have, in lower case.
    public var fileExtensions: [String] {
        switch self {
        case .png: ["png", "apng"]
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .tiff: ["tif", "tiff", "btf", "tf8"]
        case .webp: ["webp"]
        case .bmp: ["bmp", "dib"]
        case .gif: ["gif"]
        case .pnm: ["pnm", "pbm", "pgm", "ppm"]
        }
    }

    /// The kind with that file name ending, if there is one.
    public init?(fileExtension: String) {
        let wanted = fileExtension.lowercased()
        guard let kind = PictureKind.allCases.first(where: { $0.fileExtensions.contains(wanted) }) else { return nil }
        self = kind
    }

    /// As people write it.
    public var name: String {
        switch self {
        case .webp: "WebP"
        default: rawValue.uppercased()
        }
    }

    /// The kind that the first bytes of a file show.
    init?(firstBytesOf file: ByteReader) {
        if file.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
            self = .png
        } else if file.has([0xFF, 0xD8, 0xFF], at: 0) {
            self = .jpeg
        } else if TagDirectory.isHeader(file) {
            self = .tiff
        } else if file.has("RIFF", at: 0), file.has("WEBP", at: 8) {
            self = .webp
        } else if file.has("GIF87a", at: 0) || file.has("GIF89a", at: 0) {
            self = .gif
        } else if BMPFile.isHeader(file) {
            self = .bmp
        } else if PNMFile.isHeader(file) {
            self = .pnm
        } else {
            return nil
        }
    }
}

/// What a file that is no picture looks like.
enum Lookalike {
    /// Says what it is taken for and what to do about it.
    static func problem(_ file: ByteReader) -> PictureProblem {
        for (start, name, advice) in table where start.contains(where: { file.has($0, at: 0) }) {
            return PictureProblem(.notAPicture, "this is no picture but looks like \(name); \(advice)")
        }
        if file.has([0, 0, 0, 12, 0x6A, 0x50], at: 0) || file.has([0xFF, 0x4F, 0xFF, 0x51], at: 0) {
            return unreadKind("JPEG 2000")
        }
        if file.has([0xFF, 0x0A], at: 0) || file.has([0, 0, 0, 12, 0x4A, 0x58], at: 0) {
            return unreadKind("JPEG XL")
        }
        if file.has([0xFF, 0xFF, 0xFF, 0xFF], at: 0) {
            return PictureProblem(
                .notAPicture,
                "this is no picture but looks like an Arrow stream, as Hugging Face's datasets are stored; write its rows as "
                    + "pictures with a metadata.jsonl first; docs/truth.md shows how")
        }
        if file.has([0x28, 0xB5, 0x2F, 0xFD], at: 0) || file.has([0xFD, 0x37, 0x7A, 0x58], at: 0)
            || file.has([0x37, 0x7A, 0xBC, 0xAF], at: 0) || file.has("BZh", at: 0)
        {
            return PictureProblem(.notAPicture, "this is no picture but looks like a packed file; unpack it first")
        }
        if file.has("ftyp", at: 4) {
            let isPicture = ["heic", "heix", "mif1", "avif"].contains(file.fourLetters(8) ?? "")
            return isPicture ? unreadKind("HEIF or AVIF") : foreign("a video")
        }
        return looksLikeText(file) ? foreign("text") : foreign("nothing known")
    }

    private static let table: [(start: [String], name: String, advice: String)] = [
        (["%PDF-"], "a PDF", "render its pages first, for example with pdftoppm -r 300 -png"),
        (["version https://git-lfs"], "a Git LFS pointer", "fetch the file itself with git lfs pull"),
        (
            ["<!DOCTYPE html", "<!doctype html", "<html", "<HTML", "<!DOCTYPE HTML"], "HTML",
            "a download may have saved an error page"
        ),
        (["<svg"], "an SVG drawing", "render it to PNG first"),
        (["<?xml"], "XML", "give it as a label file, not as a page"),
        (["PK\u{3}\u{4}", "PK\u{5}\u{6}"], "a ZIP archive (or an office document)", "unpack it first"),
        (["%!PS"], "PostScript", "render its pages first"),
        (["AT&TFORM"], "DjVu", "convert it first, for example with ddjvu -format=tiff"),
        (
            ["PAR1"], "a Parquet table",
            "write its rows as pictures with a metadata.jsonl first; docs/truth.md shows how"
        ),
        (["Rar!"], "a RAR archive", "unpack it first"),
        (["8BPS"], "a Photoshop document", "save it as PNG or TIFF"),
        (["RIFF"], "sound or video", "leave it out"),
        (["{", "["], "JSON", "leave it out, or give it as a label file"),
    ]

    private static func unreadKind(_ name: String) -> PictureProblem {
        PictureProblem(.notAPicture, "this looks like \(name), which is not read; convert it to PNG or TIFF")
    }

    private static func foreign(_ name: String) -> PictureProblem {
        let kinds = PictureKind.allCases.map(\.name).joined(separator: ", ")
        return PictureProblem(.notAPicture, "this is no picture but looks like \(name); pages are read from \(kinds)")
    }

    private static func looksLikeText(_ file: ByteReader) -> Bool {
        let start = file.slice(0..<min(512, file.count))
        return !start.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    }
}
