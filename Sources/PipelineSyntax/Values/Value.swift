/// The unit a length was written in.
public enum LengthUnit: String, Sendable, CaseIterable {
    case mm, pt, px
}

/// One plain value of the language, after its unit or spelling was understood.
public enum Value: Sendable, Hashable {
    /// A number, a count, a share (as 0…1) or an angle (degrees, counterclockwise).
    case number(Double)
    case length(Double, LengthUnit)
    case color(red: UInt8, green: UInt8, blue: UInt8)
    /// A choice, a text or a path.
    case word(String)
    case flag(Bool)
    case numbers([Double])
    /// `none`: the parameter is left out.
    case nothing
}

/// What stands where a value is expected: always the same, or a distribution to draw from.
public indirect enum ValueExpression: Sendable, Equatable {
    case fixed(Value)
    case uniform(Value, Value)
    case logUniform(Value, Value)
    case normal(mean: Value, deviation: Value)
    /// One of several with weights above 0; a member may itself be a range.
    case choice([Weighted])

    /// A member of a choice.
    public struct Weighted: Sendable, Equatable {
        /// What it is; may be a range.
        public let value: ValueExpression
        /// How often it is drawn in proportion to the others; above 0.
        public let weight: Double

        /// A member with its weight.
        public init(_ value: ValueExpression, weight: Double = 1) {
            self.value = value
            self.weight = weight
        }
    }
}

/// What a parameter takes. The kind decides how a scalar is read and which messages fit when it cannot be.
public enum ValueKind: Sendable, Equatable {
    /// A number within bounds.
    case number(ClosedRange<Double>)
    /// A whole number within bounds.
    case count(ClosedRange<Int>)
    /// 0…1 or 0 %…100 %, within bounds.
    case share(ClosedRange<Double>)
    /// Degrees, counterclockwise positive, within bounds.
    case angle(ClosedRange<Double>)
    /// A length with its unit; the bounds are in `unit`, and `px` is taken at any size that is not negative
    /// unless the lower bound is.
    case length(ClosedRange<Double>, LengthUnit)
    case color
    /// One of these words.
    case choice([String])
    /// One of these whole numbers, such as the sizes of a kernel.
    case size([Int])
    case flag
    /// Any text; not empty.
    case text
    /// The path of a file, relative to the pipeline file.
    case path
    /// A list of that many numbers.
    case numbers(Int)
    /// Any of the above, or `none`.
    indirect case optional(ValueKind)
}
