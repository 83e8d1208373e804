public import Imaging
public import OperationKit

/// Specks of ink taken out that are small and far from letters.
public struct Despeckle: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "despeckle", family: .preprocess, on: [.page], gives: .same, peers: ["remove-noise", "remove-small-objects"],
        "Specks of ink taken out that are small and far from letters, so that dots and accents stay.", main: "size",
        severities: Severities(
            mild: ["size": "0.2mm"], medium: ["size": "0.35mm"], strong: ["size": "0.6mm", "distance": "0.3mm"]),
        promises: [.onlyLightens(), .keepsBlankPaper, .identity(with: ["size": "0mm"]), .grayEqualsColor()],
        cost: (60, 50))

    public static let usesChance = false

    let size: Double
    let distance: Double

    public init(_ p: inout Parameters) {
        size = p.length("size", "0.25mm", in: .mm(0...5), "what is wider or higher than this stays")
        distance = p.length("distance", "0.8mm", in: .mm(0...20), "what is nearer than this to larger ink stays")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard size > 0, !pixels.isFlat else { return }
        // All of a page of two levels that is not white is ink.
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: pixels.kind == .bilevel)
        let limit = max(1, Int(size.rounded()))
        let pieces = inkComponents(pixels.inkRows(map, threshold: InkMap.threshold / 2)).map(\.box)
        let (small, large) = (
            pieces.filter { max($0.width, $0.height) <= limit }, pieces.filter { max($0.width, $0.height) > limit }
        )
        guard !small.isEmpty else { return }
        let specks = alone(small, large, pixels.size)
        guard !specks.isEmpty else { return }
        let isBilevel = pixels.kind == .bilevel
        var rows = [[InkBox]](repeating: [], count: pixels.height)
        for speck in specks {
            // Its soft rim goes too.
            let (top, bottom) = (max(0, speck.top - 1), min(pixels.height, speck.bottom + 1))
            for y in top..<bottom { rows[y].append(speck) }
        }
        let width = pixels.width
        pixels.loseInk(map) { lost, y in
            if rows[y].isEmpty { return false }
            lost.update(repeating: 0, count: width)
            for box in rows[y] {
                for x in max(0, box.left - 1)..<min(width, box.right + 1) { lost[x] = 255 }
            }
            return true
        }
        if isBilevel { pixels.kind = .bilevel }
    }

    /// The small ones with no larger one in the cells around them; a cell is as large as the distance.
    private func alone(_ small: [InkBox], _ large: [InkBox], _ size: Size) -> [InkBox] {
        let cell = max(4, Int(distance.rounded()))
        let (columns, rows) = (size.width / cell + 1, size.height / cell + 1)
        var near = [[InkBox]](repeating: [], count: columns * rows)
        for box in large {
            for row in box.top / cell...min(rows - 1, (box.bottom - 1) / cell) {
                for column in box.left / cell...min(columns - 1, (box.right - 1) / cell) {
                    near[row * columns + column].append(box)
                }
            }
        }
        let reach = Int(distance.rounded())
        return small.filter { speck in
            for row in max(0, speck.top / cell - 1)...min(rows - 1, speck.bottom / cell + 1) {
                for column in max(0, speck.left / cell - 1)...min(columns - 1, speck.right / cell + 1) {
                    for box in near[row * columns + column] {
                        let aside = max(box.left - speck.right, speck.left - box.right, 0)
                        let above = max(box.top - speck.bottom, speck.top - box.bottom, 0)
                        if aside < reach, above < reach { return false }
                    }
                }
            }
            return true
        }
    }
}
