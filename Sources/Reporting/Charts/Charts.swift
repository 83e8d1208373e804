/// How drawings of numbers look; each knows nothing of what its numbers mean.
public enum Chart {
    /// A key to the colors of a drawing: style and name, from left to right.
    private static func key(
        _ names: [(style: String, name: String)], at x: Double, _ y: Double, on drawing: inout Drawing
    ) {
        var x = x
        for (style, name) in names {
            drawing.rectangle(x, y - 9, 10, 10, style, radius: 2)
            drawing.text(name, x + 15, y, "t2")
            x += 32 + Drawing.width(of: name)
        }
    }

    // MARK: Columns

    /// Columns side by side, each a stack.
    struct Columns {
        let title: String
        /// Under the axis.
        let across: String
        /// Names of the parts of a stack, the lowest first, with the number of their color.
        let parts: [(style: String, name: String)]
        /// What each column begins at, on the axis, and the end of the last.
        let edges: [Double]
        /// The heights by column, then by part.
        let counts: [[Double]]
        /// Lines across the drawing where something begins or ends.
        var marks: [(value: Double, name: String)] = []
        /// How a place on the axis is written.
        let label: (Double) -> String
    }

    /// A histogram.
    static func columns(_ data: Columns, width: Double = 680, height: Double = 260) -> Drawing {
        var drawing = Drawing(width: width, height: height, title: data.title)
        let (left, right, top, bottom) = (48.0, 26.0, 34.0, 40.0)
        let (wide, high) = (width - left - right, height - top - bottom)
        let axis = Axis(0, max(1, data.counts.map { $0.reduce(0, +) }.max() ?? 1), steps: 4)
        key(data.parts, at: left, 14, on: &drawing)
        for tick in axis.ticks where tick == tick.rounded() {
            let y = top + high * (1 - axis.place(tick))
            drawing.line(left, y, left + wide, y, tick == 0 ? "axis" : "grid")
            drawing.text(Shown.count(Int(tick)), left - 6, y + 4, "ts", .end)
        }
        let step = wide / Double(max(1, data.counts.count))
        for (index, stack) in data.counts.enumerated() {
            var y = top + high
            for (part, count) in stack.enumerated() where count > 0 {
                let size = high * axis.place(count)
                y -= size
                let range = "\(data.label(data.edges[index])) to \(data.label(data.edges[index + 1]))"
                drawing.rectangle(
                    left + Double(index) * step + 0.75, y, step - 1.5, size, data.parts[part].style,
                    tip: "\(range): \(Shown.number(count, 0)) \(data.parts[part].name)")
            }
        }
        let each = max(1, (data.edges.count - 1) / 10)
        for (index, edge) in data.edges.enumerated() where index % each == 0 {
            drawing.text(data.label(edge), left + Double(index) * step, top + high + 15, "ts", .middle)
        }
        drawing.text(data.across, left + wide / 2, height - 6, "t2", .middle)
        let (first, last) = (data.edges.first ?? 0, data.edges.last ?? 1)
        for mark in data.marks where mark.value >= first && mark.value <= last && last > first {
            let x = left + wide * (mark.value - first) / (last - first)
            drawing.line(x, top - 8, x, top + high, "mark")
            let isLate = x > left + wide * 0.8
            drawing.text(mark.name, x + (isLate ? -5 : 5), top - 1, "ts", isLate ? .end : .start)
        }
        return drawing
    }

    // MARK: Intervals

    /// A row of a drawing of intervals.
    struct Interval {
        let name: String
        let value: Double
        let low: Double
        let high: Double
        /// More of it, for a pointer that rests on it.
        var tip = ""
    }

    /// Values with what they may be, one below the other, about a zero line.
    static func intervals(
        _ rows: [Interval], title: String, across: String, width: Double = 680, label: (Double) -> String
    ) -> Drawing {
        let (row, top, bottom, right) = (22.0, 8.0, 40.0, 16.0)
        let left = min(width * 0.52, max(120, (rows.map { Drawing.width(of: $0.name) }.max() ?? 0) + 18))
        let height = top + bottom + row * Double(rows.count)
        var drawing = Drawing(width: width, height: height, title: title)
        // A wild interval must not squeeze all others; it is cut at the rim.
        let reach = rows.map {
            max(abs($0.value), min(abs($0.low), abs($0.value) * 3), min(abs($0.high), abs($0.value) * 3))
        }
        let most = max(reach.max() ?? 0, 1e-6)
        let axis = Axis(
            min(0, rows.map { max($0.low, -most) }.min() ?? 0), max(0, rows.map { min($0.high, most) }.max() ?? 0),
            steps: 6)
        let wide = width - left - right
        func x(_ value: Double) -> Double { left + wide * axis.place(value) }
        for tick in axis.ticks {
            drawing.line(x(tick), top, x(tick), height - bottom, abs(tick) < axis.step / 1000 ? "zero" : "grid")
            drawing.text(label(tick), x(tick), height - bottom + 15, "ts", .middle)
        }
        drawing.text(across, left + wide / 2, height - 6, "t2", .middle)
        for (index, one) in rows.enumerated() {
            let y = top + row * (Double(index) + 0.5)
            let style = one.low > 0 ? "2" : one.high < 0 ? "3" : "n"
            let name = Drawing.fitted(one.name, within: left - 14)
            drawing.text(name, left - 8, y + 4, "t", .end, tip: name == one.name ? "" : one.name)
            drawing.line(x(one.low), y, x(one.high), y, style == "n" ? "axis" : "l" + style)
            drawing.dot(x(one.value), y, 4, style == "n" ? "fn" : "f" + style, tip: one.tip)
        }
        return drawing
    }

    // MARK: Bars

    /// A bar with a name and a text behind it.
    struct Bar {
        let name: String
        let value: Double
        let shown: String
        var style = "f0"
    }

    /// Bars one below the other.
    static func bars(
        _ bars: [Bar], title: String, key names: [(style: String, name: String)] = [], width: Double = 680
    ) -> Drawing {
        let (row, top) = (24.0, names.isEmpty ? 4.0 : 26.0)
        let left = min(300, max(80, (bars.map { Drawing.width(of: $0.name) }.max() ?? 0) + 18))
        let behind = max(60, (bars.map { Drawing.width(of: $0.shown) }.max() ?? 0) + 16)
        var drawing = Drawing(width: width, height: top + row * Double(bars.count) + 6, title: title)
        key(names, at: left, 14, on: &drawing)
        let most = max(bars.map(\.value).max() ?? 0, 1e-12)
        for (index, bar) in bars.enumerated() {
            let y = top + row * Double(index)
            let size = max(1, (width - left - behind) * max(0, bar.value) / most)
            let name = Drawing.fitted(bar.name, within: left - 14)
            drawing.text(name, left - 8, y + 16, "t", .end, tip: name == bar.name ? "" : bar.name)
            drawing.rectangle(left, y + 4, size, row - 8, bar.style, radius: 2)
            drawing.text(bar.shown, left + size + 6, y + 16, "t2")
        }
        return drawing
    }
}
