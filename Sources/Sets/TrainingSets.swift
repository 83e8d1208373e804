import Codecs
public import Engine
public import Imaging
public import Jobs
import OperationKit

/// The training sets of a run: what each variant adds to them. Knows nothing of the order in which variants come.
public struct TrainingSets: Sendable {
    /// One mapping of `dataset` with its formats.
    struct Group: Sendable {
        let plan: DatasetPlan
        let splits: SplitAssignment
        let formats: [(name: String, format: any SetFormat)]
        let needsCrops: Bool
        let needsPages: Bool
    }

    let groups: [Group]
    /// Uneven splits, and lines of lists that name nothing.
    public let notes: [JobProblem]

    /// Sets of the sources of a run. Lists of splits start at `folder`. Throws D41 when a list does not fit.
    public init(
        _ plans: [DatasetPlan], outputs: [String], sources: [SplitAssignment.Member], folder: String?
    ) throws(JobProblem) {
        try self.init(plans, outputs: outputs, formats: SetFormats.all) { (plan) throws(JobProblem) in
            try SplitAssignment(plan.split, sources: sources, folder: folder)
        }
    }

    /// Sets whose sources are dealt as they were before.
    public init(_ plans: [DatasetPlan], outputs: [String], splits: [String: Split]) {
        self.init(plans, outputs: outputs, assignments: plans.map { _ in SplitAssignment(splits) })
    }

    /// Sets whose sources are dealt already, for each of the plans.
    init(
        _ plans: [DatasetPlan], outputs: [String], assignments: [SplitAssignment],
        formats: [any SetFormat.Type] = SetFormats.all
    ) {
        groups = zip(plans, assignments).map { Self.group($0, outputs, $1, formats) }
        notes = []
    }

    private init(
        _ plans: [DatasetPlan], outputs: [String], formats: [any SetFormat.Type],
        assign: (DatasetPlan) throws(JobProblem) -> SplitAssignment
    ) throws(JobProblem) {
        var groups: [Group] = []
        var notes: [JobProblem] = []
        for plan in plans {
            let splits = try assign(plan)
            for note in splits.notes where !notes.contains(note) { notes.append(note) }
            groups.append(Self.group(plan, outputs, splits, formats))
        }
        self.groups = groups
        self.notes = notes
    }

    private static func group(
        _ plan: DatasetPlan, _ outputs: [String], _ splits: SplitAssignment, _ types: [any SetFormat.Type]
    ) -> Group {
        let formats = plan.formats.map { declared in
            guard let type = types.first(where: { $0.declaration == declared }) else {
                preconditionFailure("no format '\(declared.name)' is in the list")
            }
            return type.make(plan)
        }
        let output = plan.output > 0 ? outputs[plan.output] : nil
        return Group(
            plan: plan, splits: splits,
            formats: zip(plan.formats, formats).map { (plan.name($0, outputName: output), $1) },
            needsCrops: plan.formats.contains { $0.holdsCrops(plan.unit) },
            needsPages: plan.formats.contains { !$0.holdsCrops(plan.unit) })
    }

    /// Why a page of that truth adds nothing to a set, as far as that depends on its outlines.
    public static func lack(in truth: GroundTruth, of plan: DatasetPlan) -> JobProblem? {
        guard truth.lacking(plan.unit) != nil, !plan.formats.allSatisfy(\.holdsTrees) else { return nil }
        return JobProblem(
            .wordsWanted, "the set is to hold \(plan.unit.rawValue)s, and the truth has no outlines for them",
            help: "no text is cut up by guessing; give truth with outlines, such as hocr, alto or page")
    }

    /// The parts that the manifest states: those of the first set.
    public var splits: SplitAssignment {
        groups.first?.splits.with(notes: notes) ?? SplitAssignment([:])
    }

    /// What writes the sets into the folder `parent`.
    public func follower(in parent: String) -> SetFollower { SetFollower(sets: self, parent: parent) }

    /// What a variant adds.
    func contribution(of made: MadeVariant) throws -> SetContribution {
        let row = made.row
        var contribution = SetContribution()
        for (index, group) in groups.enumerated() {
            let split = group.splits[row.source] ?? .train
            let isClean = group.plan.split.clean.contains(split.index)
            if row.variant > 0, isClean || (split != .train && group.plan.split.augmentsTrainingOnly) { continue }
            let picture: MadePicture?
            if isClean {
                picture = try made.cleanPage()
            } else if row.status == .kept || (row.status == .flagged && group.plan.takesFlagged) {
                picture = try made.picture(group.plan.output)
            } else {
                picture = nil
            }
            guard let picture else { continue }
            let id = isClean ? row.source + "_clean" : row.id
            contribution.parts += try parts(of: index, row, picture, split, id: id, isClean: isClean)
        }
        return contribution
    }

    private func parts(
        of index: Int, _ row: ManifestRow, _ input: MadePicture, _ split: Split, id: String, isClean: Bool
    ) throws -> [SetContribution.Part] {
        let group = groups[index]
        // What was estimated from some of its lines is not the rate of the page.
        let errors = isClean ? nil : row.readability.flatMap { $0.cer.count == 2 && $0.isWhole ? $0.cer : nil }
        let page = SetPage(
            key: SetKey(id: id), seed: row.seed, source: row.source, variant: row.variant, split: split,
            size: input.size,
            truth: input.truth, dpi: row.dpi, cer: errors.map { ($0[0], $0[1]) }, picture: SetPicture(input))
        var common = SetTally()
        common.languages = page.truth.languages
        let cuts = try cuts(of: page, for: group, input, common)
        let missing = page.truth.lacking(group.plan.unit)
        return group.formats.enumerated().map { number, entry in
            let format = group.plan.formats[number]
            let cut = format.holdsCrops(group.plan.unit) ? cuts[format.straightened] : nil
            var tally = cut?.tally ?? SetTally()
            tally.languages = common.languages
            if let missing, !format.holdsTrees {
                tally.leave(missing)
                tally.notes[JobCode.wordsWanted.rawValue, default: 0] += 1
            }
            let pieces = entry.format.pieces(of: page, cut?.crops ?? [], &tally)
            tally.pieces[split.index] += pieces.count
            return SetContribution.Part(group: index, format: number, split: split, pieces: pieces, tally: tally)
        }
    }

    /// The lines or words of a page, cut out once for all formats that take them alike: by the share that is straightened.
    private func cuts(
        of page: SetPage, for group: Group, _ input: MadePicture, _ common: SetTally
    ) throws -> [Double: (crops: [SetCrop], tally: SetTally)] {
        guard group.needsCrops else { return [:] }
        let (pixels, dpi) = try input.pixels()
        var cuts: [Double: (crops: [SetCrop], tally: SetTally)] = [:]
        for format in group.plan.formats where format.holdsCrops(group.plan.unit) && cuts[format.straightened] == nil {
            if group.plan.crops.straighten != nil, let first = cuts.values.first {
                cuts[format.straightened] = first
                continue
            }
            var tally = common
            let cropper = SetCropper(unit: group.plan.unit, plan: group.plan.crops, format: format)
            cuts[format.straightened] = (try cropper.crops(of: page, from: pixels, dpi: dpi, &tally), tally)
        }
        return cuts
    }
}

/// What one variant adds to the sets of a run.
public struct SetContribution: Sendable {
    struct Part: Sendable {
        let group: Int
        let format: Int
        let split: Split
        let pieces: [SetPiece]
        let tally: SetTally
    }

    var parts: [Part] = []
}

extension GroundTruth {
    /// Why there cannot be labels of that unit, whatever the page says: its truth has no outlines for them.
    fileprivate func lacking(_ unit: LabelUnit) -> LeftOut? {
        switch unit {
        case .word where level == .line || level == .page: .noWords
        case .line where level == .page: .noLines
        default: nil
        }
    }

    /// The tags of all lines, without what stands behind the language.
    fileprivate var languages: Set<String> {
        Set(lines.compactMap { $0.language?.split(separator: "-").first.map(String.init) })
    }
}
