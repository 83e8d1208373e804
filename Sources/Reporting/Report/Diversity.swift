internal import JSON
internal import Jobs

/// How different the variants of a page are from each other.
struct Diversity {
    /// For each variant but the first of a page: how differently it was drawn than the one before it, 0 (alike) to 1 (no step in
    /// common).
    let distances: [Double]
    /// Groups of variants of one page whose pictures are the same to the pixel.
    let twins: [[String]]

    init(_ rows: [ManifestRow]) {
        let pages = Dictionary(grouping: rows, by: \.source)
        let spans = Self.spans(rows)
        var distances: [Double] = []
        var twins: [[String]] = []
        var seen: Set<String> = []
        for row in rows where seen.insert(row.source).inserted {
            let variants = pages[row.source] ?? []
            for (a, b) in zip(variants, variants.dropFirst()) { distances.append(Self.distance(a, b, spans)) }
            var byPixels: [String: [String]] = [:]
            for variant in variants {
                if let pixels = variant.image?.pixels { byPixels[pixels, default: []].append(variant.id) }
            }
            twins += byPixels.values.filter { $0.count > 1 }.sorted { $0[0].utf8.lexicographicallyPrecedes($1[0].utf8) }
        }
        self.distances = distances
        self.twins = twins
    }

    private struct Key: Hashable {
        let operation: String
        let parameter: String
    }

    /// From the least to the most that was drawn for each parameter.
    private static func spans(_ rows: [ManifestRow]) -> [Key: ClosedRange<Double>] {
        var spans: [Key: ClosedRange<Double>] = [:]
        for row in rows {
            for step in row.applied {
                for parameter in step.parameters {
                    guard let value = parameter.value.double else { continue }
                    let key = Key(operation: step.operation, parameter: parameter.name)
                    let span = spans[key] ?? value...value
                    spans[key] = min(span.lowerBound, value)...max(span.upperBound, value)
                }
            }
        }
        return spans
    }

    /// The mean over all steps that either has: 1 for a step of one of them only, else the mean distance of its parameters
    /// (after Gower, 1971): of numbers in parts of the range that was drawn, of words 0 or 1.
    private static func distance(_ a: ManifestRow, _ b: ManifestRow, _ spans: [Key: ClosedRange<Double>]) -> Double {
        var others: [String: ManifestRow.Step] = [:]
        for step in b.applied { others["\(step.stage)/\(step.step)/\(step.operation)"] = step }
        var (sum, count) = (0.0, 0)
        for step in a.applied {
            count += 1
            guard let other = others.removeValue(forKey: "\(step.stage)/\(step.step)/\(step.operation)") else {
                sum += 1
                continue
            }
            sum += distance(step, other, spans)
        }
        count += others.count
        sum += Double(others.count)
        return count == 0 ? 0 : sum / Double(count)
    }

    private static func distance(
        _ a: ManifestRow.Step, _ b: ManifestRow.Step, _ spans: [Key: ClosedRange<Double>]
    ) -> Double {
        var (sum, count) = (0.0, 0)
        for (p, q) in zip(a.parameters, b.parameters) where p.name == q.name {
            if let x = p.value.double, let y = q.value.double {
                let span = spans[Key(operation: a.operation, parameter: p.name)] ?? 0...0
                let length = span.upperBound - span.lowerBound
                // What is always the same makes nobody alike.
                if length <= 0 { continue }
                sum += abs(x - y) / length
            } else {
                sum += p.value == q.value ? 0 : 1
            }
            count += 1
        }
        return count == 0 ? 0 : sum / Double(count)
    }
}
