import Foxing
import PipelineSyntax
import Testing

@Suite("what the sections of a pipeline declare")
struct SectionTests {
    struct Key: CustomTestStringConvertible, Sendable {
        let path: String
        let key: KeyDeclaration
        var testDescription: String { path.isEmpty ? key.name : "\(path).\(key.name)" }

        /// Of a key that takes one plain number.
        var bounds: ClosedRange<Double>? {
            if case .value(.number(let bounds)) = key.form { bounds } else { nil }
        }

        /// A pipeline in which the key has that value, and its neighbors what they need.
        func pipeline(_ value: String) -> String {
            var text = mapping(key.name, value, in: path)
            var parts = path.split(separator: ".").map(String.init)
            while let last = parts.popLast() {
                if last == "NAME" {
                    text = "{scan: \(text)}"
                } else if last == "steps" {
                    text = mapping(last, "[one-of: [\(text), jpeg]]", in: parts.joined(separator: "."))
                } else {
                    text = parts.isEmpty ? "\(last): \(text)\n" : mapping(last, text, in: parts.joined(separator: "."))
                }
            }
            if path.isEmpty { text = "\(key.name): \(value)\n" }
            return text.hasPrefix("stages:") ? text : text + "stages: {post: [grayscale], scan: [jpeg]}\n"
        }

        private func mapping(_ key: String, _ value: String, in path: String) -> String {
            let section = SectionTests.sections.first { $0.path == path }?.section
            let others = (section?.keys ?? []).filter { $0.isRequired && $0.name != key }
            let required = others.map { "\($0.name): \($0.example)" }
            return "{" + (required + ["\(key): \(value)"]).joined(separator: ", ") + "}"
        }
    }

    static let sections = Sections(Pipeline.formats).manual

    static let keys = sections.flatMap { path, section in section.keys.map { Key(path: path, key: $0) } }

    private func errors(_ text: String) -> [Diagnostic] {
        PipelineFile(text: text).findings.filter { $0.severity == .error }
    }

    @Test("there are all sections, and each key says what it does")
    func help() {
        let paths = Set(Self.sections.map(\.path))
        for path in ["input.truth", "input.edge", "outputs.NAME", "readability.keep", "dataset.split"] {
            #expect(paths.contains(path))
        }
        #expect(Self.keys.count > 60)
        for key in Self.keys { #expect(key.key.help.count >= 12 && !key.key.example.isEmpty, "\(key.testDescription)") }
    }

    @Test("the example of a key is taken", arguments: keys)
    func example(key: Key) {
        let errors = errors(key.pipeline(key.key.example)).filter { $0.code != .lonelyConfidence }
        #expect(errors.isEmpty, "\(key.pipeline(key.key.example))\(errors.map(\.message))")
    }

    @Test("a default is a value of its key", arguments: keys.filter { $0.key.defaultText != nil && $0.key.kind != nil })
    func standard(key: Key) {
        #expect(key.key.defaultValue != nil)
    }

    @Test("a key is read: what it cannot take is refused", arguments: keys)
    func refusal(key: Key) {
        let text = key.pipeline("{nonsense: [1]}")
        #expect(!errors(text).isEmpty, "\(text)")
    }

    @Test(
        "a number outside the declared range is refused",
        arguments: keys.filter { $0.bounds != nil })
    func range(key: Key) throws {
        let bounds = try #require(key.bounds)
        #expect(errors(key.pipeline("\(bounds.upperBound)")).isEmpty)
        #expect(errors(key.pipeline("\(bounds.upperBound + 1)")).map(\.code) == [.outOfRange])
    }

    @Test("older words for a value are still read", arguments: keys.filter { !$0.key.olderWords.isEmpty })
    func older(key: Key) {
        let names = Set(Pipeline.formats.truth.map(\.name))
        for (word, current) in key.key.olderWords where !names.contains(word) {
            #expect(errors(key.pipeline(word)).isEmpty, "\(word) for \(current)")
        }
    }
}

@Suite("formats in the schema and the manual")
struct FormatAgreementTests {
    private let schema = CanonicalJSON.text(PipelineSchema(Pipeline.operations, Pipeline.formats).json)

    @Test("the list, the schema and the manual name the same formats and options")
    func agreement() {
        let formats = Pipeline.formats
        let list = FormatManual(formats).list()
        for name in formats.truth.map(\.name) + formats.sets.map(\.name) {
            #expect(schema.contains("\"\(name)\""))
            #expect(list.contains("\n  \(name) "))
            #expect(FormatManual(formats, only: name) != nil)
        }
        for option in formats.truthOptions + formats.setOptions {
            #expect(schema.contains("\"\(option.name)\":{\"description\":"))
        }
        #expect(Set(formats.truth.map(\.name)).count == formats.truth.count)
        #expect(Set(formats.sets.map(\.name)).count == formats.sets.count)
    }

    @Test("a format has a summary, its readers and a small example, and no word of it means another")
    func complete() {
        let formats = Pipeline.formats
        for format in formats.truth {
            #expect(format.summary.hasSuffix(".") && !format.example.isEmpty && !format.source.isEmpty)
            for alias in format.aliases { #expect(formats.truth(named: alias)?.name == format.name) }
        }
        for format in formats.sets {
            #expect(format.summary.hasSuffix(".") && !format.example.isEmpty && !format.reader.isEmpty)
            #expect(!format.layout.isEmpty && !format.units.isEmpty)
            for unit in format.units { #expect(!format.loading(unit).isEmpty) }
            for alias in format.aliases { #expect(formats.set(named: alias)?.name == format.name) }
        }
    }

    @Test("every key of a section has a description in the schema")
    func descriptions() throws {
        let json = PipelineSchema(Pipeline.operations, Pipeline.formats).json
        var count = 0
        func walk(_ value: JSONValue) {
            if let properties = value["properties"]?.members {
                for property in properties {
                    count += 1
                    #expect(property.value["description"]?.text?.isEmpty == false, "\(property.name)")
                    walk(property.value)
                }
            }
            for part in value["anyOf"]?.elements ?? [] { walk(part) }
            for name in ["items", "additionalProperties"] { if let inner = value[name] { walk(inner) } }
        }
        walk(json)
        #expect(count > 60)
    }
}
