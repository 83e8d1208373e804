extension Raster {
    /// Whether the lightest and the darkest place, averaged over 5 × 5 pixels, differ by less than `contrast` levels.
    public func isBlank(contrast: Int = 8) -> Bool {
        let (side, rise) = (min(5, width), min(5, height))
        return converted(to: kind == .bilevel ? .bilevel : .gray).withPlane { plane in
            var columns = [Int](repeating: 0, count: width)
            var low = Int.max
            var high = 0
            for y in 0..<height {
                let entering = plane.row(y)
                for x in 0..<width { columns[x] += Int(entering[x]) }
                if y < rise - 1 { continue }
                var sum = columns[..<(side - 1)].reduce(0, +)
                for x in (side - 1)..<width {
                    sum += columns[x]
                    low = min(low, sum)
                    high = max(high, sum)
                    sum -= columns[x - side + 1]
                }
                if high - low >= contrast * side * rise { return false }
                let leaving = plane.row(y - rise + 1)
                for x in 0..<width { columns[x] -= Int(leaving[x]) }
            }
            return true
        }
    }
}
