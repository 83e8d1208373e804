internal import CKernels

/// A shape laid on a page: coverage, color and opacity, by multiplying or covering.
public struct Overlay: Sendable {
    /// How the shape lies on the page.
    public enum Manner: Sendable {
        /// Like ink: only darkens.
        case multiply
        /// Like paint: hides what is below.
        case cover
        /// Pressed into the sheet: bright towards the light from the top left, dark away from it, by so many pixels.
        case emboss(depth: Int)
    }

    /// One gray sample per pixel, 255 = covered.
    public var coverage: Raster
    public var color: Color
    /// 0…1.
    public var opacity: Double
    public var manner: Manner

    /// A shape of that coverage.
    public init(coverage: Raster, color: Color, opacity: Double, manner: Manner = .multiply) {
        self.coverage = coverage
        self.color = color
        self.opacity = opacity
        self.manner = manner
    }

    /// Lays the shape with its top left corner at (left, top), clipped. A page without color takes the color's luma:
    /// whoever wants the hue makes it a color page first. Visits the shape's box only.
    public func draw(on plane: MutablePlane, left: Int, top: Int) {
        let columns = max(0, left)..<max(max(0, left), min(plane.width, left + coverage.width))
        guard !columns.isEmpty else { return }
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        let strength = UInt16((min(1, max(0, opacity)) * 255).rounded())
        // What a fully covered sample lacks at this opacity.
        let lacks = ink.map { UInt8(truncatingIfNeeded: (UInt16(255 &- $0) &* strength &+ 127) / 255) }
        let pattern = (0..<Overlay.run).flatMap { _ in lacks }
        coverage.withPlane { mask in
            for y in max(0, top)..<max(max(0, top), min(plane.height, top + coverage.height)) {
                let shape = mask.row(y - top) + (columns.lowerBound - left)
                let row = plane.row(y) + columns.lowerBound * plane.channels
                switch manner {
                case .multiply:
                    stain(row, shape, pattern, count: columns.count, channels: plane.channels)
                case .cover:
                    paint(row, shape, ink, strength, count: columns.count, channels: plane.channels)
                case .emboss(let depth):
                    press(row, mask, y - top, columns.lowerBound - left, columns.count, plane.channels, depth, strength)
                }
            }
        }
    }

    /// Pixels that are stained at a time; where a run of them is not covered at all, it is passed over.
    private static let run = 64

    private func stain(
        _ row: UnsafeMutablePointer<UInt8>, _ shape: UnsafePointer<UInt8>, _ lacks: [UInt8], count: Int, channels: Int
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * Overlay.run) { wide in
            for x in stride(from: 0, to: count, by: Overlay.run) {
                let length = min(Overlay.run, count - x)
                guard hasAny(shape + x, count: length) else { continue }
                let samples = row + x * channels
                if channels == 1 {
                    crows_stain(samples, shape + x, lacks, Int64(length))
                } else {
                    crows_triple(shape + x, wide.baseAddress, Int64(length))
                    crows_stain(samples, wide.baseAddress, lacks, Int64(3 * length))
                }
            }
        }
    }

    private func paint(
        _ row: UnsafeMutablePointer<UInt8>, _ shape: UnsafePointer<UInt8>, _ ink: [UInt8], _ strength: UInt16,
        count: Int, channels: Int
    ) {
        for x in 0..<count where shape[x] > 0 {
            let share = Blend.product(shape[x], UInt8(truncatingIfNeeded: strength))
            for c in 0..<channels {
                row[x &* channels &+ c] = Blend.mix(row[x &* channels &+ c], ink[c], share)
            }
        }
    }

    private func press(
        _ row: UnsafeMutablePointer<UInt8>, _ mask: Plane, _ y: Int, _ first: Int, _ count: Int, _ channels: Int,
        _ depth: Int, _ strength: UInt16
    ) {
        let before = mask.row(max(0, y - depth))
        let after = mask.row(min(mask.height - 1, y + depth))
        for x in 0..<count {
            let left = max(0, first &+ x &- depth)
            let right = min(mask.width &- 1, first &+ x &+ depth)
            let slope = ((Int32(after[right]) &- Int32(before[left])) &* Int32(strength)) &>> 9
            if slope == 0 { continue }
            for c in 0..<channels {
                let i = x &* channels &+ c
                row[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int32(row[i]) &+ slope)))
            }
        }
    }
}

/// Whether any of `count` values is not 0.
private func hasAny(_ values: UnsafePointer<UInt8>, count: Int) -> Bool {
    var all: UInt8 = 0
    for i in 0..<count { all |= values[i] }
    return all != 0
}
