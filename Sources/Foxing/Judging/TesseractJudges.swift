internal import Engine
internal import Imaging
internal import Jobs
internal import Readability

/// Makes one Tesseract per worker for the readability check of a plan.
struct TesseractJudges: JudgeMaker {
    let plan: ReadabilityPlan
    let stage: String
    let edge: EdgeLimits
    let folder: ModelFolder
    let engine: String
    /// What the lines of a page are read with.
    let choice: LanguageChoice
    /// Language → SHA-256 of its model file.
    let models: [(language: String, sha256: String)]
    /// Whether pages are read as a whole with all languages, as before lines were known; only to be compared with.
    let readsWholePages: Bool

    /// Checks that the languages are there and that Tesseract reads its built-in line right. Throws a
    /// `RecognizerProblem` when this machine lacks something.
    init(
        _ plan: ReadabilityPlan, stage: String, edge: EdgeLimits, tessdata: String?, readsWholePages: Bool = false,
        digest: (String) -> String?
    ) throws {
        self.plan = plan
        self.stage = stage
        self.edge = edge
        self.readsWholePages = readsWholePages
        let folder = try ModelFolder(given: tessdata)
        self.folder = folder
        engine = "tesseract " + (try Tesseract.version())
        try folder.require(plan.languages)
        choice = plan.languages.isEmpty ? LanguageChoice(installed: folder.languages) : LanguageChoice(plan.languages)
        models = choice.languages.map { ($0, digest(folder.file(of: $0)) ?? "") }
        for language in plan.languages.isEmpty ? Array(choice.languages.suffix(1)) : plan.languages {
            var trial = try Recognizer(languages: [language], folder: folder)
            try trial.selfTest()
        }
    }

    func makeJudge() throws -> any PageJudge { TesseractJudge(self) }

    var readingIdentity: String {
        let parts = ["foxing \(foxingVersion)", engine, "layout \(plan.layout)", "edge \(edge.share) \(edge.end)"]
        return (parts + models.map { "\($0.language) \($0.sha256)" }).joined(separator: "\n")
    }
}
