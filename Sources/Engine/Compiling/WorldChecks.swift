import Diagnostics
import PipelineSyntax

/// What the sections need of the world outside the file.
extension SectionCompiler {
    /// Patterns that find no picture.
    func fruitless(_ node: Node) -> [Diagnostic] {
        guard let finds = surroundings.findsImages else { return [] }
        return node.members.compactMap { member in
            guard let pattern = member.word, !pattern.isEmpty, !finds(pattern) else { return nil }
            let slashed = pattern.replacing("\\", with: "/")
            return Diagnostic(
                .noInput, "no picture is found by '\(pattern)'", at: member.span,
                label: slashed != pattern ? "folders are set apart by '/': write '\(slashed)'" : nil,
                help: "a pattern starts from the folder of the pipeline file; --input takes its place")
        }
    }

    mutating func checkLanguages(_ languages: [String], _ node: Node?) {
        guard let installed = surroundings.installedLanguages?() else { return }
        if languages.isEmpty, installed.isEmpty { findings.append(missing("eng", node?.span, installed)) }
        for language in languages where !installed.contains(language) {
            findings.append(missing(language, node.map { place(of: language, in: $0) }, installed))
        }
    }

    private func missing(_ language: String, _ span: Span?, _ installed: [String]) -> Diagnostic {
        let parts = language.split { "+,/ ".contains($0) }.map(String.init)
        if parts.count > 1 {
            return Diagnostic(
                .missingLanguage, "'\(language)' is not the name of a language", at: span,
                label: "several are written [\(parts.joined(separator: ", "))]")
        }
        let package = "tesseract-ocr-" + language.lowercased().replacing("_", with: "-")
        let near = WorldChecks.codes[language.lowercased()] ?? nearestName(to: language, among: installed)
        let here = installed.isEmpty ? "none is installed" : "installed are \(installed.joined(separator: ", "))"
        let help =
            near.map { installed.contains($0) } == true
            ? here
            : "\(here); the Debian package is \(near.map { "tesseract-ocr-" + $0.replacing("_", with: "-") } ?? package)"
        return Diagnostic(
            .missingLanguage, "Tesseract cannot read '\(language)' on this machine", at: span,
            label: near.map { "did you mean '\($0)'?" }, help: help)
    }

    private func place(of language: String, in node: Node) -> Span {
        guard case .sequence(let members) = node.content else { return node.span }
        return members.first { $0.word == language }?.span ?? node.span
    }

    /// A bound that needs the true text beside an input that must not read it.
    mutating func checkTruth(_ input: InputPlan, _ readability: ReadabilityPlan?, _ top: SectionReader) {
        guard input.truth.name == Sections.TruthWord.none, readability?.keep.words != nil,
            let keep = top.node("readability")?.value(of: "keep"), let words = keep.entry("words"),
            let truth = top.node("input")?.value(of: "truth")
        else { return }
        findings.append(
            Diagnostic(
                .conflictingKeys, "'words' compares with the true text, which 'truth: none' leaves unread",
                at: words.keySpan, label: "needs the true text",
                help: "write  truth: auto, or keep by cer: without true text it compares with the clean page",
                related: [Diagnostic.Related(truth.span, "this leaves it unread")]))
    }

    /// Training sets beside an input that must not read what stands on its pages.
    mutating func checkTruth(_ input: InputPlan, ofSets top: SectionReader) {
        guard input.truth.name == Sections.TruthWord.none,
            let entry = top.entries.first(where: { $0.key == "dataset" }),
            !entry.value.isNull, let truth = top.node("input")?.value(of: "truth")
        else { return }
        findings.append(
            Diagnostic(
                .conflictingKeys, "a training set holds the true text, which 'truth: none' leaves unread",
                at: entry.keySpan, label: "needs the true text",
                help: "write  truth: auto, or  truth: self  beside a 'readability' section",
                related: [Diagnostic.Related(truth.span, "this leaves it unread")]))
    }
}

private enum WorldChecks {
    /// Two letters, or a name in words, for Tesseract's three.
    static let codes: [String: String] = [
        "en": "eng", "english": "eng", "ko": "kor", "kr": "kor", "korean": "kor", "de": "deu", "german": "deu",
        "ger": "deu", "fr": "fra", "fre": "fra", "french": "fra", "es": "spa", "spanish": "spa", "it": "ita",
        "italian": "ita", "ja": "jpn", "japanese": "jpn", "jp": "jpn", "zh": "chi_sim", "chinese": "chi_sim",
        "ru": "rus", "russian": "rus", "pt": "por", "nl": "nld",
    ]
}

extension Node {
    /// The entry of a mapping with that key.
    func entry(_ key: String) -> Entry? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }
    }

    func value(of key: String) -> Node? { entry(key)?.value }
}
