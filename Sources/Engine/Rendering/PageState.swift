public import Imaging
import OperationKit

/// Pulls pixels through maps. The engine knows when; how is not its matter.
public protocol Resampler: Sendable {
    /// The page after all steps of the passage: of the same kind of pixels or gray for bilevel. What a step cut off is
    /// new area for those after it.
    func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster
}

/// A page on its way through the graph. Geometry and look-up tables wait until pixels are needed, so that neighbors
/// are composed and a run of them costs one pass. Labels never wait.
struct PageState {
    /// Pixels as they are before what waits.
    private(set) var pixels: Raster
    var dpi: Double
    /// Pixels per inch down the page, where they are others than across.
    var dpiDown: Double?
    /// Whether no file and no step said the resolution.
    var isDPIGuessed: Bool
    var truth: GroundTruth
    var layer: Layer
    /// Whether the source's print is on it, so that its labels mean something.
    var hasPrint: Bool
    /// The maps since the source, in order; labels move step by step, whatever the pixels do.
    private(set) var moves: [GeometricMap] = []
    /// Draws the tone of the desk; the page lies on one, however often it is moved.
    private var desk: RandomStream?

    private var passage: Passage?
    private var waitingResampling = Resampling()
    private var waitingTables: [LookupTable] = []
    /// What it took to do what had waited, since the source.
    private(set) var settlingTime = Duration.zero

    init(_ page: Page, layer: Layer, hasPrint: Bool) {
        pixels = page.pixels
        dpi = page.dpi
        dpiDown = page.dpiDown
        isDPIGuessed = page.isDPIGuessed
        truth = page.truth
        self.layer = layer
        self.hasPrint = hasPrint
    }

    /// The size after all that waits.
    var size: Size { passage?.map.outputSize ?? pixels.size }

    /// The kind of pixels after all that waits. What is black and white may turn gray by it, so that is done first.
    mutating func kind(with resampler: any Resampler) throws -> PixelKind {
        if pixels.kind == .bilevel { try settle(with: resampler) }
        return pixels.kind
    }

    /// Moves labels now and pixels later. Maps that treat new area alike are composed. `stream` draws the tone of what
    /// lies under the page, once for all steps.
    mutating func move(
        by map: GeometricMap, _ resampling: Resampling, _ stream: RandomStream, _ edge: EdgeLimits,
        with resampler: any Resampler
    ) throws {
        guard !map.isIdentity(on: size) else { return }
        truth = truth.moved(by: map, from: size, edge)
        moves.append(map)
        if resampling.fill == .desk, desk == nil { desk = stream }
        let step = Passage.Step(map, from: size, dpi: dpi, desk ?? stream)
        let isAlike = waitingResampling == resampling && passage?.accepts(step, resampling) != false
        if !waitingTables.isEmpty || !isAlike { try settle(with: resampler) }
        if passage?.append(step) == nil { passage = Passage(step) }
        waitingResampling = resampling
    }

    /// Cuts or continues the page to that size at its right and lower edge: with its own paper, since print that went on
    /// there would be read.
    mutating func fit(to size: Size, _ stream: RandomStream, _ edge: EdgeLimits, with resampler: any Resampler) throws {
        let ownPaper = Resampling(fill: .paper, texture: true)
        try move(by: .identity(size), ownPaper, stream, edge, with: resampler)
    }

    /// Takes over the labels of another page, and how they moved, when this one has none.
    mutating func adoptLabels(of other: PageState) {
        if truth.level == .none { truth = other.truth }
        if !hasPrint, other.hasPrint { moves = other.moves }
        hasPrint = hasPrint || other.hasPrint
    }

    /// Notes a look-up for later.
    mutating func look(up tables: [LookupTable], with resampler: any Resampler) throws {
        if passage != nil { try settle(with: resampler) }
        if waitingTables.isEmpty {
            waitingTables = tables
        } else {
            let count = max(tables.count, waitingTables.count)
            waitingTables = (0..<count).map { i in
                waitingTables[waitingTables.count == 1 ? 0 : i].then(tables[tables.count == 1 ? 0 : i])
            }
        }
    }

    /// Does what waits. What comes after sees the pixels as they are.
    mutating func settle(with resampler: any Resampler) throws {
        guard passage != nil || !waitingTables.isEmpty else { return }
        let start = ContinuousClock.now
        defer { settlingTime += start.duration(to: .now) }
        if let passage {
            pixels = try resampler.pull(pixels, along: passage, waitingResampling)
            self.passage = nil
        }
        if !waitingTables.isEmpty {
            if pixels.kind == .bilevel { pixels.kind = .gray }
            pixels.apply(waitingTables)
            waitingTables = []
        }
    }

    /// Lends the settled pixels for a change. They are moved out and back, so that a sole owner stays one.
    mutating func change(with resampler: any Resampler, _ body: (inout Raster) throws -> Void) throws {
        try settle(with: resampler)
        try body(&pixels)
    }

    /// The page with its labels, once settled.
    var page: Page {
        var page = Page(pixels: pixels, dpi: dpi, dpiDown: dpiDown, truth: truth)
        page.isDPIGuessed = isDPIGuessed
        return page
    }
}
