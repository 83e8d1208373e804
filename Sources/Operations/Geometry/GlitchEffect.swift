public import Imaging
public import OperationKit

/// Strips torn out of register.
public struct GlitchEffect: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "glitch-effect", family: .geometry, on: [.page, .paper], gives: .same, peers: ["GlitchEffect", "torn-lines"],
        "A fault in transfer tore strips of the page out of register.", main: "strips",
        severities: Severities(
            mild: ["strips": "2", "shift": "0.3mm"], medium: ["strips": "5"],
            strong: ["strips": "15", "shift": "4mm"]),
        promises: [.identity(with: ["strips": "0"]), .roundTrip(atMost: 0.1)],
        cost: (2, 0.9), destructive: "words that a strip cuts are broken; the others stay whole")

    enum Along: String, CaseIterable { case rows, columns }

    let strips: Int
    let height: Double
    let shift: Double
    let along: Along
    let wrap: Bool
    /// What is uncovered is filled with.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        strips = p.count("strips", "2..5", in: 0...200, "how many strips")
        height = p.length("height", "1..4mm", in: .mm(0.2...100), "how high the highest strip is")
        shift = p.length("shift", "0.3..1.5mm", in: .mm(0...100), "how far the furthest strip slides")
        along = p.choice("along", "rows", "which way the strips run")
        wrap = p.flag("wrap", false, "whether what leaves at one side comes back at the other")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let (w, h) = (page.size.width, page.size.height)
        let isAcross = along == .rows
        let (length, extent) = isAcross ? (h, w) : (w, h)
        let slides = slides(length, extent, random)
        if slides.isEmpty { return .identity(page.size) }
        var patches: [Patchwork.Patch] = []
        var next = 0
        for slide in slides {
            add(next..<slide.rows.lowerBound, by: 0, extent, isAcross, &patches)
            add(slide.rows, by: slide.shift, extent, isAcross, &patches)
            next = slide.rows.upperBound
        }
        add(next..<length, by: 0, extent, isAcross, &patches)
        return GeometricMap(Patchwork(from: page.size, to: page.size, patches), outputSize: page.size)
    }

    /// Strips that do not overlap, from the top, with how far each slides.
    private func slides(_ length: Int, _ extent: Int, _ random: RandomStream) -> [(rows: Range<Int>, shift: Int)] {
        var result: [(rows: Range<Int>, shift: Int)] = []
        for i in 0..<strips {
            let own = random.child(i)
            let rows = min(length, max(1, Int((height * own.uniform(0.4...1, 0)).rounded())))
            let way = own.uniform(0.5...1, 1) * (own.chance(0.5, 2) ? 1 : -1)
            let slide = min(max(Int((shift * way).rounded()), 1 - extent), extent - 1)
            let top = own.integer(0...length - rows, 3)
            let isFree = result.allSatisfy { $0.rows.upperBound <= top || $0.rows.lowerBound >= top + rows }
            if isFree, slide != 0 { result.append((top..<top + rows, slide)) }
        }
        return result.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
    }

    private func add(
        _ rows: Range<Int>, by shift: Int, _ extent: Int, _ isAcross: Bool, _ patches: inout [Patchwork.Patch]
    ) {
        if rows.isEmpty { return }
        func patch(_ low: Int, _ high: Int, _ shift: Int) {
            let box =
                isAcross
                ? InkBox(left: low, top: rows.lowerBound, right: high, bottom: rows.upperBound)
                : InkBox(left: rows.lowerBound, top: low, right: rows.upperBound, bottom: high)
            patches.append(Patchwork.Patch(box, from: isAcross ? (-shift, 0) : (0, -shift)))
        }
        if wrap, shift != 0 {
            let turn = ((shift % extent) + extent) % extent
            patch(0, turn, turn - extent)
            patch(turn, extent, turn)
        } else {
            // What leaves the page still has a place, beyond its edge.
            patch(min(0, shift), extent + max(0, shift), shift)
        }
    }
}
