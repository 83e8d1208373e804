extension TextLine {
    /// The line as if only the words of that range stood on it. Its outline reaches as far beside them as `padding` heights
    /// around it may be looked at without showing a neighbor; at the ends of the line it is that of the line.
    public func part(_ range: Range<Int>, padding: Double) -> TextLine {
        guard range != words.indices, !range.isEmpty else { return self }
        var part = self
        part.words = Array(words[range])
        part.text = TextLine.text(of: part.words)
        part.illegible = nil
        let axis = self.axis
        let extents = words.map { axis.extent(of: $0.outline.points) }
        let own = extents[range]
        var low = own.map(\.lowerBound).min() ?? 0
        var high = own.map(\.upperBound).max() ?? 0
        let whole = axis.extent(of: outline.points)
        let around = padding * axis.height
        // Words stand in reading order, which runs against the axis in right-to-left scripts.
        let others = extents[..<range.lowerBound] + extents[range.upperBound...]
        let before = others.filter { $0.lowerBound + $0.upperBound < low + high }.map(\.upperBound).max()
        let after = others.filter { $0.lowerBound + $0.upperBound >= low + high }.map(\.lowerBound).min()
        let (first, last) = (low, high)
        low = before.map { max(($0 + first) / 2 + around, first) } ?? whole.lowerBound
        high = after.map { min(($0 + last) / 2 - around, last) } ?? whole.upperBound
        if low >= high { (low, high) = (first, last) }
        part.outline.trim(to: axis, low, high, isColumn: runsDown)
        part.baseline = baseline.flatMap { Polyline.trimmed($0, along: axis, low, high) }
        return part
    }
}
