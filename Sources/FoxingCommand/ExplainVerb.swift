import ArgumentParser
import Foundation
import Foxing

struct ExplainVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explains one code of a finding with an example, or lists them all.")
    static let examples = [
        "foxing explain          all codes, a line for each",
        "foxing explain E204",
        "foxing explain I14      a code of a picture; T30 of a truth",
    ]

    @Argument(help: "A code such as E204, W401, I14 or T30.")
    var code: String?

    func run() throws {
        let all = Codes.all
        guard let code = code?.uppercased() else {
            for known in all {
                print(known.code.padding(toLength: 6, withPad: " ", startingAt: 0) + known.title)
            }
            return
        }
        guard let known = all.first(where: { $0.code == code }) else {
            let near = nearestName(to: code, among: all.map(\.code))
            throw Failure(.wrongUse, "there is no code '\(code)'" + (near.map { "; did you mean \($0)?" } ?? ""))
        }
        print(known.explanation)
    }
}
