public import Engine
public import Imaging

/// What a reader made of one variant, and whether that is enough.
public struct Judgement: Sendable {
    /// The figures.
    public var readability: ManifestRow.Readability
    /// Why the variant is not kept, such as `cer 0.52 not in 0..0.4`; nil when it is.
    public var objection: String?
    /// The band that the variant falls in; nil when it falls in none, or none is asked for.
    public var band: String? { readability.band }
    /// The ids of the words that were looked for and not found.
    public var unread: Set<String>

    /// A judgement; an objection keeps the variant out.
    public init(_ readability: ManifestRow.Readability, objection: String?, unread: Set<String> = []) {
        self.readability = readability
        self.objection = objection
        self.unread = unread
    }
}

/// A reader that failed: the variant fails, and the reader is tried again with the next.
public struct JudgeFault: Error, Sendable, CustomStringConvertible {
    public let description: String

    /// What went wrong, in words.
    public init(_ description: String) { self.description = description }
}

/// What came of having a variant read.
public enum Judged: Sendable {
    case measured(Judgement)
    /// It could not be measured, for this reason.
    case unmeasured(String)
}

/// What the variants of one page are compared with.
public struct JudgeReference: Sendable {
    /// `truth` or `self`.
    public let kind: String
    /// The labels, on the clean page.
    public let truth: GroundTruth
    /// The size of the clean page.
    public let size: Size

    /// A reference of that kind.
    public init(kind: String, truth: GroundTruth, size: Size) {
        self.kind = kind
        self.truth = truth
        self.size = size
    }
}

/// Reads pages back and judges them. Each worker has one of its own, used on one thread only.
public protocol PageJudge: AnyObject {
    /// What the variants of a page are compared with: its truth, or else what can be read on the clean page. nil when
    /// there is too little text to compare with.
    func reference(for clean: Page) throws -> JudgeReference?

    /// What can be read on a clean page, as labels of origin `self`; words of less than `minConfidence` (0…100) are not
    /// to be trained on.
    func labels(of clean: Page, minConfidence: Double) throws -> GroundTruth

    /// What can be read on a clean page of which the text is known, to find out where it stands: `attempt` counts from 0, and
    /// each looks another way. nil when there is no further way.
    func reading(of clean: Page, saying text: String, attempt: Int) throws -> GroundTruth?

    /// Reads a variant. `chance` belongs to the variant and chooses its lines, where only some are read.
    func judge(
        _ result: StageResult, against reference: JudgeReference, _ chance: RandomStream
    ) throws -> Judged
}

/// Makes judges, one per worker.
public protocol JudgeMaker: Sendable {
    func makeJudge() throws -> any PageJudge

    /// All that the readings of its judges depend on beside the page: program, models, layout.
    var readingIdentity: String { get }
}
