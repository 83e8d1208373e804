public import Imaging
public import OperationKit

/// What a copier or scanner sees beyond the sheet.
public struct PageBorder: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "page-border", family: .print, on: [.page], peers: ["PageBorder", "black-border", "copy-edges"],
        "What lies beyond the sheet: the black of a copier, the shadow of the lid, the edges of a stack.", main: "kind",
        severities: Severities(
            mild: ["width": "2mm"], medium: ["width": "6mm", "sides": "all"],
            strong: ["width": "15mm", "kind": "black", "grow": "false"]),
        promises: [
            .identity(with: ["width": "0mm"]), .labelsHit, .keepsWords(), .grayEqualsColor(),
        ],
        cost: (color: 20, gray: 12))

    enum Kind: String, CaseIterable { case shadow, black, stack, lid }

    let kind: Kind
    let sides: SideChoice
    let width: Double
    let sheets: Int
    let ragged: Double
    let grows: Bool
    /// How new area is filled before it is painted.
    public let resampling: Resampling

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "shadow", "what is seen there")
        sides = p.choice("sides", "random", "on which sides")
        width = p.length("width", "2..6mm", in: .mm(0...60), "how much of it")
        sheets = p.count("sheets", "3..7", in: 1...40, "edges of a stack")
        ragged = p.length("ragged", "0.2..0.8mm", in: .mm(0...10), "how uneven the line is where the sheet ends")
        grows = p.flag("grow", true, "whether the page gets larger by it; else it is painted over the margin")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let more = margins(random)
        guard grows, more.reduce(0, +) > 0 else { return .identity(page.size) }
        return GeometricMap(
            .translation(Double(more[0]), Double(more[2])),
            outputSize: Size(
                width: page.size.width + more[0] + more[1], height: page.size.height + more[2] + more[3]))
    }

    /// Whole pixels at the left, the right, the top and the bottom.
    private func margins(_ random: RandomStream) -> [Int] {
        let chosen = sides.sides(random.child("sides"))
        return SheetSide.allCases.map { chosen.contains($0) ? Int(width.rounded()) : 0 }
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let more = margins(random)
        guard more.reduce(0, +) > 0 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let size = pixels.size
        let mm = page.pixels(mm: 1)
        // The line may be uneven only outwards, so that nothing of a page that grew is covered.
        let rim = RaggedRim(size, SheetSide.allCases.filter { more[$0.rawValue] > 0 }) { side in
            let own = random.child("rim").child(side.rawValue)
            let count = RaggedRim.length(of: side, on: size)
            let (slow, fine) = (own.child(0).line(count, cell: 30 * mm), own.child(1).line(count, cell: max(1, mm)))
            return (0..<count).map { i in
                let off = min(1, max(0, 0.5 + 0.45 * slow[i] + 0.2 * fine[i])) * ragged
                return max(0, Double(more[side.rawValue]) - off)
            }
        }
        let tones = BorderTones(kind: kind, width: width, sheets: sheets, mm: mm, random.child("tones"))
        let channels = pixels.channels
        pixels.withMutablePlane { plane in
            rim.visit(within: 0.5) { x, y, depth in
                let tone = tones.level(-depth, x, y)
                let share = UInt8(min(1, 0.5 - depth) * 255)
                for i in x * channels..<(x + 1) * channels {
                    plane.row(y)[i] = Blend.mix(plane.row(y)[i], tone, share)
                }
            }
        }
    }
}

/// Gray levels by the distance from the sheet.
private struct BorderTones {
    private let kind: PageBorder.Kind
    private let levels: [UInt8]
    private let grain: PlaceNoise

    init(kind: PageBorder.Kind, width: Double, sheets: Int, mm: Double, _ random: RandomStream) {
        self.kind = kind
        grain = PlaceNoise(random.child("grain"))
        let count = max(2, Int(width * 2) + 8)
        levels = (0..<count).map { i in
            let far = Double(i) / 2
            return UInt8(min(255, max(0, BorderTones.tone(kind, far, width, sheets, mm, random).rounded())))
        }
    }

    private static func tone(
        _ kind: PageBorder.Kind, _ far: Double, _ width: Double, _ sheets: Int, _ mm: Double, _ random: RandomStream
    ) -> Double {
        switch kind {
        case .black: return 22 + 40 * exponential(-far / (0.25 * mm))
        case .shadow:
            // The sheet's edge keeps light from the lid close to it.
            let lid = random.child("lid").uniform(176...222)
            return lid - (lid - 62) * exponential(-far / (0.28 * width + 0.3 * mm))
        case .lid:
            let lid = random.child("lid").uniform(196...236)
            return lid - 90 * exponential(-far / (0.3 * mm))
        case .stack:
            // Edges of sheets that do not lie quite on one another, each a little darker than the one above.
            let step = max(2, width / Double(sheets))
            let sheet = min(sheets - 1, Int(far / step))
            let way = far / step - Double(sheet)
            let base =
                232 - 70 * Double(sheet) / Double(max(1, sheets)) + random.child("sheet").uniform(-10...10, sheet)
            return base - 105 * exponential(-way * step / max(0.6, 0.22 * mm))
        }
    }

    func level(_ far: Double, _ x: Int, _ y: Int) -> UInt8 {
        let tone = levels[min(levels.count - 1, max(0, Int(far * 2)))]
        let rough = (Int(grain.byte(x, y)) - 128) / (kind == .black ? 12 : 26)
        return UInt8(min(255, max(0, Int(tone) + rough)))
    }
}
