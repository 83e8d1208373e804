public import CFoxing
internal import Foxing

@c @implementation
public func foxing_variant_make(
    _ pipeline: foxing_handle, _ page: foxing_handle, _ name: UnsafePointer<CChar>?, _ variant: Int64,
    _ options: UnsafePointer<CChar>?, _ made: HandlePlace?, _ error: TextPlace?
) -> foxing_status {
    answer(made, error) {
        let renderer = try Handles.all.pipeline(pipeline).pipeline.renderer
        let clean = try Handles.all.album(page, [.page], as: "a page").pictures[0].page
        let name = try utf8(name, "name") ?? "page"
        guard let number = Int(exactly: variant), number >= 0 else {
            throw Fault.argument("'variant' is \(variant), expected a whole number from 0")
        }
        let options = try Options(options, known: ["seed", "attempt"])
        let seed = try options.seed()
        let key = VariantKey(source: name, variant: number, attempt: try options.whole("attempt", 0...1_000_000) ?? 0)
        return .album(
            try apart {
                let prepared = try Handles.all.prepared(page, clean, pipeline, renderer)
                return Album(try renderer.render(prepared, key, seed: seed))
            })
    }
}

extension Album {
    fileprivate init(_ rendering: Rendering) {
        self.init(
            kind: .variant, pictures: rendering.outputs.map { Picture(name: $0.name, page: $0.page) },
            members: [JSONValue.Member("applied", .array(rendering.applied.map { ManifestRow.Step($0).json }))])
    }
}

@c @implementation
public func foxing_lines_make(
    _ of: foxing_handle, _ picture: Int64, _ options: UnsafePointer<CChar>?, _ lines: HandlePlace?, _ error: TextPlace?
) -> foxing_status {
    answer(lines, error) {
        let album = try Handles.all.album(of, [.page, .variant], as: "a page or a variant")
        let page = try album.picture(picture).page
        let options = try Options(
            options,
            known: ["height", "padding", "unit", "vertical", "min_height", "max_length", "min_contrast", "upright"])
        let crop = try CropOptions(options)
        let takesWords = try options.choice("unit", [("line", false), ("word", true)]) ?? false
        return .album(try apart { Album(linesOf: page, takesWords: takesWords, crop) })
    }
}

extension CropOptions {
    fileprivate init(_ options: Options) throws {
        self.init()
        height = try options.whole("height", 4...1024)
        padding = try options.number("padding", 0...2) ?? padding
        minHeight = try options.number("min_height", 0...1024) ?? minHeight
        maxLength = try options.whole("max_length", 1...100_000)
        minContrast = try options.whole("min_contrast", 0...255) ?? minContrast
        isUpright = try options.flag("upright") ?? isUpright
        vertical = try options.choice("vertical", Vertical.allCases.map { ($0.rawValue, $0) }) ?? vertical
    }
}

extension Album {
    fileprivate init(linesOf page: Page, takesWords: Bool, _ options: CropOptions) {
        let lines = page.truth.placedLines
        let pieces =
            takesWords
            ? lines.flatMap(\.words).map { (id: $0.id, crop: TextCrop($0)) }
            : lines.map { (id: $0.id, crop: TextCrop($0)) }
        var pictures: [Picture] = []
        var leftOut: [JSONValue] = []
        for (id, crop) in pieces {
            do {
                let pixels = try crop.raster(from: page.pixels, options)
                pictures.append(
                    Picture(
                        name: id, page: Page(pixels: pixels, dpi: page.dpi),
                        members: [
                            JSONValue.Member("id", .string(id)), JSONValue.Member("text", .string(crop.text)),
                        ]))
            } catch {
                leftOut.append(.object(("id", .string(id)), ("reason", .string(error.rawValue))))
            }
        }
        self.init(
            kind: .lines, pictures: pictures, members: [JSONValue.Member("left_out", .array(leftOut))])
    }
}
