internal import Files
internal import Foxing

/// What a pipeline that came with a request may do: read below the root, and start nothing.
struct PipelineRules: Sendable {
    let root: RootFolder?
    /// Where the names of a pipeline start that is a file below the root; nil for one that came as a text.
    var folder: String?

    /// Throws `command` or `root` for a plan that does more. `readsInput` is whether its own pages and truth will be read.
    func check(_ plan: Plan, readsInput: Bool) throws(Problem) {
        if let command = plan.commands.first {
            throw Problem(
                .command, "the pipeline starts the program '\(command[0].shortened)', and a server starts none",
                at: command == plan.readability?.command ? "readability.command" : "stages")
        }
        for name in plan.pictureNames.sorted() { try check(name, of: "the picture", at: "stages") }
        guard readsInput else { return }
        try check(patterns: plan.input.images, at: "input.images")
        if let files = plan.input.truth.files {
            try check(patterns: [files.replacing("{dir}/", with: "")], at: "input.truth.files")
        }
        if let folder = plan.input.truth.options.word(.root) {
            try check(folder, of: "the folder", at: "input.truth.root")
        }
        for dataset in plan.datasets {
            for case .list(let name)? in dataset.split.parts { try check(name, of: "the list", at: "dataset.split") }
        }
    }

    /// Throws `root` for patterns that could find something elsewhere.
    func check(patterns: [String], at place: String) throws(Problem) {
        for pattern in patterns {
            // Each pair of braces multiplies what a pattern stands for.
            let (braces, commas) = (pattern.count(where: { $0 == "{" }), pattern.count(where: { $0 == "," }))
            guard braces <= 2, commas <= 60, pattern.utf8.count <= 4096 else {
                throw Problem(.value, "the pattern '\(pattern.shortened)' stands for too many others", at: place)
            }
            for alternative in Glob.expanded(pattern) {
                let pieces = alternative.split(separator: "/", omittingEmptySubsequences: false)
                let fixed = pieces.prefix { piece in !piece.contains { "*?[{".contains($0) } }
                // Steps up behind a wildcard would lead who knows where.
                guard !pieces.dropFirst(fixed.count).contains("..") else {
                    throw Problem(.root, "'\(pattern.shortened)' is not a pattern below the server's root", at: place)
                }
                if fixed.isEmpty, !alternative.isEmpty { continue }
                try check(fixed.joined(separator: "/"), of: "the folder", at: place)
            }
        }
    }

    private func check(_ name: String, of what: String, at place: String) throws(Problem) {
        guard let root else {
            throw Problem(
                .root, "the pipeline names \(what) '\(name.shortened)', and the server has no --root", at: place)
        }
        _ = try path(of: name, below: root, at: place)
    }

    private func path(of name: String, below root: RootFolder, at place: String) throws(Problem) -> String {
        guard let folder else { return try root.resolve(name, at: place) }
        return try root.resolve(name, from: folder, at: place)
    }

    /// What the checker may ask about the machine: of files, only those below the root.
    func surroundings(tessdata: String?) -> Surroundings {
        var surroundings = Surroundings.thisMachine(pipeline: pipelinePath, tessdata: tessdata)
        let rules = self
        surroundings.fileExists = { name in
            guard let root = rules.root, let whole = try? rules.path(of: name, below: root, at: "") else {
                return false
            }
            return FileTree.exists(whole)
        }
        let picturesIn = surroundings.picturesIn
        surroundings.picturesIn = { name in
            guard let root = rules.root, (try? rules.path(of: name, below: root, at: "")) != nil else { return nil }
            return picturesIn?(name)
        }
        return surroundings
    }

    /// Where a pipeline of a request stands, so that its names start from the root. Without a root it names nothing.
    var pipelinePath: String {
        (folder ?? root?.path).map { RelativePath.join($0, "pipeline.yaml") } ?? "pipeline.yaml"
    }
}
