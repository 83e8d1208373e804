public import Engine
internal import Files
internal import Foundation
internal import JSON
public import Jobs

/// A page that tells what a run made: one file of HTML that needs no other, readable without scripts and on paper.
public struct RunReport: Sendable {
    /// What is known beside the files of the run.
    public struct Context: Sendable {
        /// The run's pipeline; nil when it cannot be read any more. Gives the graph and the limits of readability.
        public var plan: Plan?
        /// A few words for the code of a finding.
        public var title: @Sendable (_ code: String) -> String?
        /// Threads that read.
        public var workers: Int

        /// What is known of a run.
        public init(plan: Plan?, workers: Int, title: @escaping @Sendable (String) -> String? = { _ in nil }) {
            self.plan = plan
            self.workers = workers
            self.title = title
        }
    }

    /// The usual name of the file.
    public static let fileName = "report.html"

    /// All of the file.
    public let html: String

    /// Looks at the run in the folder `root`, finished or not. Throws D20 when there is none.
    public init(_ root: String, context: Context) throws(JobProblem) {
        let contents = try RunContents(root, workers: context.workers)
        let view = ReportView(contents, context)
        let name = contents.record["pipeline"]?["name"]?.text ?? RelativePath.name(of: root)
        let page = ReportPage(title: "\(name): \(view.headline)", lead: view.lead, sections: view.sections)
        html = Self.sealed(page.html, contents.sha256)
    }

    // MARK: Whose file it is

    private static let seal = "<!-- Foxing wrote the lines above, of the manifest "

    /// A last line tells the digests of the manifest and of all above, so that a report is known again as long as nobody changed
    /// it.
    private static func sealed(_ html: String, _ manifest: String) -> String {
        html + seal + manifest + "; SHA-256 " + SHA256.hex(of: html) + " -->\n"
    }

    /// The digest of the manifest that the report at `path` tells of; nil when the file is not as Foxing wrote it.
    private static func manifest(ofReport path: String) -> String? {
        guard let bytes = try? WholeFile.read(path, limit: 1 << 26),
            let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(ReportPage.start),
            let place = text.range(of: seal, options: .backwards)
        else { return nil }
        let manifest = String(text[place.upperBound...].prefix { $0.isHexDigit })
        return sealed(String(text[..<place.lowerBound]), manifest) == text ? manifest : nil
    }

    /// Throws D20 when something is at `path` that Foxing did not write: only its own report may be replaced unasked, and only
    /// while nobody changed it.
    public static func checkPlace(_ path: String, overwrites: Bool = false) throws(JobProblem) {
        guard let kind = FileTree.kind(of: path) else { return }
        if case .folder = kind { throw JobProblem(.foreignOutput, "'\(path)' is a folder", help: "name a file") }
        guard !overwrites, manifest(ofReport: path) == nil else { return }
        throw JobProblem(
            .foreignOutput, "'\(path)' is not a report as Foxing wrote it, so it is not replaced",
            help: "move it away, or write the report elsewhere:  foxing report RUN -o FILE")
    }

    /// Writes the report to `path`. Throws D20 as `checkPlace` does.
    public func write(to path: String, overwrites: Bool = false) throws(JobProblem) {
        try Self.checkPlace(path, overwrites: overwrites)
        do {
            try AtomicFile.write(Array(html.utf8), to: path, flush: .now)
        } catch {
            throw error.whileWriting(path)
        }
    }

    /// Removes the report at `path` when it is as Foxing wrote it and tells of another manifest than the one in the folder
    /// `root`.
    public static func removeOutdated(_ path: String, ofRunIn root: String) {
        guard let told = manifest(ofReport: path),
            told != WholeFile.digest(of: RelativePath.join(root, RunFile.manifest))
        else { return }
        unlink(path)
    }
}
