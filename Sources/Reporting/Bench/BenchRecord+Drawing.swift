extension BenchRecord {
    /// Variants a second over the number of workers, with what they would be if each worker did as much as the first.
    public var curve: Drawing {
        let runs = runs.sorted { $0.workers < $1.workers }
        let points = runs.map { (x: Double($0.workers), y: $0.rate) }
        let pace = runs.first.map { $0.rate / Double(max(1, $0.workers)) } ?? 0
        let ideal = points.map { (x: $0.x, y: $0.x * pace) }
        return Chart.curves(
            [
                Chart.Curve(name: "measured", color: "0", points: points),
                Chart.Curve(name: "each as the first", color: "n", points: ideal),
            ], title: "\(pipeline), \(name)", across: "workers", upward: "variants a second")
    }

    /// Variants a second of these runs and of another's as bars, one below the other.
    public func bars(against other: BenchRecord) -> Drawing {
        // The same program on another day would have the same name.
        let names = name == other.name ? [name, "\(other.name), before"] : [name, other.name]
        func bars(_ record: BenchRecord, _ style: String) -> [Chart.Bar] {
            record.runs.map { run in
                Chart.Bar(name: run.label, value: run.rate, shown: "\(Shown.short(run.rate)) a second", style: style)
            }
        }
        return Chart.bars(
            bars(self, "f0") + bars(other, "f1"), title: "\(pipeline): variants a second",
            key: [(style: "f0", name: names[0]), (style: "f1", name: names[1])])
    }
}
