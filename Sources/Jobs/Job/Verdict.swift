internal import Engine
internal import Imaging

/// Whether a variant is part of the set, and why not.
struct Verdict {
    var status = ManifestRow.Status.kept
    var reason: String?
    var readability: ManifestRow.Readability?
    var objection: String?
    var unread: Set<String> = []

    /// Nobody objects.
    private init() {}

    private init(_ status: ManifestRow.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    /// Has a variant read; without a judge it is kept unmeasured.
    init(
        _ rendering: Rendering, _ judge: (any PageJudge)?, _ reference: JudgeReference?, _ check: ReadabilityPlan?,
        _ chance: RandomStream
    ) throws {
        self.init()
        guard let check else { return }
        guard let judge, let reference, let readable = rendering.readable else {
            // Left out by sampling is no objection; left out for lack of text is what `unmeasured` speaks of.
            if reference == nil { self = .unmeasured(check, "too little text to compare with") }
            return
        }
        let truth = readable.page.truth
        if reference.kind == "truth", truth.level == .page, truth.text == nil {
            self = .unmeasured(check, "its text has no outlines, and part of the page is \(truth.illegible ?? .cut)")
            return
        }
        let judgement: Judgement
        switch try judge.judge(readable, against: reference, chance) {
        case .measured(let figures): judgement = figures
        case .unmeasured(let reason):
            self = .unmeasured(check, reason)
            return
        }
        readability = judgement.readability
        unread = judgement.unread
        if let objection = judgement.objection {
            status = check.otherwise == .drop ? .dropped : .flagged
            reason = objection
            self.objection = objection
        }
    }

    private static func unmeasured(_ check: ReadabilityPlan, _ reason: String) -> Verdict {
        switch check.unmeasured {
        case .keep: Verdict()
        case .flag: Verdict(.flagged, reason)
        case .drop: Verdict(.dropped, reason)
        }
    }
}
