extension StageGraph {
    /// The graph as a drawing: what a stage starts from stands above it.
    public var drawing: Drawing {
        let layout = Layout(self)
        var drawing = Drawing(width: layout.width, height: layout.height, title: "The stages of \(name)")
        for arrow in arrows {
            guard let a = layout.places[arrow.from], let b = layout.places[arrow.to] else { continue }
            let (from, to) = ((x: a.x + a.width / 2, y: a.y + a.height), (x: b.x + b.width / 2, y: b.y))
            drawing.arrow(from: from, to: to)
            guard let label = arrow.label else { continue }
            drawing.text(label, (from.x + to.x) / 2 + 4, (from.y + to.y) / 2 + 4, "ts")
        }
        for box in boxes {
            guard let place = layout.places[box.id] else { continue }
            let isStage = box.kind == .stage
            drawing.rectangle(
                place.x, place.y, place.width, place.height, isStage ? "box" : "end", radius: isStage ? 4 : 12)
            drawing.text(box.title, place.x + place.width / 2, place.y + 18, "th", .middle)
            for (index, line) in box.lines.enumerated() {
                let shown = Drawing.fitted(line, within: place.width - 16, size: 11)
                drawing.text(
                    shown, place.x + place.width / 2, place.y + 34 + Double(index) * 15, "ts", .middle,
                    tip: shown == line ? "" : line)
            }
        }
        return drawing
    }

    /// Where boxes stand: in rows by how many arrows lead to them at most.
    private struct Layout {
        struct Place {
            var x: Double
            var y: Double
            let width: Double
            let height: Double
        }

        private(set) var places: [String: Place] = [:]
        private(set) var width = 0.0
        private(set) var height = 0.0

        init(_ graph: StageGraph) {
            var ranks: [String: Int] = [:]
            // Boxes stand in the order of the file, in which an input is always above.
            for box in graph.boxes {
                let above = graph.arrows.filter { $0.to == box.id }.compactMap { ranks[$0.from] }
                ranks[box.id] = (above.max() ?? -1) + 1
            }
            // Near to what takes it up, so that few arrows pass other boxes.
            for box in graph.boxes.reversed() {
                let below = graph.arrows.filter { $0.from == box.id }.compactMap { ranks[$0.to] }
                if let first = below.min() { ranks[box.id] = first - 1 }
            }
            let count = (ranks.values.max() ?? -1) + 1
            let rows = (0..<count).map { rank in graph.boxes.filter { ranks[$0.id] == rank } }
            let gap = 28.0
            let sizes = rows.map { row in row.map { (width: Self.width(of: $0), height: Self.height(of: $0)) } }
            let wide = sizes.map { $0.reduce(-gap) { $0 + $1.width + gap } }
            width = max(160, wide.max() ?? 0) + 8
            var y = 4.0
            for (rank, row) in rows.enumerated() {
                var x = (width - wide[rank]) / 2
                for (box, size) in zip(row, sizes[rank]) {
                    places[box.id] = Place(x: x, y: y, width: size.width, height: size.height)
                    x += size.width + gap
                }
                y += (sizes[rank].map(\.height).max() ?? 0) + 38
            }
            height = max(40, y - 34)
        }

        private static func width(of box: Box) -> Double {
            let lines = box.lines.map { Drawing.width(of: $0, size: 11) } + [Drawing.width(of: box.title, size: 14)]
            return min(300, max(84, (lines.max() ?? 0) + 26))
        }

        private static func height(of box: Box) -> Double { 28 + Double(box.lines.count) * 15 }
    }
}
