internal import CKernels

extension Plane {
    /// Copies the plane with left and right, or top and bottom, or both exchanged, into one of the same size.
    public func mirror(to result: MutablePlane, across: Bool, down: Bool) {
        for y in 0..<height {
            let (source, target) = (row(down ? height - 1 - y : y), result.row(y))
            if across {
                crows_reverse(source, target, Int64(width), Int64(channels))
            } else {
                target.update(from: source, count: rowCount)
            }
        }
    }

    /// Copies columns into rows: the result is as wide as this plane is high. Its first row is the first column, or the
    /// last when `fromRight`; a row begins with the first row of this plane, or the last when `fromBottom`.
    public func turn(to result: MutablePlane, fromRight: Bool, fromBottom: Bool) {
        let source = fromBottom ? row(height - 1) : base
        let target = fromRight ? result.row(result.height - 1) : result.base
        crows_turn(
            source, Int64(fromBottom ? -stride : stride), target, Int64(fromRight ? -result.stride : result.stride),
            Int64(result.width), Int64(result.height), Int64(channels))
    }
}

/// A row of pixels of one color, to be copied from.
public struct FillRow {
    private let bytes: [UInt8]
    private let channels: Int

    /// A row of `width` pixels of these samples, one per channel.
    public init(_ samples: [UInt8], width: Int) {
        channels = samples.count
        bytes =
            samples.count == 1
            ? [UInt8](repeating: samples[0], count: width)
            : (0..<width * samples.count).map { samples[$0 % samples.count] }
    }

    /// Writes the color to a range of columns of a row of at most this width.
    public func fill(_ row: UnsafeMutablePointer<UInt8>, _ columns: Range<Int>) {
        if columns.isEmpty { return }
        bytes.withUnsafeBufferPointer {
            (row + columns.lowerBound * channels).update(from: $0.baseAddress!, count: columns.count * channels)
        }
    }
}
