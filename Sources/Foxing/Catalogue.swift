internal import Codecs
internal import Engine
internal import Files
internal import Foundation
public import Imaging
internal import Jobs
public import OperationKit
internal import Operations
internal import Readability
internal import Sets
public import Truth

extension Pipeline {
    /// All operations that a pipeline may name.
    public static var operations: Catalog { .all }

    /// All formats of truth and of training sets that a pipeline may name.
    public static let formats = FormatCatalog(truth: TruthFormats.declarations, sets: SetFormats.declarations)

    /// The names of the operations, in the order of the manual.
    public static var operationNames: [String] { operations.entries.map(\.manual.name) }

    /// Page `number` of a picture file, from 1, with the truth and the resolution that a run of this pipeline gives it;
    /// `truth` and `dpi` stand in for what the pipeline says.
    public func page(
        contentsOf path: String, number: Int = 1, truth: TruthSource? = nil, dpi: Double? = nil
    ) throws -> Page {
        try Page(
            contentsOf: path, number: number, truth: truth ?? truthSource(isRequired: false),
            dpi: dpi ?? plan.input.dpi)
    }

    /// The name that a run gives to page `number` of a file: by the pipeline's own input where that holds the file, else
    /// by the file's name.
    public func sourceName(of image: String, number: Int = 1) -> String {
        let ids: SourceList.IDs = plan.input.idsFromFile ? .file : .stem
        let path = URL(fileURLWithPath: image).standardizedFileURL.path
        let own = InputSearch.run(plan.input.images, from: folder)
        let files = own.files.filter { $0.path == path }
        let file = files.first ?? InputFile(path: path, name: URL(fileURLWithPath: image).lastPathComponent)
        let pages = max(number, (try? PictureFile(path: path))?.pages.count ?? 1)
        return SourceList([(file, pages)], ids: ids).sources[number - 1].id
    }
}

extension Page {
    /// Writes the pixels as a PNG; the file appears when it is whole.
    public func write(toPNG path: String) throws {
        let bytes = try PictureFormat.png.encode(pixels, dpi: dpi, dpiDown: dpiDown)
        do {
            try AtomicFile.write(bytes, to: path, flush: .now)
        } catch {
            throw error.whileWriting(path)
        }
    }
}

extension PageReader {
    /// What is wrong with Tesseract on this machine, found by reading a built-in line; nil when it reads it right.
    public static func selfTest(tessdata: String? = nil) -> String? {
        do {
            let folder = try ModelFolder(given: tessdata)
            let language = folder.languages.first { $0 == "eng" } ?? folder.languages.first { $0 != "osd" } ?? "eng"
            var recognizer = try Recognizer(languages: [language], folder: folder)
            try recognizer.selfTest()
            return nil
        } catch {
            return error.message + (error.hint.map { "; \($0)" } ?? "")
        }
    }
}
