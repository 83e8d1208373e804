public import Imaging
public import OperationKit
import Vision

/// An open book: the page dives into the gutter.
public struct BookBinding: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "book-binding", family: .geometry, on: [.page, .paper],
        peers: ["BookBinding", "gutter", "book-curve", "spine-shadow"],
        "An open book on glass or under a camera: the page dives into the gutter, narrower, darker and out of focus.",
        main: "lift",
        severities: Severities(
            mild: ["lift": "4mm", "shadow": "0.25"], medium: ["lift": "14mm", "shadow": "0.5"],
            strong: ["lift": "25mm", "shadow": "0.75", "reach": "70mm", "camera": "overhead"]),
        promises: [
            .identity(with: ["lift": "0mm", "shadow": "0", "opposite": "0mm", "stack": "0"]), .roundTrip(atMost: 0.1),
            .labelsHit, .keepsWords(), .keepsWords(with: ["lift": "20mm", "camera": "overhead"]),
            .keepsWords(with: ["side": "both"]), .grayEqualsColor(),
        ],
        cost: (22, 13))

    enum Side: String, CaseIterable { case left, right, both }
    enum Camera: String, CaseIterable { case scanner, overhead }

    let side: Side
    let lift: Double
    let reach: Double
    let shadow: Double
    let blur: Double
    let camera: Camera
    let opposite: Double
    let stack: Int
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        side = p.choice("side", "left", "where the gutter is; both: in the middle of two pages")
        lift = p.length("lift", "4..12mm", in: .mm(0...60), "how far the paper dives at the gutter")
        reach = p.length("reach", "25..50mm", in: .mm(2...300), "how far from the gutter it lies flat again")
        shadow = p.share("shadow", "0.25..0.5", "how dark the gutter is")
        blur = p.length("blur", "0..0.15mm", in: .mm(0...2), "how far out of focus the gutter is")
        camera = p.choice(
            "camera", "scanner", "scanner: a book face down on glass; overhead: a camera, under which lines bow")
        opposite = p.length("opposite", "0..8mm", in: .mm(0...200), "visible strip of the facing page")
        stack = p.count("stack", "0..6", in: 0...60, "edges of other pages at the outer side")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let size = page.size
        let frame = frame(page)
        let placed = GeometricMap(
            .translation(Double(frame.left), 0),
            outputSize: Size(width: size.width + frame.left + frame.right, height: size.height))
        if lift < 1 / 16 { return placed }
        return GeometricMap(dive(size, page).sheet, outputSize: size).then(placed)
    }

    /// What is added to the page at its sides, in whole pixels.
    private func frame(_ page: PageContext) -> (left: Int, right: Int) {
        let facing = side == .both ? 0 : Int(opposite.rounded())
        let edges = Int((Double(stack) * max(1, page.pixels(mm: 0.35))).rounded())
        switch side {
        case .left: return (facing, edges)
        case .right: return (edges, facing)
        case .both: return (edges, edges)
        }
    }

    private func dive(_ size: Size, _ page: PageContext) -> Dive {
        Dive(
            size: size, side: side, lift: lift, reach: reach,
            camera: camera == .overhead ? page.pixels(mm: 450) : nil)
    }

    /// Darkens and blurs the gutter, and draws what is outside the page.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let frame = frame(page)
        let size = Size(width: max(1, page.size.width - frame.left - frame.right), height: page.size.height)
        let dive = dive(size, page)
        let gutter = Double(frame.left) + dive.gutter
        if blur >= 0.3, lift > 0 { try defocus(&pixels, gutter) }
        if frame.left + frame.right > 0, stack > 0 {
            let edges = PageStack(line: max(1, page.pixels(mm: 0.35)), random.child("stack"))
            if side != .left { edges.paint(&pixels, columns: 0..<frame.left, outwards: -1) }
            if side != .right {
                edges.paint(&pixels, columns: pixels.width - frame.right..<pixels.width, outwards: 1)
            }
        }
        if shadow > 0 { shade(&pixels, gutter, page) }
    }

    /// The deeper, the darker; where the two pages meet there is a fine dark line.
    private func shade(_ pixels: inout Raster, _ gutter: Double, _ page: PageContext) {
        let seam = max(0.7, page.pixels(mm: 0.35))
        let gains = (0..<pixels.width).map { x -> UInt16 in
            let s = abs(Double(x) + 0.5 - gutter)
            let rest = max(0, 1 - s / reach)
            let deep = rest * rest * rest
            let slope = 3 * lift / reach * rest * rest
            let facing = 1 / (1 + slope * slope).squareRoot()
            let line = max(0, 1 - s / seam) * 0.6
            let light = (1 - 0.25 * (1 - facing)) * (1 - shadow * deep * deep.squareRoot())
            return UInt16((max(0, light * (1 - line * shadow)) * 32768).rounded())
        }
        if gains.allSatisfy({ $0 == 32768 }) { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let channels = pixels.channels
        let wide = channels == 1 ? gains : gains.flatMap { [$0, $0, $0] }
        pixels.withMutablePlane { plane in
            wide.withUnsafeBufferPointer { gains in
                for y in 0..<plane.height {
                    let row = plane.row(y)
                    for i in 0..<gains.count {
                        let value: UInt32 = UInt32(row[i]) &* UInt32(gains[i]) &+ 16384
                        row[i] = UInt8(truncatingIfNeeded: value &>> 15)
                    }
                }
            }
        }
    }

    /// Blurs the strip at the gutter, most where it is deepest.
    private func defocus(_ pixels: inout Raster, _ gutter: Double) throws {
        let first = max(0, Int(gutter - reach * 0.6))
        let last = min(pixels.width, Int(gutter + reach * 0.6) + 1)
        guard last - first > 2, pixels.height > 2 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let channels = pixels.channels
        var strip = Raster(uninitialized: pixels.kind, width: last - first, height: pixels.height)
        pixels.withPlane { from in
            strip.withMutablePlane { to in
                for y in 0..<to.height { to.row(y).update(from: from.row(y) + first * channels, count: to.rowCount) }
            }
        }
        let soft = try strip.blurred(sigma: blur)
        let shares = (first..<last).map { x -> UInt8 in
            let rest = max(0, 1 - abs(Double(x) + 0.5 - gutter) / (reach * 0.6))
            return UInt8((255 * rest * rest * (3 - 2 * rest)).rounded())
        }
        soft.withPlane { from in
            pixels.withMutablePlane { to in
                for y in 0..<to.height {
                    let (source, target) = (from.row(y), to.row(y) + first * channels)
                    for x in 0..<shares.count {
                        for i in x * channels..<(x + 1) * channels {
                            target[i] = Blend.mix(target[i], source[i], shares[x])
                        }
                    }
                }
            }
        }
    }
}

/// A page that dives into the gutter of a book: z = lift·(1 − s/reach)³ at the distance s from it.
private struct Dive {
    let sheet: RolledSheet
    /// Where the gutter is, in pixels from the left edge.
    let gutter: Double

    init(size: Size, side: BookBinding.Side, lift: Double, reach: Double, camera: Double?) {
        let (w, h) = (Double(size.width), Double(size.height))
        let isSpread = side == .both
        // How much paper there is up to each distance from the gutter.
        let steps = 256
        let step = reach / Double(steps)
        var paper = [0.0]
        for i in 0..<steps {
            let rest = 1 - (Double(i) + 0.5) / Double(steps)
            let slope = 3 * lift / reach * rest * rest
            paper.append(paper[i] + step * (1 + slope * slope).squareRoot())
        }
        let lengths = MonotoneTable(from: 0, step: step, values: paper)
        let lost = paper[steps] - reach
        let half = w / 2
        func depth(_ s: Double) -> Double {
            let rest = max(0, 1 - s / reach)
            return lift * rest * rest * rest
        }
        func nearness(_ z: Double) -> Double { camera.map { $0 / ($0 + z) } ?? 1 }
        // Distances along the page from its middle to the right, or to the gutter.
        let count = max(16, Int(w / 2))
        let pace = w / Double(count)
        var (places, sizes): ([Double], [Double]) = ([], [])
        for i in 0...count {
            let u = Double(i) * pace - half
            let s = lengths.argument(of: isSpread ? abs(u) : half - u)
            let near = nearness(depth(s))
            let place = isSpread ? (u < 0 ? -s : s) : half - s - lost
            places.append(place * near)
            sizes.append(near)
        }
        sheet = RolledSheet(
            origin: Point(half, h / 2), normal: Point(side == .left ? -1 : 1, 0),
            along: MonotoneTable(from: -half, step: pace, values: places),
            size: Profile(from: -half, step: pace, values: sizes))
        let edge = (half - lost) * nearness(lift)
        gutter = isSpread ? half : side == .left ? half - edge : half + edge
    }
}

/// The edges of the pages below, seen beside the uppermost one.
private struct PageStack {
    private let line: Double
    private let tones: RandomStream

    init(line: Double, _ random: RandomStream) {
        (self.line, tones) = (line, random)
    }

    /// Paints a strip; pages further out lie deeper and are darker.
    func paint(_ pixels: inout Raster, columns: Range<Int>, outwards: Int) {
        if columns.isEmpty { return }
        let count = columns.count
        let gains = (0..<count).map { i -> UInt16 in
            let place = (Double(outwards > 0 ? i : count - 1 - i) + 0.5) / line
            let sheet = Int(place)
            let way = place - Double(sheet)
            // Each edge has its shadow on the one below.
            let groove = way < 0.35 ? 0.72 : 1.0
            let tone = 0.9 - 0.25 * Double(sheet) * line / Double(count) + tones.uniform(-0.04...0.04, sheet)
            return UInt16(max(0, tone * groove * 256))
        }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height {
                for (i, x) in columns.enumerated() {
                    for c in 0..<plane.channels {
                        let old = UInt16(plane.row(y)[x * plane.channels + c])
                        plane.row(y)[x * plane.channels + c] = UInt8(min(255, (old * gains[i]) >> 8))
                    }
                }
            }
        }
    }
}
