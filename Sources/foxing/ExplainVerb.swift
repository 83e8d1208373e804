import ArgumentParser
import Foxing

struct ExplainVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explains one code of a finding with an example, or lists them all.")
    static let examples = [
        "foxing explain          all codes of pipelines, a line for each",
        "foxing explain E204",
        "foxing explain I14      a code of a picture; T30 of a truth",
    ]

    @Argument(help: "A code such as E204, W401, I14 or T30.")
    var code: String?

    func run() throws {
        guard let code else {
            for code in Code.allCases { print("\(code.rawValue)  \(code.entry.title)") }
            return
        }
        if let dataset = DatasetCode(rawValue: code.uppercased()) { return print(dataset.explanation) }
        if let picture = PictureCode(rawValue: code.uppercased()) { return print(picture.explanation) }
        guard let known = Code(rawValue: code.uppercased()) else {
            let all =
                Code.allCases.map(\.rawValue) + PictureCode.allCases.map(\.rawValue)
                + DatasetCode.allCases.map(\.rawValue)
            let near = nearestName(to: code.uppercased(), among: all)
            let hint = near.map { "; did you mean \($0)?" } ?? ""
            throw Failure(.wrongUse, "there is no code '\(code)'\(hint)")
        }
        print(known.explanation)
    }
}
