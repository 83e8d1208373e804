extension Chart {
    /// A curve through points, from left to right.
    struct Curve {
        let name: String
        /// The number of its color, or `n` for a thin dotted line without points.
        let color: String
        let points: [(x: Double, y: Double)]
    }

    /// Curves over whole numbers.
    static func curves(
        _ curves: [Curve], title: String, across: String, upward: String, width: Double = 680, height: Double = 380
    ) -> Drawing {
        var drawing = Drawing(width: width, height: height, title: title)
        let (left, right, top, bottom) = (56.0, 16.0, 62.0, 42.0)
        let (wide, high) = (width - left - right, height - top - bottom)
        let all = curves.flatMap(\.points)
        let upright = Axis(0, max(all.map(\.y).max() ?? 1, 1e-9), steps: 5)
        let (first, last) = (all.map(\.x).min() ?? 0, all.map(\.x).max() ?? 1)
        func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
            let share = last > first ? (point.x - first) / (last - first) : 0.5
            // Room for the points at both ends.
            return (left + 14 + (wide - 28) * share, top + high * (1 - upright.place(point.y)))
        }
        drawing.text(title, left, 18, "th")
        for tick in upright.ticks {
            let y = place((first, tick)).y
            drawing.line(left, y, left + wide, y, tick == 0 ? "axis" : "grid")
            drawing.text(Shown.short(tick), left - 6, y + 4, "ts", .end)
        }
        var written = -1e9
        for x in Set(all.map(\.x)).sorted() {
            let place = place((x, 0)).x
            // As many numbers as there is room for.
            if place - written < 22 { continue }
            drawing.text(Shown.number(x, 0), place, top + high + 16, "ts", .middle)
            written = place
        }
        drawing.text(across, left + wide / 2, height - 6, "t2", .middle)
        drawing.text(upward, left, top - 10, "t2")
        for curve in curves {
            drawing.chain(curve.points.map(place), "l" + curve.color)
            if curve.color == "n" { continue }
            for point in curve.points {
                let at = place(point)
                drawing.dot(
                    at.x, at.y, 4, "f" + curve.color, tip: "\(Shown.number(point.x, 0)): \(Shown.short(point.y))")
            }
        }
        var x = left + wide
        for curve in curves.reversed() {
            x -= Drawing.width(of: curve.name)
            drawing.text(curve.name, x, 40, "t2")
            drawing.line(x - 26, 36, x - 6, 36, "l" + curve.color)
            x -= 42
        }
        return drawing
    }
}
