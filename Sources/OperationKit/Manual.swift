public import Imaging

/// The groups of the manual, in its order.
public enum Family: String, Sendable, CaseIterable {
    case ink, paper, print, camera, handling, annotation, photometric, geometry, preprocess
}

/// On what an operation works: ink before printing (255 = no ink), a sheet without print, or a printed page.
public enum Layer: String, Sendable, CaseIterable {
    case ink, paper, page
}

/// What kind of pixels an operation gives for the kind it takes.
public enum Gives: String, Sendable {
    /// What it took.
    case same
    /// Bilevel becomes gray; gray and color stay.
    case grayPlus
    case gray
    case bilevel
    case color

    /// The kind of the result.
    public func kind(for input: PixelKind) -> PixelKind {
        switch self {
        case .same: input
        case .grayPlus: max(input, .gray)
        case .gray: .gray
        case .bilevel: .bilevel
        case .color: .color
        }
    }
}

/// What an operation takes: any kind of pixels, or at most this one.
public enum Takes: String, Sendable {
    case any
    case gray
    case bilevel

    public func accepts(_ kind: PixelKind) -> Bool {
        switch self {
        case .any: true
        case .gray: kind <= .gray
        case .bilevel: kind == .bilevel
        }
    }
}

/// What an operation promises; one parameterized test holds the whole catalogue to it.
public enum Promise: Sendable, Hashable {
    /// No sample gets smaller with these parameters.
    case onlyLightens(with: [String: String] = [:])
    /// No sample gets larger with these parameters.
    case onlyDarkens(with: [String: String] = [:])
    /// An all-white page comes back identical.
    case keepsBlankPaper
    /// The page comes back byte for byte, its buffer shared, with these parameters.
    case identity(with: [String: String])
    /// The mean level of a text page and of white, gray and black sheets moves at most so many levels.
    case meanShift(atMost: Double, with: [String: String] = [:])
    /// The mean change does not fall when the parameter rises through `values`.
    case monotone(String, values: [String])
    /// Only 0 and 255 come out.
    case outputBilevel
    /// One channel comes out.
    case outputGray
    /// A color page without hue gets the gray page's result in each channel, within ±`tolerance`.
    case grayEqualsColor(tolerance: Int = 1, with: [String: String] = [:])
    /// So large a share of a gray-128 sheet changes, ± 20 %, when the parameter has that value.
    case coverage(of: String, values: [String])
    /// A pixel depends on nothing further away than so many millimeters.
    case local(mm: Double)
    /// inverse(forward(p)) comes back within so many pixels.
    case roundTrip(atMost: Double)
    /// A dot painted at a label's corner is found where the label goes.
    case labelsHit
    /// All labels stay on the page, with these parameters.
    case keepsWords(with: [String: String] = [:])
}

/// The parameter sets behind `severity: mild | medium | strong`: parameter name → value in the pipeline language.
public struct Severities: Sendable {
    public let mild: [String: String]
    public let medium: [String: String]
    public let strong: [String: String]

    public init(mild: [String: String], medium: [String: String], strong: [String: String]) {
        self.mild = mild
        self.medium = medium
        self.strong = strong
    }

    /// An operation with one meaning only.
    public static let none = Severities(mild: [:], medium: [:], strong: [:])

    public static let names = ["mild", "medium", "strong"]

    /// The word for the severity of the band that a variant is meant for.
    public static let ofBand = "band"

    public subscript(name: String) -> [String: String]? {
        switch name {
        case "mild": mild
        case "medium": medium
        case "strong": strong
        default: nil
        }
    }
}

/// What the manual says of an operation apart from its parameters, which its initializer declares.
public struct Manual: Sendable {
    public let name: String
    public let family: Family
    public let layers: [Layer]
    public let takes: Takes
    public let gives: Gives
    /// Names under which users of other tools know it.
    public let peers: [String]
    /// One sentence.
    public let summary: String
    /// What the short form `name: value` sets.
    public let mainParameter: String?
    public let severities: Severities
    public let promises: [Promise]
    /// The most it may cost on an A4 page at 150 dpi, in copies of that page: on a color page and on a gray one.
    public let cost: (color: Double, gray: Double)
    /// Said of operations that are exempt from staying readable at their defaults.
    public let destructive: String?

    public init(
        _ name: String, family: Family, on layers: [Layer], takes: Takes = .any, gives: Gives = .grayPlus,
        peers: [String] = [], _ summary: String, main mainParameter: String? = nil, severities: Severities = .none,
        promises: [Promise] = [], cost: (color: Double, gray: Double), destructive: String? = nil
    ) {
        self.name = name
        self.family = family
        self.layers = layers
        self.takes = takes
        self.gives = gives
        self.peers = peers
        self.summary = summary
        self.mainParameter = mainParameter
        self.severities = severities
        self.promises = promises
        self.cost = cost
        self.destructive = destructive
    }
}
