public import Imaging
public import OperationKit
import Vision

/// Letters whose inside did not take the ink.
public struct Hollow: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "hollow", family: .ink, on: [.ink, .page], peers: ["Hollow", "outline-text"],
        "Solids whose inside did not take the ink, so that mostly the outline of large letters is left.", main: "share",
        severities: Severities(
            mild: ["share": "0.2", "loss": "0.6"], medium: ["share": "0.6"], strong: ["share": "1", "loss": "1"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["share": "0"]), .identity(with: ["loss": "0"]),
            .grayEqualsColor(), .monotone("loss", values: ["0", "0.25", "0.5", "0.75", "1"]),
        ],
        cost: (color: 60, gray: 50))

    let rim: Double
    let loss: Double
    let share: Double
    let least: Double

    public init(_ p: inout Parameters) {
        rim = p.length("rim", "0.1..0.2mm", in: .mm(0.05...1), "how wide the outline is that stays")
        loss = p.share("loss", "0.5..1", "of the ink inside")
        share = p.share("share", "0.2..0.6", "of the words that are hit")
        least = p.length("min-stroke", "0.3mm", in: .mm(0...3), "strokes thinner than this stay whole")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard share > 0, loss > 0, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let gap = max(1, Int(page.pixels(mm: 0.9).rounded()))
        let words = pixels.inkRows(map, joining: gap)
        let (components, labels) = inkLabels(words)
        let hit = components.map { word in
            // By the place of the word, so that a dot above it most often goes with it.
            let middle = Point(Double(word.box.left + word.box.right) / 2, Double(word.box.top + word.box.bottom) / 2)
            let (column, row) = (Int(middle.x / page.pixels(mm: 9)), Int(middle.y / page.pixels(mm: 6)))
            return random.child(row).chance(share, column)
        }
        var ink = pixels.inkPicture(map)
        ink.apply([LookupTable { $0 >= InkMap.threshold ? 255 : 0 }])
        let depth = try ink.distanceToZero()
        // How wide the stroke is that a pixel lies in: twice the depth of its middle.
        let reach = 2 * max(1, Int((least / 2).rounded(.up))) + 1
        let widest = try depth.morphed(.dilate, .rectangle, width: reach, height: reach)
        let table = losses()
        pixels.loseInk(map) { lost, y in
            var any = false
            lost.update(repeating: 0, count: depth.width)
            depth.withPlane { depth in
                widest.withPlane { widest in
                    let (inside, most) = (depth.row(y), widest.row(y))
                    for (run, label) in zip(words[y], labels[y]) where hit[label] {
                        for x in run.start..<run.end where Double(most[x]) / 4 - 1 >= least {
                            lost[x] = table[Int(inside[x])]
                            any = any || lost[x] > 0
                        }
                    }
                }
            }
            return any
        }
    }

    /// How much is lost so many eighths of a pixel from the outside; the middle of the outermost pixel lies at 8.
    private func losses() -> [UInt8] {
        (0...255).map { eighths in
            let inside = Double(eighths) / 8 - 0.5 - rim
            return UInt8((255 * loss * min(1, max(0, inside + 0.5))).rounded())
        }
    }
}
