public import Imaging
public import OperationKit

/// Some runs of words are in another ink.
public struct InkColorSwap: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-color-swap", family: .ink, on: [.ink, .page], gives: .color, peers: ["InkColorSwap", "ink-color"],
        "Some runs of words are in another ink: blue, red, green, violet, sepia, iron gall.", main: "color",
        severities: Severities(
            mild: ["share": "0.1"], medium: ["share": "0.4"], strong: ["share": "1", "color": "red"]),
        promises: [
            .keepsBlankPaper, .identity(with: ["share": "0"]),
            .monotone("share", values: ["0", "0.25", "0.5", "0.8", "1"]),
        ],
        cost: (color: 16, gray: 16))

    /// Inks by name.
    public enum Ink: String, CaseIterable, Sendable {
        case blue, black, red, green, violet, sepia
        case ironGall = "iron-gall"

        var color: Color {
            switch self {
            case .blue: Color(red: 24, green: 44, blue: 138)
            case .black: Color(gray: 16)
            case .red: Color(red: 176, green: 26, blue: 32)
            case .green: Color(red: 16, green: 104, blue: 60)
            case .violet: Color(red: 92, green: 34, blue: 128)
            case .sepia: Color(red: 92, green: 60, blue: 32)
            case .ironGall: Color(red: 66, green: 48, blue: 44)
            }
        }
    }

    let color: Color
    let share: Double
    let run: Double

    public init(_ p: inout Parameters) {
        let ink: Ink = p.choice("color", "blue*3 | red | violet | green | sepia", "which ink")
        color = p.optionalColor("ink", "none", "any color instead") ?? ink.color
        share = p.share("share", "0.1..0.4", "of the lines' length that is in it; 1 for all ink of the page")
        run = p.length("run", "10..60mm", in: .mm(1...500), "how long a run of words in it is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard share > 0 else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        if share >= 1 {
            pixels = pixels.converted(to: .color)
            pixels.reprint(self.map(on: pixels, page), color) { _, _ in true }
            return
        }
        let boxes = chosen(TextLines(of: pixels, map: map, dpi: page.dpi), random)
        pixels = pixels.converted(to: .color)
        guard !boxes.isEmpty else { return }
        let (width, height) = (pixels.width, pixels.height)
        var rows = [[Range<Int>]](repeating: [], count: height)
        let more = max(1, Int(page.pixels(mm: 0.4).rounded()))
        for box in boxes {
            let columns = max(0, box.left - 1)..<min(width, box.right + 1)
            for y in max(0, box.top - more)..<min(height, box.bottom + more) { rows[y].append(columns) }
        }
        pixels.reprint(self.map(on: pixels, page), color, only: rows) { _, _ in true }
    }

    /// The map of a page that has become a color page.
    private func map(on pixels: Raster, _ page: PageContext) -> InkMap {
        InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
    }

    /// Words in runs: each line is dealt out anew every `run`.
    private func chosen(_ lines: TextLines, _ random: RandomStream) -> [InkBox] {
        zip(lines.boxes, lines.words).enumerated().flatMap { i, line -> [InkBox] in
            let (box, words) = line
            let own = random.child(i)
            let start = own.child("start").unit() * run
            return words.filter { word in
                let place = (Double(word.left - box.left) + start) / max(1, run)
                return own.chance(share, Int(place))
            }
        }
    }
}
