internal import CKernels

/// Light that varies smoothly over a page: a gain per place, given on a grid of one node per 16 pixels and spread
/// between the nodes by straight lines. Fields are multiplied on the grid, so that several effects of light are one
/// pass over the page.
public struct LightField: Sendable, Equatable {
    /// Pixels from one node to the next.
    public static let cell = 16
    /// The node value that leaves a sample as it is (Q1.15).
    public static let one: UInt16 = 1 << 15

    /// The page that the field covers.
    public let size: Size
    /// Pixels from one node of this field to the next, a power of two from 2 to 16.
    public let spacing: Int
    /// Gains per node: 1 for light without hue, 3 for colored light (blue, green, red).
    public let channels: Int
    /// Nodes per row, at least 2.
    public let columns: Int
    /// Rows of nodes, at least 2.
    public let rows: Int
    /// Gains in Q1.15, row after row, channels of a node side by side.
    public private(set) var nodes: [UInt16]

    /// A field without hue; `gain` tells the factor 0 ..< 2 at a place in pixels (larger ones are cut).
    public init(_ size: Size, gain: (_ x: Double, _ y: Double) -> Double) {
        self.init(size, channels: 1) { x, y, nodes in nodes.append(LightField.fixed(gain(x, y))) }
    }

    /// A colored field; `gains` tells the three factors 0 ..< 2 at a place in pixels.
    public init(
        _ size: Size, gains: (_ x: Double, _ y: Double) -> (blue: Double, green: Double, red: Double)
    ) {
        self.init(size, channels: 3) { x, y, nodes in
            let (blue, green, red) = gains(x, y)
            nodes += [LightField.fixed(blue), LightField.fixed(green), LightField.fixed(red)]
        }
    }

    private init(_ size: Size, channels: Int, node: (Double, Double, inout [UInt16]) -> Void) {
        self.size = size
        self.channels = channels
        spacing = LightField.cell
        (columns, rows) = LightField.nodes(on: size, spacing: spacing)
        nodes = []
        nodes.reserveCapacity(columns * rows * channels)
        for row in 0..<rows {
            for column in 0..<columns {
                node(Double(column * LightField.cell) + 0.5, Double(row * LightField.cell) + 0.5, &nodes)
            }
        }
    }

    /// A field without hue on a grid of its own, for light with finer edges; factors 0 ..< 2, row after row, as many as
    /// `nodes(on:spacing:)` says.
    public init(_ size: Size, spacing: Int, gains: [Double]) {
        precondition([2, 4, 8, 16].contains(spacing), "nodes of a light field are 2, 4, 8 or 16 pixels apart")
        (self.size, self.spacing) = (size, spacing)
        channels = 1
        (columns, rows) = LightField.nodes(on: size, spacing: spacing)
        precondition(gains.count == columns * rows, "a light field needs a gain for each of its nodes")
        nodes = gains.map(LightField.fixed)
    }

    /// How many nodes a page of that size has; the first stands at (0.5, 0.5).
    public static func nodes(on size: Size, spacing: Int) -> (columns: Int, rows: Int) {
        ((size.width - 1) / spacing + 2, (size.height - 1) / spacing + 2)
    }

    /// Whether no sample would change.
    public var isNeutral: Bool { nodes.allSatisfy { $0 == LightField.one } }

    /// Both lights at once. The fields must cover pages of one size.
    public func combined(with other: LightField) -> LightField {
        precondition(
            size == other.size && spacing == other.spacing, "light fields of different pages cannot be combined")
        if channels < other.channels { return other.combined(with: self) }
        var result = self
        for i in nodes.indices {
            let factor = other.nodes[other.channels == channels ? i : i / channels]
            let product: UInt32 = (UInt32(nodes[i]) * UInt32(factor) + 1 << 14) >> 15
            result.nodes[i] = UInt16(min(65535, product))
        }
        return result
    }

    /// The gain as light without hue, by the weights of luma.
    var withoutHue: LightField {
        guard channels == 3 else { return self }
        return LightField(
            size, channels: 1,
            nodes: (0..<columns * rows).map { i in
                let weighted: UInt32 =
                    UInt32(nodes[3 * i]) * 7471 + UInt32(nodes[3 * i + 1]) * 38470 + UInt32(nodes[3 * i + 2]) * 19595
                return UInt16((weighted + 32768) >> 16)
            })
    }

    private init(_ size: Size, channels: Int, nodes: [UInt16]) {
        self.init(size, channels: channels) { _, _, _ in }
        self.nodes = nodes
    }

    private static func fixed(_ gain: Double) -> UInt16 {
        UInt16(min(65535, max(0, (gain * 32768).rounded())))
    }
}

extension LightField {
    /// Multiplies the light into a picture of the field's size: v′ = v · gain, rounded, at most 255. A bilevel picture
    /// becomes gray, a gray one stays gray (it takes the luma of colored light). Neutral light leaves the buffer shared.
    public func apply(to pixels: inout Raster) {
        precondition(size == pixels.size, "the light field belongs to a page of another size")
        if isNeutral { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let field = pixels.channels < channels ? withoutHue : self
        // Nodes are widened to pixels once per band of rows: the gains of the upper node row and the step per row to
        // the lower one.
        let capacity = (columns - 1) * spacing * pixels.channels
        var (upper, lower) = (buffer(capacity), buffer(capacity))
        let step = buffer(capacity)
        let bits = Int32(spacing.trailingZeroBitCount)
        let half = Int32(spacing / 2)
        defer { for buffer in [upper, lower, step] { buffer.deallocate() } }
        pixels.withMutablePlane { plane in
            field.widen(0, channels: plane.channels, into: lower)
            for band in 0..<rows - 1 {
                swap(&upper, &lower)
                field.widen(band + 1, channels: plane.channels, into: lower)
                for i in 0..<capacity {
                    step[i] = Int16(truncatingIfNeeded: (Int32(lower[i]) &- Int32(upper[i]) &+ half) &>> bits)
                }
                let top = band * spacing
                for y in top..<max(top, min(plane.height, top + spacing)) {
                    crows_shine(plane.row(y), upper, step, Int64(plane.rowCount), Int16(y - top))
                }
            }
        }
    }

    /// One node row as a gain per sample in Q1.14, which leaves a sign bit for 16-bit arithmetic.
    private func widen(_ row: Int, channels: Int, into gains: UnsafeMutablePointer<Int16>) {
        nodes.withUnsafeBufferPointer { nodes in
            crows_widen(
                nodes.baseAddress! + row * columns * self.channels, Int64(self.channels), gains, Int64(channels),
                Int64(columns - 1), Int32(spacing.trailingZeroBitCount))
        }
    }
}

/// Room for one row of gains; the caller frees it.
private func buffer(_ count: Int) -> UnsafeMutablePointer<Int16> {
    let memory = UnsafeMutablePointer<Int16>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
}
