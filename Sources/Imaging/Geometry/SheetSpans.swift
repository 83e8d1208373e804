/// Where a sheet is in a picture: of every row the columns that it covers.
public struct SheetSpans: Sendable {
    /// The size of the picture.
    public let size: Size
    private let spans: [Range<Int>]

    /// The sheet that the map shows, its outline taken at 64 places of each side.
    public init(of map: GeometricMap, from before: Size) {
        size = map.outputSize
        var low = [Double](repeating: .infinity, count: size.height)
        var high = [Double](repeating: -.infinity, count: size.height)
        let outline = SheetSpans.outline(of: map, from: before)
        for (i, a) in outline.enumerated() {
            let b = outline[(i + 1) % outline.count]
            let (top, bottom) = (min(a.y, b.y), max(a.y, b.y))
            let first = max(0, Int((max(top, -1) - 0.5).rounded(.up)))
            let last = min(size.height - 1, Int((min(bottom, Double(size.height)) - 0.5).rounded(.down)))
            guard first <= last else { continue }
            for y in first...last {
                let t = b.y == a.y ? 0 : (Double(y) + 0.5 - a.y) / (b.y - a.y)
                let x = a.x + (b.x - a.x) * t
                low[y] = min(low[y], x)
                high[y] = max(high[y], x)
            }
        }
        let width = Double(size.width)
        spans = zip(low, high).map { low, high in
            guard low < high else { return 0..<0 }
            // The pixel at the rim is sheet and desk already, as it was pulled.
            let first = Int(min(max(low - 1, 0), width))
            return first..<max(first, Int(min(max(high + 1, 0), width)))
        }
    }

    private static func outline(of map: GeometricMap, from before: Size) -> [Point] {
        var points: [Point] = []
        let corners = before.corners
        for (i, a) in corners.enumerated() {
            let b = corners[(i + 1) % 4]
            for k in 0..<64 { points.append(a + (b - a) * (Double(k) / 64)) }
        }
        map.push(&points)
        return points
    }

    /// The columns of a row that the sheet covers.
    public func columns(_ y: Int) -> Range<Int> { spans[y] }

    /// The columns of a row outside the sheet.
    public func outside(_ y: Int) -> [Range<Int>] {
        let span = spans[y]
        if span.isEmpty { return [0..<size.width] }
        return [0..<span.lowerBound, span.upperBound..<size.width]
    }
}
