import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax

/// Finds steps that take from the truth what a training set or the readability check asks of it.
struct TruthChecker {
    let plan: Plan
    let doubts: Doubts
    let formats: FormatCatalog

    /// Whether the truth is text alone.
    private var hasNoOutlines: Bool {
        !plan.input.truth.align
            && formats.truth(named: plan.input.truth.name)?.outlines == TruthFormatDeclaration.Outlines.none
    }

    /// Text without outlines on a page on its way, in one of the draws of all steps.
    private struct Way {
        var text = GroundTruth.page("text", origin: "")
        var size = TruthChecker.size
        var dpi = TruthChecker.dpi
    }

    /// A4 at a resolution that is low enough for a quick look.
    private static let size = Size(width: 580, height: 820)
    private static let dpi = 70.0
    /// How often a step is drawn to see what it may do.
    private static let draws = 24

    func findings() -> [Diagnostic] {
        let wanted = wantedStages
        var ways: [Int: [Way]] = [:]
        return plan.stages.indices.filter(wanted.contains).flatMap { index -> [Diagnostic] in
            var findings: [Diagnostic] = []
            let lossy = hasNoOutlines ? lossySteps(of: index, &ways) : []
            plan.stages[index].steps.forEachOperation { step in
                guard !doubts.steps.contains(step.span),
                    let finding = finding(about: step, isLossy: lossy.contains(step.span))
                else { return }
                findings.append(finding)
            }
            return findings
        }
    }

    /// The steps of a stage by which page text is lost together with those before them, in some of their draws. Members of
    /// combinators that choose are judged one by one only.
    private func lossySteps(of index: Int, _ ways: inout [Int: [Way]]) -> Set<Span> {
        let above = plan.stages[index].inputs.compactMap { input -> [Way]? in
            switch input {
            case .page: [Way](repeating: Way(), count: Self.draws)
            case .blank: nil
            case .stage(let above): ways[above]
            }
        }
        guard var own = above.first else { return [] }
        var lossy: Set<Span> = []
        for step in plan.stages[index].steps {
            guard case .operation(let entry, let values) = step.kind, entry.movesPoints,
                !doubts.steps.contains(step.span)
            else { continue }
            for number in own.indices where own[number].text.illegible != .cut {
                move(&own[number], by: entry, values, number)
                if own[number].text.illegible == .cut { lossy.insert(step.span) }
            }
        }
        ways[index] = own
        return lossy
    }

    private func move(_ way: inout Way, by entry: CatalogEntry, _ values: ParameterSet, _ number: Int) {
        let stream = RandomStream(key: 0).child(number)
        guard let operation = entry.draw(values, from: stream, dpi: way.dpi).operation as? any GeometricOperation,
            !operation.measures || way.size == Self.size
        else { return }
        let page = PageContext(size: way.size, dpi: way.dpi, pixels: operation.measures ? Self.letter : nil)
        let map = operation.map(of: page, stream.child("map"))
        way.text = way.text.moved(by: map, from: way.size)
        (way.size, way.dpi) = (map.outputSize, operation.dpi(after: map, of: page))
    }

    /// The stages whose labels somebody looks at, and all above them.
    private var wantedStages: Set<Int> {
        let outputs = plan.datasets.map(\.output).filter(plan.outputs.indices.contains)
        return plan.stages(
            above: outputs.map { plan.outputs[$0].stage } + (plan.readability.map { [$0.stage] } ?? []))
    }

    private func finding(about step: StepPlan, isLossy: Bool) -> Diagnostic? {
        guard case .operation(let entry, let values) = step.kind, entry.movesPoints else { return nil }
        let losses = losses(entry, values)
        let name = entry.manual.name
        if losses.contains(.mirrored) {
            return Diagnostic(
                .mirroredText, "'\(name)' shows the page as a mirror does, and mirrored text cannot be read",
                at: step.span, label: "no label of such a page is trained on",
                help: "leave the step out; turns such as  rotate: 180  keep text as it is read")
        }
        guard hasNoOutlines, isLossy || losses.contains(.cut) else { return nil }
        let truth = plan.input.truth.name
        let share = "a page of which less than 90 % stays loses its text"
        return Diagnostic(
            .cutText, "'\(name)' may cut text off, and '\(truth)' does not say where text stands", at: step.span,
            label: losses.contains(.cut) ? share : share + ", and steps before this one take some",
            help: "cut less, or give truth with outlines, such as hocr, alto or page")
    }

    /// What becomes of text without outlines in some of the step's draws.
    private func losses(_ entry: CatalogEntry, _ values: ParameterSet) -> Set<Illegibility> {
        var losses: Set<Illegibility> = []
        for number in 0..<Self.draws {
            var way = Way()
            move(&way, by: entry, values, number)
            if let loss = way.text.illegible { losses.insert(loss) }
        }
        return losses
    }

    /// A page with margins and lines, for operations that look at it.
    private static let letter: Raster = {
        var samples = [UInt8](repeating: 255, count: size.width * size.height)
        for y in 70..<750 where y % 16 < 5 {
            for x in 70..<510 where x % 7 < 4 { samples[y * size.width + x] = 0 }
        }
        return Raster(.gray, width: size.width, height: size.height, samples: samples)
    }()
}
