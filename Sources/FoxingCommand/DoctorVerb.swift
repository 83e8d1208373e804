import ArgumentParser
import Foxing

struct DoctorVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Says what the program finds on this machine.")
    static let examples = ["foxing doctor"]

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    func run() throws {
        let languages = PageReader.languages(tessdata: tessdata)
        var rows = [("foxing", "\(foxingVersion), \(Machine.target)")]
        rows += Machine.libraries.map { ($0.name, $0.version) }
        rows += [
            ("languages", languages.isEmpty ? "none" : languages.joined(separator: ", ")),
            ("cores", String(Machine.cores)),
            ("memory", "\(Machine.memory >> 20) MiB; runs use \(Machine.memory >> 22) MiB unless told otherwise"),
            ("instructions", Machine.instructionSets.joined(separator: " ")),
            ("kernel", Machine.kernel),
        ]
        let width = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            print(name + String(repeating: " ", count: width - name.count + 2) + value)
        }
        if languages.isEmpty {
            throw Failure(.missingOnMachine, "Tesseract has no language; install tesseract-ocr and tesseract-ocr-eng")
        }
        if let problem = PageReader.selfTest(tessdata: tessdata) { throw Failure(.missingOnMachine, problem) }
        print("Tesseract reads its test line right.")
    }
}
