internal import Engine
internal import Imaging
internal import Jobs
internal import Readability

/// How the lines of one variant are read: which, in which order, and when that is enough.
struct ReadingCourse {
    private let plan: ReadabilityPlan
    private let stretches: [Stretch]
    /// What is read at most, in order.
    private let order: [Int]
    private let bounds: Bounds
    private let bands: [Band]
    private let reference: Reference
    private let metric: Metric
    /// Lines read and lines there are, where the user said how many.
    private let sampledLines: [Int]?
    private var decision: Decision?
    private var tally: StretchTally

    /// With `columns` long lines are read in pieces where not all of them need be read. `chance` belongs to the variant.
    init(
        _ plan: ReadabilityPlan, _ labels: GroundTruth, as reference: Reference, columns: Int?, _ chance: RandomStream
    ) {
        self.plan = plan
        self.reference = reference
        bounds = Bounds(plan.keep)
        bands = plan.bands.map { Band(name: $0.name, range: $0.cer) }
        metric = Metric(rawValue: plan.metric) ?? .usual
        // What is read in any case is read by whole lines, which costs least; other programs compare those, too.
        let cuts = plan.effort == .decided && !plan.needsAll && metric == .usual
        let stretches = Stretch.all(of: labels, columns: cuts ? columns : nil)
        self.stretches = stretches
        tally = StretchTally(stretches, as: reference)
        var sampledLines: [Int]?
        switch plan.effort {
        case .full: order = Array(stretches.indices)
        case .lines(let count):
            let lines = Self.lines(of: stretches, count: count, chance)
            order = lines.chosen
            sampledLines = [lines.count, lines.all]
        case .decided where plan.needsAll: order = Array(stretches.indices)
        case .decided:
            let (graphemes, words) = (stretches.map(\.graphemes), stretches.map(\.pieces))
            let weights = Decision.weights(bounds, bands, graphemes.map(Double.init), words.map(Double.init))
            order = DrawnOrder.byWeight(weights) { index in
                let place = stretches[index]
                return chance.child("stretches").child(place.region).child(place.line).child(place.words.lowerBound)
            }
            decision = Decision(bounds, bands: bands, graphemes: graphemes, words: words)
        }
        self.sampledLines = sampledLines
    }

    /// The stretches of so many lines, drawn by chance, in reading order.
    private static func lines(
        of stretches: [Stretch], count: Int, _ chance: RandomStream
    ) -> (chosen: [Int], count: Int, all: Int) {
        struct Line: Hashable { var region, line: Int }
        var places: [Line] = []
        for stretch in stretches {
            let line = Line(region: stretch.region, line: stretch.line)
            if places.last != line { places.append(line) }
        }
        let keys = places.map { chance.child("lines").child($0.region).bits($0.line) }
        let drawn = places.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.prefix(max(count, 1))
        let chosen = Set(drawn.map { places[$0] })
        let indices = stretches.indices.filter {
            chosen.contains(Line(region: stretches[$0].region, line: stretches[$0].line))
        }
        return (indices, chosen.count, places.count)
    }

    /// Has stretches read one by one until that is enough. `read` gives what was read on the picture of each with
    /// its size, nil when there is no time left. Answers whether there was time enough.
    mutating func run(_ read: ([Stretch]) throws -> [(reading: Reading, size: Size)]?) throws -> Bool {
        let (reference, metric) = (reference, metric)
        return try compare(batch: 1) { stretches in
            try read(stretches).map { readings in
                zip(stretches, readings).map { stretch, read in
                    (read.reading, stretch.scores(read.reading, on: read.size, as: reference, by: metric))
                }
            }
        }
    }

    /// The same of what was compared already.
    mutating func compare(
        batch: Int, _ read: ([Stretch]) throws -> [(reading: Reading, scores: Scores?)]?
    ) throws -> Bool {
        var position = 0
        while position < order.count, decision?.isSure != true {
            let indices = order[position..<min(position + batch, order.count)]
            guard let readings = try read(indices.map { stretches[$0] }) else { return false }
            for (index, read) in zip(indices, readings) {
                guard let scores = read.scores else { continue }
                tally.add(read.reading, scores, of: index)
                decision?.add(Decision.Outcome(scores), of: index)
            }
            position = indices.endIndex
        }
        return true
    }

    /// What follows of what was read.
    func finding() -> Finding {
        let scores = tally.scores
        var finding = Finding(scores: scores, layout: .line)
        finding.sampled = sampledLines ?? (decision == nil ? nil : [tally.count, stretches.count])
        if let decision {
            if case .refused(let rule) = decision.verdict(scores) { finding.objection = rule }
            finding.interval = decision.measures.compactMap { measure in
                decision.interval(of: measure).map { (measure.rawValue, $0) }
            }
            finding.band = decision.band(scores)
        } else {
            finding.judge(by: bounds, bands)
        }
        return finding
    }
}

/// What reading a variant came to, and what follows.
struct Finding {
    let scores: Scores
    let layout: PageLayout
    var sampled: [Int]?
    var interval: [(measure: String, range: ClosedRange<Double>)] = []
    var band: String?
    var objection: String?

    init(scores: Scores, layout: PageLayout) {
        self.scores = scores
        self.layout = layout
    }

    /// By the values themselves, where they are no estimates.
    mutating func judge(by bounds: Bounds, _ bands: [Band]) {
        if case .refused(let rule) = bounds.verdict(scores) { objection = rule }
        band = bands.first { $0.range.contains(scores.cer.value ?? 0) }?.name
    }

    /// As the manifest has it. `labels` are those that the variant was compared with.
    func judgement(
        _ engine: String, _ models: [(language: String, sha256: String)], on stage: String, _ labels: GroundTruth
    ) -> Judgement {
        Judgement(
            ManifestRow.Readability(
                engine: engine, models: models, on: stage, layout: layout.rawValue,
                reference: scores.reference.rawValue, recipe: scores.recipe, cer: scores.cer.pair,
                wer: scores.wer.pair, words: scores.words.pair, extra: scores.extra, confidence: scores.confidence,
                sampled: sampled, interval: interval, band: band, text: scores.text),
            objection: objection,
            unread: scores.reference == .truth ? labels.ids(of: scores.unread) : [])
    }
}

extension Bounds {
    init(_ keep: KeepBounds) {
        self.init(cer: keep.cer, wer: keep.wer, words: keep.words, confidence: keep.confidence)
    }
}

extension Ratio {
    /// Numerator and denominator, as the manifest has them.
    var pair: [Int] { [numerator, denominator] }
}
