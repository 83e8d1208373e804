import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax

/// Finds steps that take from the truth what a training set or the readability check asks of it.
struct TruthChecker {
    let plan: Plan
    let doubts: Doubts
    let formats: FormatCatalog

    /// A4 at a resolution that is low enough for a quick look.
    private static let size = Size(width: 580, height: 820)
    private static let dpi = 70.0
    /// How often a step is drawn to see what it may do.
    private static let draws = 24

    func findings() -> [Diagnostic] {
        let wanted = wantedStages
        return plan.stages.indices.filter(wanted.contains).flatMap { index -> [Diagnostic] in
            var findings: [Diagnostic] = []
            plan.stages[index].steps.forEachOperation { step in
                guard !doubts.steps.contains(step.span), let finding = finding(about: step) else { return }
                findings.append(finding)
            }
            return findings
        }
    }

    /// The stages whose labels somebody looks at, and all above them.
    private var wantedStages: Set<Int> {
        let outputs = plan.datasets.map(\.output).filter(plan.outputs.indices.contains)
        return plan.stages(
            above: outputs.map { plan.outputs[$0].stage } + (plan.readability.map { [$0.stage] } ?? []))
    }

    private func finding(about step: StepPlan) -> Diagnostic? {
        guard case .operation(let entry, let values) = step.kind, entry.movesPoints else { return nil }
        let losses = losses(entry, values)
        let name = entry.manual.name
        if losses.contains(.mirrored) {
            return Diagnostic(
                .mirroredText, "'\(name)' shows the page as a mirror does, and mirrored text cannot be read",
                at: step.span, label: "no label of such a page is trained on",
                help: "leave the step out; turns such as  rotate: 180  keep text as it is read")
        }
        let truth = plan.input.truth.name
        guard formats.truth(named: truth)?.outlines == TruthFormatDeclaration.Outlines.none, losses.contains(.cut)
        else {
            return nil
        }
        return Diagnostic(
            .cutText, "'\(name)' may cut text off, and '\(truth)' does not say where text stands", at: step.span,
            label: "a page of which less than 90 % stays loses its text",
            help: "cut less, or give truth with outlines, such as hocr, alto or page")
    }

    /// What becomes of text without outlines in some of the step's draws.
    private func losses(_ entry: CatalogEntry, _ values: ParameterSet) -> Set<Illegibility> {
        var losses: Set<Illegibility> = []
        for number in 0..<Self.draws {
            let stream = RandomStream(key: 0).child(number)
            guard let operation = entry.draw(values, from: stream, dpi: Self.dpi).operation as? any GeometricOperation
            else { break }
            let page = PageContext(
                size: Self.size, dpi: Self.dpi, pixels: operation.measures ? Self.letter : nil)
            let map = operation.map(of: page, stream.child("map"))
            let text = GroundTruth.page("text", origin: "").moved(by: [map], from: Self.size)
            if let loss = text.illegible { losses.insert(loss) }
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
