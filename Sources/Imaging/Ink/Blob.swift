/// A spot with an irregular outline: dust, a drop, a hole.
public struct Blob: Sendable {
    /// Its middle, in pixels.
    public var middle: Point
    /// The mean radius, in pixels.
    public var radius: Double
    /// Chance of its own.
    public let stream: RandomStream
    private let outline: [Double]
    private static let nodes = 16

    /// A spot whose radius varies by up to the share `irregular` along the outline.
    public init(at middle: Point, radius: Double, irregular: Double, _ stream: RandomStream) {
        self.middle = middle
        self.radius = radius
        self.stream = stream
        let raw = (0..<Blob.nodes).map { stream.child("outline").unit($0) * 2 - 1 }
        // Each node halfway to the mean of its neighbors, so that the outline has no spikes.
        outline = raw.indices.map { i in
            let beside = (raw[(i + 15) % Blob.nodes] + raw[(i + 1) % Blob.nodes]) / 2
            return 1 + irregular * (raw[i] + beside) / 2 * 1.4
        }
    }

    /// How far inside the outline a place is, in pixels; below 0 outside.
    public func depth(at x: Double, _ y: Double) -> Double {
        let (dx, dy) = (x - middle.x, y - middle.y)
        let sum = abs(dx) + abs(dy)
        guard sum > 1e-9 else { return radius }
        // A stand-in for the angle: even steps along a diamond.
        let side = dy / sum
        let turn = (dx >= 0 ? (side + 4).truncatingRemainder(dividingBy: 4) : 2 - side) * Double(Blob.nodes) / 4
        let node = Int(turn)
        let way = turn - Double(node)
        let fade = way * way * (3 - 2 * way)
        let (a, b) = (outline[node % Blob.nodes], outline[(node + 1) % Blob.nodes])
        return radius * (a + (b - a) * fade) - (dx * dx + dy * dy).squareRoot()
    }

    /// The pixels that the spot and `beyond` pixels around it may touch, on a page; nil when it lies off the page.
    public func box(on size: Size, beyond: Double = 0) -> InkBox? {
        let reach = radius * (outline.max() ?? 1) + beyond + 1
        let box = InkBox(
            left: max(0, Int((middle.x - reach).rounded(.down))), top: max(0, Int((middle.y - reach).rounded(.down))),
            right: min(size.width, Int((middle.x + reach).rounded(.up))),
            bottom: min(size.height, Int((middle.y + reach).rounded(.up))))
        return box.width > 0 && box.height > 0 ? box : nil
    }

    /// How much of the pixel at a column and row lies inside, 0…1.
    public func coverage(_ column: Int, _ row: Int) -> Double {
        let depth = depth(at: Double(column) + 0.5, Double(row) + 0.5)
        // A spot smaller than a pixel is paler instead.
        return min(1, max(0, depth + 0.5)) * min(1, radius * radius * 3.1416)
    }

    /// Mixes a color into the pixels inside, `opacity` of it; with `multiply` like ink, else like paint.
    public func draw(on plane: MutablePlane, color: Color, opacity: Double, multiply: Bool) {
        guard let box = box(on: Size(width: plane.width, height: plane.height)) else { return }
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        for y in box.top..<box.bottom {
            let row = plane.row(y)
            for x in box.left..<box.right {
                let share = coverage(x, y) * opacity
                if share <= 0 { continue }
                let weight = UInt8((share * 255).rounded())
                for c in 0..<plane.channels {
                    let i = x * plane.channels + c
                    row[i] = Blend.mix(row[i], multiply ? Blend.product(row[i], ink[c]) : ink[c], weight)
                }
            }
        }
    }
}

/// Spots strewn over a sheet; which ones lie where belongs to the place.
public struct ScatteredBlobs: Sendable {
    private let mean: Double
    private let cell: Double
    private let size: ClosedRange<Double>
    private let irregular: Double

    /// So many spots per square centimeter with diameters in mm, small ones more frequent than large ones.
    public init(perSquareCentimeter density: Double, size: ClosedRange<Double>, irregular: Double) {
        // Cells hold about one spot, so that their places are independent of the page's size.
        cell = density > 0 ? min(60, max(0.7, (100 / density).squareRoot())) : 60
        mean = density * cell * cell / 100
        self.size = size
        self.irregular = irregular
    }

    /// The spots of a page of that size and resolution, from the top down. `crowd` tells how much more or less frequent
    /// they are at a place in pixels (0…3).
    public func blobs(
        on page: Size, dpi: Double, _ stream: RandomStream, crowd: (Point) -> Double = { _ in 1 }
    ) -> [Blob] {
        let mm = Resolution.pixels(mm: 1, dpi: dpi)
        guard mean > 0, mm > 0 else { return [] }
        let side = max(1, cell * mm)
        let (columns, rows) = (Int(Double(page.width) / side) + 1, Int(Double(page.height) / side) + 1)
        var blobs: [Blob] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let own = stream.child(row).child(column)
                let middle = Point((Double(column) + 0.5) * side, (Double(row) + 0.5) * side)
                for n in 0..<own.poisson(mean * crowd(middle)) {
                    let spot = own.child(n)
                    let place = Point((Double(column) + spot.unit(0)) * side, (Double(row) + spot.unit(1)) * side)
                    let share = spot.unit(2)
                    let diameter = size.lowerBound + (size.upperBound - size.lowerBound) * share * share
                    blobs.append(Blob(at: place, radius: diameter / 2 * mm, irregular: irregular, spot))
                }
            }
        }
        return blobs
    }
}

extension RandomStream {
    /// A count of independent events whose mean is `mean` (at most 30).
    func poisson(_ mean: Double) -> Int {
        let limit = exponential(-min(30, max(0, mean)))
        var (product, count) = (unit(1000), 0)
        while product > limit, count < 120 {
            count += 1
            product *= unit(1000 + count)
        }
        return count
    }
}
