public import Imaging
public import OperationKit

/// A negative.
public struct Invert: TableOperation {
    /// What the manual says.
    public static let manual = Manual(
        "invert", family: .photometric, on: [.page, .ink, .paper], gives: .same, peers: ["InvertImg", "negative"],
        "A negative: 255 less each level.", promises: [.grayEqualsColor()], cost: (3, 1.5))

    public static let usesChance = false

    public init(_ p: inout Parameters) {}

    public func tables(for kind: PixelKind) -> [LookupTable] { [LookupTable { 255 - $0 }] }
}

/// Fewer levels.
public struct Posterize: TableOperation {
    /// What the manual says.
    public static let manual = Manual(
        "posterize", family: .photometric, on: [.page, .paper, .ink], peers: ["Posterize", "bit-depth"],
        "Fewer levels, as in a picture of few bits.", main: "levels",
        severities: Severities(mild: ["levels": "16"], medium: ["levels": "5"], strong: ["levels": "3"]),
        promises: [.identity(with: ["levels": "256"]), .keepsBlankPaper, .grayEqualsColor()], cost: (4, 2))

    public static let usesChance = false

    enum Rounding: String, CaseIterable { case nearest, floor }

    let levels: Int
    let rounding: Rounding

    public init(_ p: inout Parameters) {
        levels = p.count("levels", "6..16", in: 2...256, "how many levels are left")
        rounding = p.choice("rounding", "nearest", "to which level one goes that is not among them")
    }

    public func tables(for kind: PixelKind) -> [LookupTable] {
        let steps = Double(levels - 1)
        return [
            LookupTable { level in
                let place = Double(level) / 255 * steps
                let step = rounding == .nearest ? place.rounded() : min(steps, (place + 1e-9).rounded(.down))
                return UInt8((step / steps * 255).rounded())
            }
        ]
    }
}

/// Tones above a level turned over.
public struct Solarize: TableOperation {
    /// What the manual says.
    public static let manual = Manual(
        "solarize", family: .photometric, on: [.page], peers: ["Solarize"],
        "Tones above a level turned over, as in a photograph exposed twice.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.2"], medium: ["strength": "0.4"], strong: ["strength": "0.7", "from": "128"]),
        promises: [
            .identity(with: ["from": "256"]), .identity(with: ["strength": "0"]), .onlyDarkens(), .grayEqualsColor(),
            .monotone("strength", values: ["0", "0.2", "0.5", "0.8", "1"]),
        ],
        cost: (4, 2))

    public static let usesChance = false

    let from: Double
    let strength: Double

    public init(_ p: inout Parameters) {
        from = p.number("from", "235..250", in: 0...256, "the level above which tones are turned over")
        strength = p.share("strength", "0.2..0.5", "how far they are")
    }

    public func tables(for kind: PixelKind) -> [LookupTable] {
        if strength == 0 || from > 255 { return [.identity] }
        return [
            LookupTable { level in
                guard Double(level) >= from else { return level }
                // White goes all the way; just above the level little changes.
                let way = (Double(level) - from + 1) / (256 - from)
                let turned = Double(level) - way * way * max(0, 2 * Double(level) - 255)
                return UInt8((Double(level) + (turned - Double(level)) * strength).rounded())
            }
        ]
    }
}

/// Three equal channels.
public struct ToColor: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "to-color", family: .photometric, on: [.page, .ink, .paper], gives: .color, peers: ["ToRGB", "to-rgb"],
        "Three equal channels, where a following step or a format wants color.", promises: [.grayEqualsColor()],
        cost: (1, 4))

    public static let usesChance = false

    public init(_ p: inout Parameters) {}

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        pixels = pixels.converted(to: .color)
    }
}
