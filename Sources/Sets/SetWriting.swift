import Engine
internal import Files
public import Jobs
import OperationKit

/// Makes training sets while a job runs, or afterwards from what it left.
public struct SetFollower: Follower {
    let sets: TrainingSets
    let parent: String

    public func share(of made: MadeVariant) throws -> SetContribution { try sets.contribution(of: made) }

    public func open() throws(JobProblem) -> any FollowerBook<SetContribution> { try SetWriting(sets, in: parent) }
}

/// Writes the sets of a run. Contributions come in the order of the manifest; sets get their names when all are complete.
final class SetWriting: FollowerBook {
    private struct OpenSet {
        let folder: SetFolder
        let book: any SetBook
        let format: SetFormatDeclaration
        let unit: LabelUnit
        var tally = SetTally()
    }

    /// By group and format.
    private var sets: [[OpenSet]]
    /// What killed processes left in folders of sets that is not the sets', by its paths below the parent.
    private let kept: [String]

    /// Starts all sets in the folder `parent`.
    init(_ sets: TrainingSets, in parent: String) throws(JobProblem) {
        kept = FileTree.kind(of: parent) == nil ? [] : try SetFolder.removeLeftovers(in: parent)
        self.sets = []
        for group in sets.groups {
            var open: [OpenSet] = []
            for (name, format) in group.formats {
                let folder = try SetFolder(name, in: parent)
                open.append(
                    OpenSet(
                        folder: folder, book: format.open(folder), format: type(of: format).declaration,
                        unit: group.plan.unit))
            }
            self.sets.append(open)
        }
    }

    /// Writes what a variant adds.
    func add(_ contribution: SetContribution) throws(JobProblem) {
        for part in contribution.parts {
            sets[part.group][part.format].tally.add(part.tally)
            for piece in part.pieces { try sets[part.group][part.format].book.add(piece, to: part.split) }
        }
    }

    /// Completes the sets and answers what is in them, by name.
    func finish() throws(JobProblem) -> [FollowerSummary] {
        var summaries: [FollowerSummary] = []
        for set in sets.joined() {
            try set.book.finish(set.tally)
            let head = (try? WholeFile.read(set.folder.path(SetReadme.head))) ?? []
            try set.folder.drop(SetReadme.head)
            let text = SetReadme.text(set.folder.name, unit: set.unit, loading: set.format.loading(set.unit), set.tally)
            try set.folder.write(head + Array(text.utf8), to: "README.md")
            let others = kept.filter { $0.hasPrefix(set.folder.name + "/") } + (try set.folder.finish())
            summaries.append(summary(of: set, remarks: Self.remarks(on: set.folder.name, others)))
        }
        return summaries
    }

    private func summary(of set: OpenSet, remarks: [JobProblem]) -> FollowerSummary {
        var notes = set.tally.notes
        for remark in remarks { notes[remark.code.rawValue, default: 0] += 1 }
        return FollowerSummary(
            name: set.folder.name, json: set.tally.json, labels: set.tally.labels, reasons: set.tally.reasons,
            notes: notes, remarks: remarks)
    }

    private static func remarks(on name: String, _ others: [String]) -> [JobProblem] {
        guard !others.isEmpty else { return [] }
        let first = others.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let all = others.count > 3 ? "\(first) and \(others.count - 3) more" : first
        return [
            JobProblem(
                .othersFiles, "where the set '\(name)' was made anew lay files that Foxing did not write; kept: \(all)")
        ]
    }

    /// Removes what was written.
    func abandon() {
        for set in sets.joined() { set.folder.abandon() }
    }
}
