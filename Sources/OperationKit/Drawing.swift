public import Imaging
public import PipelineSyntax

extension ValueExpression {
    /// One value of the distribution. Counts are drawn as whole numbers with both ends included; a normal distribution
    /// is cut to the bounds of `kind`.
    public func draw(from stream: RandomStream, within kind: ValueKind) -> Value {
        switch self {
        case .fixed(let value):
            return value
        case .uniform(let low, let high):
            return between(low, high, kind) { a, b in
                if kind.isWhole { return Double(stream.integer(Int(a)...Int(b))) }
                return a + (b - a) * stream.unit()
            }
        case .logUniform(let low, let high):
            return between(low, high, kind) { a, b in
                let drawn = exponential(naturalLog(a) + (naturalLog(b) - naturalLog(a)) * stream.unit())
                return min(max(kind.isWhole ? drawn.rounded() : drawn, a), b)
            }
        case .normal(let mean, let deviation):
            return between(mean, deviation, kind) { m, d in
                let bounds = kind.bounds(in: mean)
                // Drawn again while outside, so that no lump gathers at the ends; a hopeless pair ends at an end.
                for attempt in 0..<32 {
                    let drawn = m + d * stream.normal(attempt)
                    let value = kind.isWhole ? drawn.rounded() : drawn
                    if bounds.contains(value) { return value }
                }
                return min(max(m, bounds.lowerBound), bounds.upperBound)
            }
        case .choice(let members):
            let total = members.reduce(0) { $0 + $1.weight }
            var rest = stream.child("choice").unit() * total
            for member in members {
                rest -= member.weight
                if rest < 0 { return member.value.draw(from: stream, within: kind) }
            }
            return members.last?.value.draw(from: stream, within: kind) ?? .nothing
        }
    }

    private func between(_ a: Value, _ b: Value, _ kind: ValueKind, _ pick: (Double, Double) -> Double) -> Value {
        switch (a, b) {
        case (.number(let x), .number(let y)): .number(pick(x, y))
        case (.length(let x, let unit), .length(let y, _)): .length(pick(x, y), unit)
        case (.color(let x, _, _), .color(let y, _, _)): .gray(level: pick(Double(x), Double(y)))
        default: a
        }
    }
}

extension Value {
    /// The gray nearest to a level of 0…255; ranges of colors are ranges of gray levels.
    fileprivate static func gray(level: Double) -> Value {
        let gray = UInt8(min(max(level.rounded(), 0), 255))
        return .color(red: gray, green: gray, blue: gray)
    }
}

extension ValueKind {
    var isWhole: Bool {
        switch self {
        case .count, .size: true
        case .optional(let kind): kind.isWhole
        default: false
        }
    }

    /// The bounds in the unit of `value`. Pixels have no bound of their own but the sign.
    func bounds(in value: Value) -> ClosedRange<Double> {
        switch self {
        case .number(let range), .share(let range), .angle(let range): return range
        case .count(let range): return Double(range.lowerBound)...Double(range.upperBound)
        case .length(let range, let unit):
            guard case .length(_, let own) = value else { return range }
            switch (own, unit) {
            case (.px, _): return (range.lowerBound < 0 ? -1e6 : 0)...1e6
            case (.pt, .mm): return range.lowerBound / 25.4 * 72...range.upperBound / 25.4 * 72
            case (.mm, .pt): return range.lowerBound / 72 * 25.4...range.upperBound / 72 * 25.4
            default: return range
            }
        case .optional(let kind): return kind.bounds(in: value)
        default: return -1e9...1e9
        }
    }
}
