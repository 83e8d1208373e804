public import Imaging
public import OperationKit

/// Thin streaks of toner dust from a scratched drum.
public struct DirtyDrum: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dirty-drum", family: .print, on: [.page], peers: ["DirtyDrum", "toner-streaks"],
        "Thin streaks of toner dust from a scratched drum, which may come back with each turn of it.", main: "streaks",
        severities: Severities(
            mild: ["streaks": "1", "density": "0.05"], medium: ["streaks": "4", "density": "0.15"],
            strong: ["streaks": "8", "density": "0.35", "width": "0.6mm"]),
        promises: [
            .onlyDarkens(), .identity(with: ["streaks": "0"]), .identity(with: ["density": "0"]), .grayEqualsColor(),
            .monotone("density", values: ["0", "0.1", "0.3", "0.6", "1"]),
        ],
        cost: (10, 4))

    enum Direction: String, CaseIterable { case vertical, horizontal, both }

    let streaks: Double
    let width: Double
    let density: Double
    let level: Double
    let turn: Double
    let along: Direction

    public init(_ p: inout Parameters) {
        streaks = p.number("streaks", "1..4", in: 0...100, "streaks in 100 mm")
        width = p.length("width", "0.15..0.5mm", in: .mm(0.04...5), "how wide one is")
        density = p.share("density", "0.05..0.18", "share of it that is covered where it is densest")
        level = p.number("level", "50..120", in: 0...255, "of the toner")
        turn = p.length("repeat", "0mm", in: .mm(0...400), "circumference of the drum; 0 for streaks without a period")
        along = p.choice("along", "vertical", "which way the streaks run")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard streaks > 0, density > 0 else { return }
        let size = pixels.size
        let mm = page.pixels(mm: 1)
        let down =
            along == .horizontal ? [] : lines(size.width, mm, random.child("vertical"))
        let across = along == .vertical ? [] : lines(size.height, mm, random.child("horizontal"))
        guard !down.isEmpty || !across.isEmpty else { return }
        let dice = PlaceNoise(random.child("dust"))
        let width = size.width
        pixels.stain(Color(gray: UInt8(level.rounded()))) { row, y in
            row.update(repeating: 0, count: width)
            var any = false
            for line in down {
                let strength = line.strength(at: Double(y))
                if strength <= 0 { continue }
                for x in line.pixels(limit: width) {
                    any = line.mark(row + x, at: Double(x), strength, dice.byte(x, y)) || any
                }
            }
            for line in across where line.pixels(limit: size.height).contains(y) {
                for x in 0..<width {
                    any = line.mark(row + x, at: Double(y), line.strength(at: Double(x)), dice.byte(x, y)) || any
                }
            }
            return any
        }
    }

    private func lines(_ extent: Int, _ mm: Double, _ random: RandomStream) -> [Streak] {
        let wanted = streaks * Double(extent) / (100 * mm)
        let count = Int(wanted) + (random.child("rest").chance(wanted - wanted.rounded(.down)) ? 1 : 0)
        return (0..<min(count, 5000)).map { i in
            let own = random.child(i)
            return Streak(
                middle: own.unit(0) * Double(extent), half: max(0.5, width * own.uniform(0.5...1.2, 1)) / 2 + 0.5,
                density: density * own.uniform(0.4...1, 2), turn: turn > 0 ? max(2, turn) : 0,
                along: ValueField(own, cell: max(2, 10 * mm)), mm: mm)
        }
    }
}

/// One streak: dense in its middle, waxing and waning on its way.
private struct Streak {
    let middle: Double
    let half: Double
    let density: Double
    let turn: Double
    let along: ValueField
    let mm: Double

    func pixels(limit: Int) -> Range<Int> {
        let first = min(limit, max(0, Int((middle - half * 2).rounded(.down))))
        return first..<max(first, min(limit, Int((middle + half * 2).rounded(.up))))
    }

    /// How dense it is at a place on its way, 0…1.
    func strength(at place: Double) -> Double {
        let swing = max(0, min(1, 0.6 + 0.9 * along.value(at: place)))
        guard turn > 0 else { return density * swing }
        // A fault of the drum is a few millimeters long.
        let way = (place / turn - (place / turn).rounded(.down)) * turn
        return max(0, 1 - abs(way - turn / 2) / max(1, 5 * mm)) * density
    }

    /// Darkens a pixel when chance says so.
    func mark(_ pixel: UnsafeMutablePointer<UInt8>, at place: Double, _ strength: Double, _ chance: UInt8) -> Bool {
        let off = abs(place + 0.5 - middle) / half
        let bell = max(0, 1 - off * off / 4)
        guard Double(chance) < 256 * strength * bell * bell else { return false }
        pixel.pointee = max(pixel.pointee, 150 + chance / 3)
        return true
    }
}
