/// The readability check of a pipeline.
public struct ReadabilityPlan: Sendable {
    /// An index into `Plan.stages`.
    public var stage = 0
    /// The main one first; empty for those of the scripts on the pages.
    public var languages: [String] = []
    /// Tesseract's page segmentation mode, for pages whose lines are not known.
    public var layout = 6
    public var effort = Effort.full
    public var keep = KeepBounds()
    public var otherwise = Otherwise.drop
    /// How often a variant is drawn again, with `retry`.
    public var retries = 0
    /// The share of the variants that are measured.
    public var sampledPages = 1.0
    /// The name of the recipe by which texts are compared.
    public var metric = ReadabilityPlan.metrics[0]
    /// How hard pages may be, in the order of the file.
    public var bands: [BandPlan] = []
    /// How often a variant is drawn at most to fill the bands' shares.
    public var attempts = 1
    /// The program that reads in place of Tesseract, with its arguments; empty for Tesseract.
    public var command: [String] = []
    /// The judge of the calling program that reads in place of Tesseract; nil for none.
    public var judge: String?
    /// Whether words that were not found are left out of what may be trained on.
    public var marksUnread = false
    public var unmeasured = Unmeasured.flag
    /// Seconds for one page.
    public var timeout = 60.0

    public enum Otherwise: String, Sendable, CaseIterable { case drop, flag }
    public enum Unmeasured: String, Sendable, CaseIterable { case keep, flag, drop }

    /// What is read of a page.
    public enum Effort: Sendable, Hashable {
        case decided, full
        /// So many lines, drawn by chance.
        case lines(Int)
    }

    /// The names of the recipes, the usual one first.
    public static let metrics = ["nfc-grapheme-ws1", "jiwer", "dinglehopper", "isri", "ned"]

    /// Everything as usual, of the first stage.
    public init() {}

    /// Whether a page must be read whole: the verdict rests on something that no part of it tells.
    public var needsAll: Bool {
        marksUnread || keep.confidence != nil || metric != Self.metrics[0]
            || (bands.isEmpty && keep == KeepBounds())
    }
}

/// A range of character error rates with a name.
public struct BandPlan: Sendable, Hashable {
    public let name: String
    /// Ends included.
    public let cer: ClosedRange<Double>
    /// The share of a page's variants that is wanted, 0…1; nil where any will do.
    public var share: Double?

    /// A band of that name.
    public init(name: String, cer: ClosedRange<Double>, share: Double? = nil) {
        self.name = name
        self.cer = cer
        self.share = share
    }
}

/// The ranges, ends included, that a variant's scores must all lie in to be kept.
public struct KeepBounds: Sendable, Equatable {
    public var cer: ClosedRange<Double>?
    public var wer: ClosedRange<Double>?
    /// Found words over all words.
    public var words: ClosedRange<Double>?
    /// 0…100.
    public var confidence: ClosedRange<Double>?

    /// Everything is kept.
    public init() {}
}
