import Codecs
internal import Diagnostics
package import Engine
package import Imaging
package import Jobs
package import OperationKit
internal import PipelineSyntax
package import Truth

/// Shifts every sample by a drawn amount.
package struct Shift: PixelOperation {
    package static let manual = Manual(
        "shift", family: .photometric, on: [.page], "Adds to every sample.", cost: (1, 1))

    let amount: Int

    package init(_ p: inout Parameters) { amount = p.count("amount", "1..200", in: 0...255, "how much") }

    package func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.apply([LookupTable { $0 &+ UInt8(amount) }])
    }
}

/// A small job over the pictures in the folder `in` of a scratch folder.
package struct ToyJob {
    package var variants = 4
    package var identity = JobIdentity([JobIdentity.Part("seed", "5"), JobIdentity.Part("pipeline", "p")])
    package var patterns = ["in"]
    package var pipeline = "seed: 5\nstages: {a: [shift]}\n"
    package var formats = FormatCatalog(truth: TruthFormats.declarations, sets: [])
    package var splits = SplitAssignment([:])
    package var truth = TruthSource.automatic
    package var judges: (any JudgeMaker)?
    package var readings: ReadingStore?

    package init() {}

    /// The same with some of it said otherwise.
    package init(_ change: (inout ToyJob) -> Void) { change(&self) }

    /// The plan of the pipeline.
    package var plan: Plan {
        let (tree, _) = Parser.parse(SourceText(pipeline, name: "p.yaml"))
        return Compiler(catalog: Catalog([Shift.self]), formats: formats).compile(tree!, defaultName: "p").plan!
    }

    /// The pages of a scratch folder.
    package func pages(in scratch: Scratch) -> PicturePages {
        PicturePages(patterns, from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
    }

    /// The job over the pages of a scratch folder.
    package func job(in scratch: Scratch) -> Job {
        Job(
            Renderer(plan: plan, resampler: NoMaps()), pages: pages(in: scratch), variants: variants, truth: truth,
            judges: judges, readings: readings, splits: splits, identity: identity)
    }
}

extension Scratch {
    /// Puts a gray picture of 20 × 30 pixels there, another for each `number`.
    package func putPage(_ name: String, _ number: Int) throws {
        let samples = (0..<(20 * 30)).map { UInt8(truncatingIfNeeded: $0 * (number + 3)) }
        put(name, try PictureFormat.png.encode(Raster(.gray, width: 20, height: 30, samples: samples)))
    }
}
