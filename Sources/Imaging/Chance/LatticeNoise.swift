internal import CKernels

/// Smooth noise: random bytes on the nodes of a lattice and soft slopes between them (value noise with a quintic fade,
/// Perlin 2002). A value depends on its place on paper only, so rows may be made in any order, and a page at twice the
/// resolution shows the same pattern.
public struct LatticeNoise: Sendable {
    private var layers: [Layer]

    /// Noise for rows of `width` pixels with cells of `cell` pixels, at least 1 each. Every further octave has half the
    /// cell and `gain` times the amplitude of the one before; octaves whose cells would be under a pixel are left out.
    public init(
        _ stream: RandomStream, width: Int, cell: (x: Double, y: Double), octaves: Int = 1, gain: Double = 0.5
    ) {
        layers = []
        var size = (x: max(1, cell.x), y: max(1, cell.y))
        var amplitudes: [Double] = []
        for octave in 0..<max(1, octaves) where octave == 0 || max(size.x, size.y) >= 1 {
            layers.append(Layer(PlaceNoise(stream.child(octave)), width: width, cell: size))
            amplitudes.append((amplitudes.last ?? 1 / gain) * gain)
            size = (size.x / 2, size.y / 2)
        }
        // The amplitudes are shares of 256; the first takes what rounding leaves.
        let sum = amplitudes.reduce(0, +)
        var rest = 256
        for i in layers.indices.dropFirst() {
            layers[i].amplitude = UInt16((amplitudes[i] / sum * 256).rounded())
            rest -= Int(layers[i].amplitude)
        }
        layers[0].amplitude = UInt16(rest)
    }

    public init(_ stream: RandomStream, width: Int, cell: Double, octaves: Int = 1, gain: Double = 0.5) {
        self.init(stream, width: width, cell: (cell, cell), octaves: octaves, gain: gain)
    }

    /// The standard deviation of the values over a large area, in levels.
    public var deviation: Double {
        let variance = layers.reduce(0) { sum, layer in
            let share = Double(layer.amplitude) / 256
            return sum + share * share * layer.variance
        }
        return variance.squareRoot()
    }

    /// Writes row `y`, one byte a pixel, 0…255 with mean 128. Fastest when rows come in order.
    public mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        if layers.count == 1 {
            layers[0].fill(row, y: y)
            return
        }
        let width = layers[0].index.count
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width) { sum in
            let sum = sum.baseAddress!
            for i in layers.indices {
                layers[i].fill(row, y: y)
                let amplitude = layers[i].amplitude
                if i == 0 {
                    for x in 0..<width { sum[x] = UInt16(row[x]) &* amplitude &+ 128 }
                } else {
                    for x in 0..<width { sum[x] &+= UInt16(row[x]) &* amplitude }
                }
            }
            for x in 0..<width { row[x] = UInt8(truncatingIfNeeded: sum[x] &>> 8) }
        }
    }

    /// Row `y` as an array.
    public mutating func row(_ y: Int) -> [UInt8] {
        let width = layers[0].index.count
        return [UInt8](unsafeUninitializedCapacity: width) { buffer, count in
            fill(buffer.baseAddress!, y: y)
            count = width
        }
    }
}

/// One octave. The nodes of a lattice row are first spread over the pixels of a row; pixel rows then lie between two
/// such rows, so that the costly step is done once per cell and not once per pixel row.
private struct Layer: Sendable {
    let noise: PlaceNoise
    let height: Double
    /// The node to the left of each pixel, and how far (0…256) the pixel is on the way to the next.
    let index: [Int32]
    let weight: [UInt16]
    let nodeCount: Int
    var amplitude: UInt16 = 256
    var upper: [UInt8]
    var lower: [UInt8]
    /// The lattice row in `upper`; `lower` holds the next.
    var current = Int.min

    init(_ noise: PlaceNoise, width: Int, cell: (x: Double, y: Double)) {
        self.noise = noise
        height = max(1, cell.y)
        let places = (0..<width).map { latticePlace(Double($0) + 0.5, max(1, cell.x), steps: 256) }
        index = places.map { Int32($0.node) }
        weight = places.map { UInt16($0.weight) }
        nodeCount = (places.last?.node ?? 0) + 2
        upper = [UInt8](repeating: 0, count: width)
        lower = upper
    }

    /// Bytes have a variance of (256² − 1)/12; a place between nodes takes less of it, on average over the phases that
    /// rows and columns really meet.
    var variance: Double {
        func kept(_ weights: [Double]) -> Double {
            weights.reduce(0) { $0 + $1 * $1 + (1 - $1) * (1 - $1) } / Double(max(1, weights.count))
        }
        let across = kept(weight.map { Double($0) / 256 })
        let down = kept((0..<509).map { Double(latticePlace(Double($0) + 0.5, height, steps: 64).weight) / 64 })
        return 65535.0 / 12 * across * down
    }

    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        let place = latticePlace(Double(y) + 0.5, height, steps: 64)
        if place.node != current {
            if place.node == current &+ 1 {
                swap(&upper, &lower)
            } else {
                spread(place.node, into: &upper)
            }
            spread(place.node + 1, into: &lower)
            current = place.node
        }
        crows_between(upper, lower, row, Int64(upper.count), Int16(place.weight))
    }

    private func spread(_ latticeRow: Int, into pixels: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: nodeCount) { nodes in
            noise.fill(nodes.baseAddress!, count: nodeCount, y: latticeRow)
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: nodeCount) { pairs in
                // A node and the step to the next in one word; half a level is added for rounding.
                for i in 0..<nodeCount - 1 {
                    let step = Int16(nodes[i &+ 1]) &- Int16(nodes[i])
                    let level: UInt32 = UInt32(nodes[i]) &* 256 &+ 128
                    pairs[i] = UInt32(UInt16(bitPattern: step)) &<< 16 | level
                }
                crows_spread(pairs.baseAddress, index, weight, &pixels, Int64(pixels.count))
            }
        }
    }
}

/// The node before a place, and the faded way to the next node in `steps` parts.
private func latticePlace(_ position: Double, _ cell: Double, steps: Double) -> (node: Int, weight: Int) {
    let q = position / cell
    let node = q.rounded(.down)
    let t = q - node
    let fade = t * t * t * (t * (t * 6 - 15) + 10)
    return (Int(node), Int((fade * steps).rounded()))
}
