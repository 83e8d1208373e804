import Foundation
import Foxing
import Testing

/// Wrong pipelines with what is said of them: `fixtures/diagnostics/NAME.yaml` and `NAME.txt`. A file's first lines may
/// give options as `#! --set PATH=VALUE`, or say `#! padded to N bytes`. `make accept` rewrites the texts.
struct DiagnosticFixture: CustomTestStringConvertible, Sendable {
    static let folder = Project.path("fixtures/diagnostics")

    static let all: [DiagnosticFixture] = names(ending: ".yaml").map(DiagnosticFixture.init)

    let name: String
    var testDescription: String { name }

    var file: PipelineFile {
        var bytes = [UInt8](FileManager.default.contents(atPath: "\(Self.folder)/\(name).yaml") ?? Data())
        if let size = Self.options("padded to ", in: bytes).first?.split(separator: " ").first.flatMap({ Int($0) }) {
            bytes += [UInt8](repeating: 0x0A, count: max(0, size - bytes.count))
        }
        return PipelineFile(
            bytes: bytes, path: "\(name).yaml", overrides: Self.options("--set ", in: bytes), surroundings: .pretended,
            catalog: .withLineErrors)
    }

    var expected: String? {
        try? String(contentsOfFile: "\(Self.folder)/\(name).txt", encoding: .utf8)
    }

    func accept(_ report: String) throws {
        try report.write(toFile: "\(Self.folder)/\(name).txt", atomically: true, encoding: .utf8)
    }

    static func names(ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }

    /// What the first lines give behind `#! ` and a name.
    private static func options(_ name: String, in bytes: [UInt8]) -> [String] {
        let lines = String(decoding: bytes.prefix(4096), as: UTF8.self).split(separator: "\n")
        return lines.prefix { $0.hasPrefix("#! ") }.map { $0.dropFirst(3) }.filter { $0.hasPrefix(name) }
            .map { String($0.dropFirst(name.count)) }
    }
}

extension Surroundings {
    /// A machine of which is known what it has.
    static let pretended = Surroundings(
        fileExists: { $0 == "here.png" || $0 == "empty/" },
        picturesIn: { $0 == "empty/" ? [] : nil },
        installedLanguages: { ["eng", "kor", "osd"] },
        fontProblem: { text in
            text.unicodeScalars.contains { $0.value >= 0x13000 && $0.value < 0x13430 }
                ? "no font on this machine has these hieroglyphs" : nil
        },
        findsImages: { $0.hasPrefix("pages/") }, judges: { [] })
}

extension Catalog {
    /// The catalogue with an operation that takes black and white only.
    static let withLineErrors = Catalog(Pipeline.operations.entries.map(\.type) + [LineErrors.self])
}

/// Scan lines that a fax lost; stands for all operations on black and white.
private struct LineErrors: PixelOperation {
    static let manual = Manual(
        "line-errors", family: .print, on: [.page], takes: .bilevel, gives: .bilevel, "Lost scan lines.", cost: (1, 1))

    init(_ p: inout Parameters) {}

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
}

@Suite("What is said of wrong pipelines")
struct DiagnosticFixtures {
    private static let accepts = ProcessInfo.processInfo.environment["FOXING_ACCEPT"] == "1"

    @Test("is what stands beside them", arguments: DiagnosticFixture.all)
    func texts(fixture: DiagnosticFixture) throws {
        let file = fixture.file
        let report = file.report()
        #expect(!file.findings.isEmpty)
        if Self.accepts { return try fixture.accept(report) }
        #expect(report == fixture.expected, "\(difference(fixture.expected ?? "", report))")
    }

    @Test("covers every code")
    func codes() {
        let found = Set(DiagnosticFixture.all.flatMap { $0.file.findings.map(\.code) })
        let missing = Code.allCases.filter { !found.contains($0) }.map(\.rawValue)
        #expect(missing == [], "codes without a wrong pipeline")
        #expect(DiagnosticFixture.all.count >= 120)
    }

    @Test("has no text without its pipeline")
    func leftovers() {
        let pipelines = Set(DiagnosticFixture.all.map(\.name))
        #expect(DiagnosticFixture.names(ending: ".txt").filter { !pipelines.contains($0) } == [])
    }

    @Test("names each place once, inside the text, in the order of the file", arguments: DiagnosticFixture.all)
    func places(fixture: DiagnosticFixture) {
        let file = fixture.file
        let spans = file.findings.compactMap(\.span)
        #expect(Set(spans).count == spans.count)
        #expect(file.findings == DiagnosticRenderer.sorted(file.findings))
        for span in spans + file.findings.flatMap(\.related).map(\.span) {
            let source = file.sources.first { $0.id == span.source }
            #expect(span.lower >= 0 && span.lower <= span.upper && span.upper <= (source?.bytes.count ?? -1))
        }
    }

    /// The lines that differ, old ones behind `-`, new ones behind `+`.
    private func difference(_ old: String, _ new: String) -> String {
        let (before, after) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
        let changes = after.difference(from: before).map { change in
            switch change {
            case .remove(let line, let text, _): (line, "- \(text)")
            case .insert(let line, let text, _): (line, "+ \(text)")
            }
        }
        return "\n" + changes.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n")
    }
}
