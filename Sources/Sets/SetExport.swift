public import Engine
internal import Files
public import JSON
public import Jobs

/// Makes training sets of what a run left in its folder: manifest, labels and pictures.
public struct SetExport: Sendable {
    /// How it ended.
    public struct Outcome: Sendable {
        /// What each set holds, as it stands in `run.json`.
        public var sets: [JSONValue.Member] = []
        /// Variants that could not be taken up, with the reason.
        public var failures: [(id: String, message: String)] = []
        /// Notes on splits, and on files of others.
        public var notes: [JobProblem] = []
        /// Whether it was stopped; nothing is left then.
        public var isInterrupted = false
    }

    private let root: String
    /// `image`, then the further outputs of the run.
    public let outputs: [String]
    /// The endings of the outputs' files.
    public let extensions: [String]
    private let splits: [String: Split]
    private let members: [SplitAssignment.Member]

    /// Looks at the run in the folder `root`; throws D20 when there is none that is complete.
    public init(_ root: String) throws(JobProblem) {
        self.root = root
        var splits: [String: Split] = [:]
        var members: [SplitAssignment.Member] = []
        var names: [String] = []
        var extensions: [String] = []
        let rows = try ManifestReader(root)
        while let row = try rows.next() {
            if splits[row.source] == nil { members.append(SplitAssignment.Member(id: row.source, file: row.file)) }
            splits[row.source] = row.split.flatMap(Split.init) ?? .train
            guard names.isEmpty, let image = row.image else { continue }
            names = ["image"] + row.outputs.map(\.name)
            extensions = ([image] + row.outputs.map(\.picture)).map { RelativePath.fileExtension(of: $0.path) }
        }
        outputs = names.isEmpty ? ["image"] : names
        self.extensions = extensions.isEmpty ? ["png"] : extensions
        self.splits = splits
        self.members = members
    }

    /// Makes the sets in the folder `target`. Sources are dealt anew when `splitsAnew` is set, with lists that start at
    /// `folder`; else they stay in the parts that the manifest states. The result is the same for any number of workers.
    public func run(
        _ plans: [DatasetPlan], splitsAnew: Bool, folder: String?, into target: String, workers: Int,
        interruption: Interruption
    ) throws(JobProblem) -> Outcome {
        let sets =
            splitsAnew
            ? try TrainingSets(plans, outputs: outputs, sources: members, folder: folder)
            : TrainingSets(plans, outputs: outputs, splits: splits)
        return try run(sets, into: target, workers: workers, interruption: interruption)
    }

    /// Makes sets whose sources are dealt already.
    package func run(
        _ sets: TrainingSets, into target: String, workers: Int, interruption: Interruption
    ) throws(JobProblem) -> Outcome {
        var outcome = Outcome()
        outcome.notes = sets.notes
        let writing = try SetWriting(sets, in: target)
        var fatal: JobProblem?
        let rows = try ManifestReader(root)
        while fatal == nil, !interruption.isRequested {
            // Rows are read ahead in pieces, so that a manifest of any length fits.
            let batch = try rows.next(512)
            if batch.isEmpty { break }
            add(batch, sets, writing, workers: workers, interruption, &outcome, &fatal)
        }
        guard fatal == nil, !interruption.isRequested else {
            writing.abandon()
            if let fatal { throw fatal }
            outcome.isInterrupted = true
            return outcome
        }
        let summaries = try writing.finish()
        outcome.sets = summaries.map { JSONValue.Member($0.name, $0.json) }
        outcome.notes += summaries.flatMap(\.remarks)
        FileSystem.flush(target)
        return outcome
    }

    private func add(
        _ batch: [ManifestRow], _ sets: TrainingSets, _ writing: SetWriting, workers: Int,
        _ interruption: Interruption, _ outcome: inout Outcome, _ fatal: inout JobProblem?
    ) {
        let (root, outputs) = (root, outputs)
        OrderedPool(workers: workers).run(
            count: batch.count, interruption: interruption, cost: { _ in 1 }, start: { () },
            work: { index, _ in
                let row = batch[index]
                return Result { () throws -> SetContribution in
                    try sets.contribution(of: MadeVariant(row, outputs: outputs, inFolder: root))
                }
            },
            deliver: { index, result in
                switch result {
                case .failure(let error): outcome.failures.append((batch[index].id, String(describing: error)))
                case .success(let contribution):
                    do throws(JobProblem) {
                        try writing.add(contribution)
                    } catch {
                        fatal = error
                    }
                }
                return fatal == nil
            })
    }
}

/// Reads a manifest row by row.
final class ManifestReader {
    private let file: DiskFile
    private let path: String
    private var buffer: [UInt8] = []
    private var line = 0

    /// Opens the manifest of the run in the folder `root`.
    init(_ root: String) throws(JobProblem) {
        path = RelativePath.join(root, RunFile.manifest)
        do {
            file = try DiskFile(path, 0)
        } catch {
            throw JobProblem(
                .foreignOutput, "there is no finished run in '\(root)': cannot read '\(path)'",
                help: "finish it with  foxing run … --resume")
        }
    }

    /// The next rows, at most so many; none at the end.
    func next(_ count: Int) throws(JobProblem) -> [ManifestRow] {
        var rows: [ManifestRow] = []
        while rows.count < count, let row = try next() { rows.append(row) }
        return rows
    }

    /// The next row; nil at the end.
    func next() throws(JobProblem) -> ManifestRow? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let bytes = Array(buffer[..<end])
                buffer.removeFirst(end + 1)
                line += 1
                if bytes.isEmpty { continue }
                guard let json = try? JSONReader.read(bytes), let row = ManifestRow(json) else {
                    throw JobProblem(.foreignOutput, "'\(path)' has no row of a manifest in line \(line)")
                }
                return row
            }
            do {
                let piece = try file.read(atMost: 1 << 18)
                if piece.isEmpty { return nil }
                buffer += piece
            } catch {
                throw JobProblem(.foreignOutput, "cannot read '\(path)': \(error.words)")
            }
        }
    }
}
