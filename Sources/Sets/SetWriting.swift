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

    /// Starts all sets in the folder `parent`.
    init(_ sets: TrainingSets, in parent: String) throws(JobProblem) {
        if FileTree.kind(of: parent) != nil { SetFolder.removeLeftovers(in: parent) }
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
            try set.folder.finish()
            summaries.append(
                FollowerSummary(
                    name: set.folder.name, json: set.tally.json, labels: set.tally.labels,
                    reasons: set.tally.reasons, notes: set.tally.notes))
        }
        return summaries
    }

    /// Removes what was written.
    func abandon() {
        for set in sets.joined() { set.folder.abandon() }
    }
}
