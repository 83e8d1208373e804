package import Engine
internal import JSON
package import Jobs

extension TrainingSets {
    /// The name of the file that tells, beside a part of a job, to which parts of the sets the sources of the whole job
    /// belong. Merging needs it: shares that are counted out depend on all sources.
    package static let dealtFileName = "splits.json"

    /// The bytes of that file: an object from source to split for each mapping of `dataset`.
    package var dealt: [UInt8] {
        let groups = groups.map { group in
            JSONValue.object(group.splits.all.map { JSONValue.Member($0.source, .string($0.split.rawValue)) })
        }
        return Array(CanonicalJSON.pretty(.array(groups)).utf8)
    }

    /// Sets of sources that were dealt before. Throws D22 when the file is none, or of other sets.
    package init(_ plans: [DatasetPlan], outputs: [String], dealt bytes: [UInt8]) throws(JobProblem) {
        guard let json = try? JSONReader.read(bytes), let lists = json.elements, lists.count == plans.count else {
            throw JobProblem(
                .partsMissing, "'\(Self.dealtFileName)' does not say how the sources of these sets are dealt")
        }
        let assignments = lists.map { list in
            let pairs = (list.members ?? []).compactMap { member in
                member.value.text.flatMap(Split.init).map { (member.name, $0) }
            }
            return SplitAssignment(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
        }
        self.init(plans, outputs: outputs, assignments: assignments)
    }
}
