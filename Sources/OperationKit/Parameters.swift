public import Imaging
public import PipelineSyntax

/// What an operation says of one parameter.
public struct ParameterDeclaration: Sendable, Equatable {
    public let name: String
    public let kind: ValueKind
    /// The default in the pipeline language, such as `0.1..0.3mm`; `none` where leaving it out is a meaning.
    public let defaultText: String
    public let help: String
}

/// A drawn value as the manifest shows it: lengths in pixels.
public enum DrawnValue: Sendable, Hashable {
    case number(Double)
    case count(Int)
    case word(String)
    case flag(Bool)
    case color(Color)
    case numbers([Double])
    case nothing
}

/// Hands an operation's initializer its parameters. Each call declares a parameter and returns a value for it: drawn,
/// from a stream named after the parameter, from what the pipeline file gave or else from the default. The default is
/// written in the pipeline language, the bounds in Swift.
///
///     radius = p.length("radius", "0.1..0.3mm", in: .mm(0...1.5), "how far the ink creeps")
///
/// Drawn numbers are rounded to four significant digits before use, so that the manifest holds exactly what was used.
public struct Parameters {
    /// In the order of the calls.
    public private(set) var declarations: [ParameterDeclaration] = []
    /// In the order of the calls.
    public private(set) var drawn: [(name: String, value: DrawnValue)] = []

    private let values: ParameterSet?
    private let stream: RandomStream
    private let dpi: Double
    /// Given at every draw; what a listing answers is meaningless but legal.
    private let isListing: Bool

    /// For learning which parameters an operation has.
    public init(listing: Void) {
        values = nil
        stream = RandomStream(key: 0)
        dpi = 150
        isListing = true
    }

    /// For making one instance: `stream` is the step's, `dpi` the page's.
    public init(drawing values: ParameterSet, from stream: RandomStream, dpi: Double) {
        self.values = values
        self.stream = stream
        self.dpi = dpi
        isListing = false
    }

    /// Bounds of a length, in one unit.
    public enum LengthBounds: Sendable {
        case mm(ClosedRange<Double>)
        case pt(ClosedRange<Double>)
    }

    /// A plain number.
    public mutating func number(
        _ name: String, _ text: String, in bounds: ClosedRange<Double>, _ help: String
    ) -> Double {
        drawNumber(name, .number(bounds), text, help)
    }

    /// A whole number.
    public mutating func count(_ name: String, _ text: String, in bounds: ClosedRange<Int>, _ help: String) -> Int {
        let value = draw(name, .count(bounds), text, help)
        guard case .number(let n) = value else { return bounds.lowerBound }
        let whole = Int(n)
        note(name, .count(whole))
        return whole
    }

    /// A whole number that may be left out.
    public mutating func optionalCount(_ name: String, in bounds: ClosedRange<Int>, _ help: String) -> Int? {
        guard case .number(let n) = draw(name, .optional(.count(bounds)), "none", help) else {
            note(name, .nothing)
            return nil
        }
        note(name, .count(Int(n)))
        return Int(n)
    }

    /// A plain number that may be left out.
    public mutating func optionalNumber(
        _ name: String, in bounds: ClosedRange<Double>, _ help: String
    ) -> Double? {
        guard case .number(let n) = draw(name, .optional(.number(bounds)), "none", help) else {
            note(name, .nothing)
            return nil
        }
        let rounded = roundedForManifest(n)
        note(name, .number(rounded))
        return rounded
    }

    /// A share, 0…1.
    public mutating func share(
        _ name: String, _ text: String, in bounds: ClosedRange<Double> = 0...1, _ help: String
    ) -> Double {
        drawNumber(name, .share(bounds), text, help)
    }

    /// An angle in degrees, counterclockwise positive.
    public mutating func angle(
        _ name: String, _ text: String, in bounds: ClosedRange<Double>, _ help: String
    ) -> Double {
        drawNumber(name, .angle(bounds), text, help)
    }

    /// A length, returned in pixels of the page.
    public mutating func length(_ name: String, _ text: String, in bounds: LengthBounds, _ help: String) -> Double {
        lengthInPixels(draw(name, bounds.kind, text, help), named: name) ?? 0
    }

    /// A length that may be left out (`none`), in pixels of the page.
    public mutating func optionalLength(
        _ name: String, _ text: String = "none", in bounds: LengthBounds, _ help: String
    ) -> Double? {
        lengthInPixels(draw(name, .optional(bounds.kind), text, help), named: name)
    }

    /// One of the cases of an enumeration whose raw values are the words of the language.
    public mutating func choice<C: CaseIterable & RawRepresentable>(
        _ name: String, _ text: String, _ help: String
    ) -> C where C.RawValue == String {
        let value = draw(name, .choice(C.allCases.map(\.rawValue)), text, help)
        guard case .word(let word) = value, let drawn = C(rawValue: word) else { return C.allCases.first! }
        note(name, .word(word))
        return drawn
    }

    /// One of a few whole numbers.
    public mutating func size(_ name: String, _ text: String, of sizes: [Int], _ help: String) -> Int {
        guard case .number(let n) = draw(name, .size(sizes), text, help) else { return sizes[0] }
        note(name, .count(Int(n)))
        return Int(n)
    }

    /// True or false.
    public mutating func flag(_ name: String, _ value: Bool, _ help: String) -> Bool {
        guard case .flag(let drawn) = draw(name, .flag, value ? "true" : "false", help) else { return value }
        note(name, .flag(drawn))
        return drawn
    }

    /// Words to print; not empty.
    public mutating func text(_ name: String, _ text: String, _ help: String) -> String {
        guard case .word(let drawn) = draw(name, .text, text, help) else { return text }
        note(name, .word(drawn))
        return drawn
    }

    /// A color.
    public mutating func color(_ name: String, _ text: String, _ help: String) -> Color {
        optionalColor(name, draw(name, .color, text, help)) ?? .black
    }

    /// A color that may be left out.
    public mutating func optionalColor(_ name: String, _ text: String = "none", _ help: String) -> Color? {
        optionalColor(name, draw(name, .optional(.color), text, help))
    }

    /// The name of a file, to be looked up in `PageContext.pictures`; nil when none was given.
    public mutating func path(_ name: String, _ help: String) -> String? {
        guard case .word(let path) = draw(name, .optional(.path), "none", help) else {
            note(name, .nothing)
            return nil
        }
        note(name, .word(path))
        return path
    }

    /// A list of numbers that may be left out.
    public mutating func optionalNumbers(_ name: String, count: Int, _ help: String) -> [Double]? {
        guard case .numbers(let list) = draw(name, .optional(.numbers(count)), "none", help) else {
            note(name, .nothing)
            return nil
        }
        note(name, .numbers(list))
        return list
    }

    /// A parameter of a kind that is known only while the program runs; its value is found in `drawn`.
    public mutating func value(_ name: String, _ kind: ValueKind, _ text: String, _ help: String) {
        let value = draw(name, kind, text, help)
        switch value {
        case .number(let number):
            note(name, kind.isWhole ? .count(Int(number)) : .number(roundedForManifest(number)))
        case .length: _ = lengthInPixels(value, named: name)
        case .color: _ = optionalColor(name, value)
        case .word(let word): note(name, .word(word))
        case .flag(let flag): note(name, .flag(flag))
        case .numbers(let list): note(name, .numbers(list))
        case .nothing: note(name, .nothing)
        }
    }

    private mutating func drawNumber(_ name: String, _ kind: ValueKind, _ text: String, _ help: String) -> Double {
        guard case .number(let n) = draw(name, kind, text, help) else { return 0 }
        let rounded = roundedForManifest(n)
        note(name, .number(rounded))
        return rounded
    }

    private mutating func lengthInPixels(_ value: Value, named name: String) -> Double? {
        guard case .length(let magnitude, let unit) = value else {
            note(name, .nothing)
            return nil
        }
        let pixels =
            switch unit {
            case .mm: Resolution.pixels(mm: magnitude, dpi: dpi)
            case .pt: Resolution.pixels(pt: magnitude, dpi: dpi)
            case .px: magnitude
            }
        let rounded = roundedForManifest(pixels)
        note(name, .number(rounded))
        return rounded
    }

    private mutating func optionalColor(_ name: String, _ value: Value) -> Color? {
        guard case .color(let red, let green, let blue) = value else {
            note(name, .nothing)
            return nil
        }
        let color = Color(red: red, green: green, blue: blue)
        note(name, .color(color))
        return color
    }

    private mutating func note(_ name: String, _ value: DrawnValue) {
        if !isListing { drawn.append((name, value)) }
    }

    private mutating func draw(_ name: String, _ kind: ValueKind, _ text: String, _ help: String) -> Value {
        if isListing {
            declarations.append(ParameterDeclaration(name: name, kind: kind, defaultText: text, help: help))
            return .nothing
        }
        guard let expression = values?[name] else { return .nothing }
        // A name that was spelled otherwise draws what it always drew.
        return expression.draw(from: stream.child(Spelling.british(name) ?? name), within: kind)
    }
}

extension Parameters.LengthBounds {
    /// The kind of value that these bounds describe.
    public var kind: ValueKind {
        switch self {
        case .mm(let range): .length(range, .mm)
        case .pt(let range): .length(range, .pt)
        }
    }
}

/// Four significant digits: fine enough for every parameter, short enough to read.
func roundedForManifest(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value == 0 ? 0 : value }
    // Powers of ten by multiplication, not by `pow`, so that every machine rounds alike.
    var scale = 1.0
    var magnitude = abs(value)
    while magnitude < 1000, scale < 1e12 {
        magnitude *= 10
        scale *= 10
    }
    while magnitude >= 10000 {
        magnitude /= 10
        scale /= 10
    }
    return (value * scale).rounded() / scale
}
