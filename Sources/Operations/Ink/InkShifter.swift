public import Imaging
public import OperationKit

/// Letters and words stand a little off their line.
public struct InkShifter: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-shifter", family: .ink, on: [.ink, .page], gives: .same, peers: ["InkShifter", "baseline-jitter"],
        "Letters and words stand a little off their line.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.08mm"], medium: ["amount": "0.25mm"], strong: ["amount": "0.5mm", "cell": "3mm"]),
        promises: [.identity(with: ["amount": "0mm"]), .roundTrip(atMost: 0.1), .labelsHit],
        cost: (18, 9))

    enum Mode: String, CaseIterable { case wave, word, character, line }

    let mode: Mode
    let amount: Double
    let cell: Double
    let horizontal: Double
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        mode = p.choice(
            "mode", "wave", "wave: as on a wavy plate; word, character, line: each of them by itself")
        amount = p.length("amount", "0.08..0.2mm", in: .mm(0...3), "the furthest that ink stands off its place")
        cell = p.length("cell", "5..12mm", in: .mm(0.5...100), "from wave to wave")
        horizontal = p.share("horizontal", "0.5", in: 0...2, "how far it moves sideways, as a share of `amount`")
        resampling = p.resampling(keepBilevel: true)
    }

    /// Words and letters are looked for.
    public var measures: Bool { mode != .wave && amount > 0 }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if amount < 1 / 16 { return .identity(page.size) }
        let x = random.child("x")
        let y = random.child("y")
        var mesh: MeshMap
        if mode == .wave {
            let wide = max(cell, Double(2 * MeshMap.cell))
            let (across, down) = (ValueField(x, cell: wide), ValueField(y, cell: wide))
            let (columns, rows) = MeshMap.nodes(on: page.size)
            let step = Double(MeshMap.cell)
            let shifts = zip(
                across.values(columns: columns, rows: rows, step: step),
                down.values(columns: columns, rows: rows, step: step))
            mesh = MeshMap(page.size, shifts: shifts.map { Point($0 * horizontal, $1) })
            mesh.balance()
        } else {
            let boxes = boxes(on: page)
            let shifts = boxes.indices.map { i in
                Point(x.uniform(-1...1, i) * horizontal, y.uniform(-1...1, i))
            }
            mesh = MeshMap(page.size, boxes, shifts)
        }
        if mesh.peak < 1e-9 { return .identity(page.size) }
        mesh.scale(toPeak: amount)
        mesh.limitSlope(to: 0.5)
        return GeometricMap(mesh, outputSize: page.size)
    }

    private func boxes(on page: PageContext) -> [InkBox] {
        guard let pixels = page.pixels else { return [] }
        let ink = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        if mode == .character { return letters(of: pixels, ink, page) }
        let lines = TextLines(of: pixels, map: ink, dpi: page.dpi)
        return mode == .line ? lines.boxes : lines.words.flatMap { $0 }
    }

    /// Pieces of ink as large as letters.
    private func letters(of pixels: Raster, _ ink: InkMap, _ page: PageContext) -> [InkBox] {
        let rows = pixels.inkRows(ink)
        let (least, most) = (page.pixels(mm: 0.5), page.pixels(mm: 8))
        return inkComponents(rows).map(\.box).filter { box in
            Double(box.height) >= least && Double(box.height) <= most && Double(box.width) <= most
        }
    }
}

extension MeshMap {
    /// A mesh that shifts each box as a whole; in the gaps the shifts run into one another.
    init(_ size: Size, _ boxes: [InkBox], _ shifts: [Point]) {
        let (columns, rows) = MeshMap.nodes(on: size)
        let cell = Double(MeshMap.cell)
        var values = [Point](repeating: Point(0, 0), count: columns * rows)
        var isHeld = [Bool](repeating: false, count: columns * rows)
        func nodes(_ low: Int, _ high: Int, _ count: Int) -> ClosedRange<Int> {
            let first = min(max(0, Int((Double(low) / cell).rounded())), count - 1)
            return first...min(max(first, Int((Double(high) / cell).rounded())), count - 1)
        }
        for (box, shift) in zip(boxes, shifts) {
            for row in nodes(box.top, box.bottom, rows) {
                for column in nodes(box.left, box.right, columns) {
                    values[row * columns + column] = shift
                    isHeld[row * columns + column] = true
                }
            }
        }
        // Each free node becomes the mean of its neighbors, over and over: a soft ramp a few nodes wide.
        for _ in 0..<12 {
            let old = values
            for row in 0..<rows {
                for column in 0..<columns where !isHeld[row * columns + column] {
                    let (up, down) = (max(0, row - 1) * columns, min(rows - 1, row + 1) * columns)
                    let (left, right) = (max(0, column - 1), min(columns - 1, column + 1))
                    let sum =
                        old[up + column] + old[down + column] + old[row * columns + left]
                        + old[row * columns + right]
                    values[row * columns + column] = sum * 0.25
                }
            }
        }
        self.init(size, shifts: values)
    }
}
