public import CFoxing
internal import Foxing

@c @implementation
public func foxing_score(
    _ handle: foxing_handle, _ picture: Int64, _ options: UnsafePointer<CChar>?, _ json: TextPlace?, _ error: TextPlace?
) -> foxing_status {
    answer(json, error) {
        let album = try Handles.all.album(handle, [.page, .variant], as: "a page or a variant")
        let page = try album.picture(picture).page
        let options = try Options(options, known: ["languages", "layout", "tessdata", "timeout"])
        let languages = try options.texts("languages") ?? ["eng"]
        if languages.isEmpty { throw Fault.argument("option 'languages': expected at least one") }
        let layout = try options.choice(layouts: PageReader.layouts)
        let (tessdata, timeout) = (try options.text("tessdata"), try options.number("timeout", 0.01...86_400))
        return try apart {
            let reader = try PageReader(
                languages: languages, layout: layout ?? 6, tessdata: tessdata, timeout: timeout ?? 60)
            return CanonicalJSON.text(try reader.read(page).json)
        }
    }
}

extension Options {
    fileprivate func choice(layouts: [Int]) throws(Fault) -> Int? {
        guard let layout = try whole("layout", 0...13) else { return nil }
        guard layouts.contains(layout) else {
            throw .argument("option 'layout': expected one of " + layouts.map(String.init).joined(separator: ", "))
        }
        return layout
    }
}

extension PageReader.Result {
    fileprivate var json: JSONValue {
        func numbers(_ pair: [Int]?) -> JSONValue { pair.map { .array($0.map(JSONValue.integer)) } ?? .null }
        return .object(
            ("confidence", .decimal(confidence, digits: 1)), ("cer", numbers(cer)), ("wer", numbers(wer)),
            ("words", numbers(words)), ("text", .string(text)))
    }
}
