/// Along what a text runs: across its outline, or down it where it is written from top to bottom.
extension Outline {
    /// The axis of text that is written from top to bottom in it: from the middle of the upper side to the middle of the
    /// lower one; its height is the width of the column.
    public var downAxis: TextAxis {
        let q = fourCorners
        return TextAxis(
            start: (q[0] + q[1]) * 0.5, end: (q[3] + q[2]) * 0.5,
            height: (q[0].distance(to: q[1]) + q[3].distance(to: q[2])) / 2)
    }

    /// Whether a text of more than one grapheme in it is taken to be written from top to bottom: it is higher than wide by
    /// half.
    func isColumn(of text: String) -> Bool {
        guard !points.isEmpty, text.dropFirst().first != nil else { return false }
        let axis = self.axis
        return axis.height > 1.5 * axis.start.distance(to: axis.end)
    }
}

extension TextLine {
    /// Whether it is written from top to bottom, as the truth says or its outline shows.
    public var runsDown: Bool { isVertical || outline.isColumn(of: text) }

    /// The axis along which the line runs; its height is the line's thickness.
    public var axis: TextAxis { axis(of: outline) }

    /// The axis along which the line runs, were that its outline.
    func axis(of outline: Outline) -> TextAxis {
        isVertical || outline.isColumn(of: text) ? outline.downAxis : outline.axis
    }
}

extension Word {
    /// Whether it is written from top to bottom, as its outline shows.
    public var runsDown: Bool { outline.isColumn(of: text) }
}
