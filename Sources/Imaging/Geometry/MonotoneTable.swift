/// A rising function of one variable, given at evenly spaced places and straight between them, with its inverse.
/// Beyond its ends it goes on at a slope of 1.
public struct MonotoneTable: Sendable {
    private let first: Double
    private let step: Double
    private let values: [Double]
    /// For each of as many equal parts of the range of values: the last place whose value is not above its beginning.
    private let starts: [Int32]
    private let part: Double

    /// Values at first, first + step, …; at least one. Where they would not rise by a twentieth of the step they are
    /// made to, so that the function can be turned round.
    public init(from first: Double, step: Double, values given: [Double]) {
        var values = given
        for i in values.indices.dropFirst() { values[i] = max(values[i], values[i - 1] + 0.05 * step) }
        let low = values[0]
        let part = max((values[values.count - 1] - low) / Double(values.count), 1e-9)
        var starts: [Int32] = []
        starts.reserveCapacity(values.count)
        var place = 0
        for i in values.indices {
            let begin = low + Double(i) * part
            while place + 1 < values.count, values[place + 1] <= begin { place += 1 }
            starts.append(Int32(place))
        }
        (self.first, self.step, self.values, self.starts, self.part) = (first, step, values, starts, part)
    }

    /// The function at `x`.
    public func value(at x: Double) -> Double {
        let place = (x - first) / step
        if place <= 0 { return values[0] + (x - first) }
        let last = values.count - 1
        if place >= Double(last) { return values[last] + (x - first - Double(last) * step) }
        let i = Int(place)
        return values[i] + (values[i + 1] - values[i]) * (place - Double(i))
    }

    /// Where the function has the value `y`.
    public func argument(of y: Double) -> Double {
        let last = values.count - 1
        if y <= values[0] { return first + (y - values[0]) }
        if y >= values[last] { return first + Double(last) * step + (y - values[last]) }
        var i = Int(starts[min(Int((y - values[0]) / part), last)])
        while i + 1 < last, values[i + 1] < y { i += 1 }
        return first + step * (Double(i) + (y - values[i]) / (values[i + 1] - values[i]))
    }
}

/// A function of one variable, given at evenly spaced places and straight between them; constant beyond its ends.
public struct Profile: Sendable {
    private let first: Double
    private let step: Double
    private let values: [Double]

    /// Values at first, first + step, …; at least one.
    public init(from first: Double, step: Double, values: [Double]) {
        (self.first, self.step, self.values) = (first, step, values)
    }

    /// The function at `x`.
    public func value(at x: Double) -> Double {
        let last = values.count - 1
        let place = min(max((x - first) / step, 0), Double(last))
        let i = min(Int(place), max(0, last - 1))
        return last == 0 ? values[0] : values[i] + (values[i + 1] - values[i]) * (place - Double(i))
    }

    /// The largest absolute value.
    public var peak: Double { values.reduce(0) { max($0, abs($1)) } }
}
