public import Diagnostics
public import Engine
internal import Files
internal import Foundation
package import JSON
public import OperationKit
package import PipelineSyntax

/// A pipeline file, read and checked.
public struct PipelineFile: Sendable {
    /// The path as it was given.
    public let path: String
    /// The bytes of the file.
    public let bytes: [UInt8]
    /// The file's text and those of the overrides, for rendering the findings.
    public let sources: [SourceText]
    /// All findings, in the order of the file.
    public let findings: [Diagnostic]
    /// nil when a finding is an error.
    public let plan: Plan?
    /// Stands for all that the pipeline says of how variants are made, after overrides: comments and layout, the
    /// pipeline's name, its seed, how many variants of which pages and which training sets do not matter to it.
    public let settingsSHA256: String
    /// All that the pipeline says, after overrides; null when its text cannot be read.
    package let content: JSONValue
    /// The file's text as it was read, before overrides and whatever is wrong with it; nil when nothing could be read.
    package let tree: Node?

    /// Reads a file. `overrides` are texts such as `stages.post.jpeg.quality=20..40`, `catalog` is what its steps
    /// may name. What is wrong with the contents is in `findings`; throws `UnreadableFile` when there are no contents.
    /// Files whose findings are rendered together need different numbers for their first source.
    public init(
        path: String, overrides: [String] = [], surroundings: Surroundings? = nil, firstSource: Int = 0,
        catalog: Catalog = Pipeline.operations
    ) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UnreadableFile(path: path)
        }
        self.init(
            bytes: [UInt8](data), path: path, overrides: overrides,
            surroundings: surroundings ?? .thisMachine(pipeline: path), firstSource: firstSource, catalog: catalog)
    }

    /// Reads a text that stands in no file; `path` is how messages call it and where the names in it start from, `catalog`
    /// what its steps may name. Without `surroundings` nothing is asked of the machine but what pictures a folder holds.
    public init(
        text: String, path: String = "pipeline", overrides: [String] = [], surroundings: Surroundings? = nil,
        catalog: Catalog = Pipeline.operations
    ) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        self.init(
            bytes: Array(text.utf8), path: path, overrides: overrides,
            surroundings: surroundings ?? Surroundings(picturesIn: { NamedPictures.names(in: $0, from: folder) }),
            catalog: catalog)
    }

    /// Reads the bytes of a file that stands, or could stand, at `path`. `catalog` is what its steps may name.
    public init(
        bytes: [UInt8], path: String, overrides: [String] = [], surroundings: Surroundings = .init(),
        firstSource: Int = 0, catalog: Catalog = Pipeline.operations
    ) {
        self.path = path
        self.bytes = bytes
        let file = SourceText(bytes: bytes, name: path, id: SourceID(firstSource))
        var sources = [file]
        let (tree, problems) = Parser.parse(file)
        var findings = problems
        self.tree = tree
        var plan: Plan?
        var content: JSONValue = .null
        if var changed = tree, !findings.contains(where: { $0.severity == .error }) {
            for (index, text) in overrides.enumerated() {
                let override = Override(text, id: SourceID(firstSource + index + 1))
                sources.append(override.source)
                let (next, faults) = override.applied(to: changed, catalog: catalog)
                changed = next
                findings += faults
            }
            content = changed.json
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            let compiler = Compiler(catalog: catalog, formats: Pipeline.formats, surroundings: surroundings)
            let compiled = compiler.compile(changed, defaultName: name)
            findings += compiled.findings
            if !findings.contains(where: { $0.severity == .error }) { plan = compiled.plan }
        }
        self.sources = sources
        self.findings = DiagnosticRenderer.sorted(findings)
        self.plan = plan
        self.content = content
        settingsSHA256 = SHA256.hex(of: CanonicalJSON.bytes(content.settings))
    }

    /// The findings as text, as `foxing check` prints them.
    public func report(color: Bool = false) -> String {
        DiagnosticRenderer(sources: sources, color: color).text(findings)
    }
}

extension JSONValue {
    /// A pipeline without what does not decide how a variant of a page comes out.
    fileprivate var settings: JSONValue {
        guard let members else { return self }
        let others: Set = ["pipeline", "version", "seed", "variants", "dataset"]
        return .object(
            members.filter { !others.contains($0.name) }.map { member in
                guard member.name == "input", let keys = member.value.members else { return member }
                return Member("input", .object(keys.filter { $0.name != "images" && $0.name != "ids" }))
            })
    }
}

/// A file that is not there, or may not be read.
public struct UnreadableFile: Error, CustomStringConvertible {
    public let path: String

    public var description: String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue ? "'\(path)' is a folder" : "'\(path)' may not be read"
        }
        return "there is no file '\(path)'"
    }
}
