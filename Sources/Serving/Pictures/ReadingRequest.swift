internal import Foxing

/// How a page is to be read.
struct ReadingRequest: Sendable {
    let languages: [String]
    let layout: Int
    let variant: Int
    let attempt: Int
    private let tessdata: String?

    /// Throws where the request names a language that is not there.
    init(_ fields: Fields, _ ready: ReadyPipeline?, _ house: House) throws(Problem) {
        tessdata = house.options.tessdata
        let installed = PageReader.languages(tessdata: tessdata)
        if let text = try fields.name("languages") {
            languages = text.split(separator: "+").map(String.init)
            for language in languages where !installed.contains(language) {
                throw Problem.value(
                    "languages", "names '\(language.shortened)', and there are \(installed.joined(separator: ", "))")
            }
        } else if let asked = ready?.plan.readability?.languages, !asked.isEmpty {
            languages = asked
        } else {
            // Models of scripts that are not on the page cost time and make errors; English is on most.
            languages = installed.contains("eng") ? ["eng"] : Array(installed.filter { $0 != "osd" }.prefix(1))
        }
        layout = fields.text("layout").flatMap { Int($0) } ?? ready?.plan.readability?.layout ?? 3
        variant = fields.whole("variant") ?? 0
        attempt = fields.whole("attempt") ?? 0
    }

    /// Reads a page on a worker's thread.
    func read(_ page: Page, _ tools: Tools) throws -> PageReader.Result {
        try tools.reader(languages: languages, layout: layout, tessdata: tessdata).read(page)
    }
}
