public import Imaging
public import OperationKit

/// Each character struck with its own force through a ribbon of cloth.
public struct Typewriter: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "typewriter", family: .ink, on: [.ink, .page], peers: ["typewriter-ribbon", "typed"],
        "Each character struck with its own force through a ribbon of cloth, one side sharper than the other.",
        main: "spread",
        severities: Severities(
            mild: ["spread": "0.15", "ribbon": "0.04"], medium: ["spread": "0.35"],
            strong: ["spread": "0.75", "tilt": "0.5", "ribbon": "0.3"]),
        promises: [
            .keepsBlankPaper, .onlyLightens(with: ["halo": "0"]),
            .identity(with: ["spread": "0", "tilt": "0", "ribbon": "0", "halo": "0"]), .grayEqualsColor(),
            .monotone("spread", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (color: 90, gray: 80))

    let spread: Double
    let tilt: Double
    let ribbon: Double
    let halo: Double

    public init(_ p: inout Parameters) {
        spread = p.share("spread", "0.15..0.35", "how far the force of strokes differs")
        tilt = p.share("tilt", "0.1..0.3", "how much lighter one side of a character is")
        ribbon = p.share(
            "ribbon", "0.05..0.15", in: 0...0.6, "share of the ink missing where threads of the ribbon part")
        halo = p.share("halo", "0.05..0.15", "dirt of the type around the characters")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard spread > 0 || tilt > 0 || ribbon > 0 || halo > 0, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let characters = InkCharacters(of: pixels, map: map, dpi: page.dpi)
        if halo > 0 {
            let dirt = TonerSpread(
                density: halo * 0.35, reach: page.pixels(mm: 0.22), level: 150, dot: page.pixels(mm: 0.08))
            try dirt.apply(to: &pixels, on: page, random.child("halo"))
        }
        guard spread > 0 || tilt > 0 || ribbon > 0 else { return }
        let strikes = characters.boxes.map { Strike($0, spread: spread, tilt: tilt, page, random.child("strikes")) }
        var weave = Weave(random.child("ribbon"), size: pixels.size, share: ribbon, thread: page.pixels(mm: 0.3))
        let width = pixels.width
        pixels.loseInk(map) { lost, y in
            let parts = characters.rows[y]
            if parts.isEmpty { return false }
            lost.update(repeating: 0, count: width)
            weave.move(to: y)
            for part in parts {
                let strike = strikes[part.character]
                // The soft rim of a stroke goes with the run beside it.
                for x in max(0, part.run.start - 1)..<min(width, part.run.end + 1) {
                    let kept = strike.force(x, y) * weave.kept(x)
                    lost[x] = max(lost[x], UInt8((255 * (1 - min(1, max(0, kept)))).rounded()))
                }
            }
            return true
        }
    }
}

/// How one character was struck.
private struct Strike {
    private let force: Double
    private let slope: Point
    private let middle: Point

    /// A character's own force and tilt, which belong to its place.
    init(_ box: InkBox, spread: Double, tilt: Double, _ page: PageContext, _ random: RandomStream) {
        middle = Point(Double(box.left + box.right) / 2, Double(box.top + box.bottom) / 2)
        let own = random.child(Int(middle.y)).child(Int(middle.x))
        // Most strokes are firm; few are weak.
        let weak = own.unit(0)
        force = 1 - spread * (0.25 * own.unit(1) + 0.75 * weak * weak)
        let (sine, cosine) = sineAndCosine(degrees: own.uniform(0...360, 2))
        let size = max(Double(box.width), Double(box.height), 1)
        let steep = tilt * own.uniform(0.4...1, 3)
        slope = Point(cosine * steep * 2 / size, sine * steep * 2 / size)
    }

    func force(_ x: Int, _ y: Int) -> Double {
        // Only the light side differs: the other is as black as the ribbon gives.
        let lean = (Double(x) + 0.5 - middle.x) * slope.x + (Double(y) + 0.5 - middle.y) * slope.y
        return force * (1 - max(0, lean))
    }
}

/// Threads of the ribbon along and across, between which ink is missing.
private struct Weave {
    private let columns: [Double]
    private let rows: [Double]
    private let share: Double
    private var line = 1.0
    private var dice: LatticeNoise
    private var fine: [UInt8]

    init(_ random: RandomStream, size: Size, share: Double, thread: Double) {
        func profile(_ count: Int, _ stream: RandomStream) -> [Double] {
            let pitch = max(1.6, thread)
            return (0..<count).map { i in
                let place = Double(i) / pitch
                let way = place - place.rounded(.down)
                return (0.5 + 0.5 * (1 - 2 * abs(2 * way - 1))) * (0.7 + 0.6 * stream.unit(Int(place)))
            }
        }
        columns = profile(size.width, random.child("columns"))
        rows = profile(size.height, random.child("rows"))
        dice = LatticeNoise(random.child("ink"), width: size.width, cell: max(1, 1.5 * thread), octaves: 2)
        fine = [UInt8](repeating: 0, count: size.width)
        self.share = share
    }

    mutating func move(to y: Int) {
        if share == 0 { return }
        line = rows[y]
        fine.withUnsafeMutableBufferPointer { dice.fill($0.baseAddress!, y: y) }
    }

    /// What of the ink is left in a column of the row.
    func kept(_ x: Int) -> Double {
        if share == 0 { return 1 }
        let open = columns[x] * line * Double(fine[x]) / 128
        return 1 - min(1, share * 2 * open * open)
    }
}
