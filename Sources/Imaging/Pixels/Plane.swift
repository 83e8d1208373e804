/// Samples lent for reading, for the length of one call.
public struct Plane {
    public let base: UnsafePointer<UInt8>
    public let width: Int
    public let height: Int
    public let channels: Int
    /// Bytes from one row to the next.
    public let stride: Int

    public init(base: UnsafePointer<UInt8>, width: Int, height: Int, channels: Int, stride: Int) {
        self.base = base
        self.width = width
        self.height = height
        self.channels = channels
        self.stride = stride
    }

    /// The first sample of row `y`; a row holds `width * channels` samples.
    @inlinable public func row(_ y: Int) -> UnsafePointer<UInt8> { base + y * stride }

    /// Samples per row.
    @inlinable public var rowCount: Int { width * channels }

    /// A rectangle of the plane.
    public func part(_ columns: Range<Int>, _ rows: Range<Int>) -> Plane {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width && !columns.isEmpty)
        precondition(rows.lowerBound >= 0 && rows.upperBound <= height && !rows.isEmpty)
        return Plane(
            base: row(rows.lowerBound) + columns.lowerBound * channels, width: columns.count, height: rows.count,
            channels: channels, stride: stride)
    }

    /// All bytes; only for planes without gaps between rows.
    @inlinable public var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base, count: stride * (height - 1) + rowCount)
    }
}

/// Samples lent for writing, for the length of one call.
public struct MutablePlane {
    public let base: UnsafeMutablePointer<UInt8>
    public let width: Int
    public let height: Int
    public let channels: Int
    /// Bytes from one row to the next.
    public let stride: Int

    public init(base: UnsafeMutablePointer<UInt8>, width: Int, height: Int, channels: Int, stride: Int) {
        self.base = base
        self.width = width
        self.height = height
        self.channels = channels
        self.stride = stride
    }

    /// The first sample of row `y`.
    @inlinable public func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { base + y * stride }

    /// Samples per row.
    @inlinable public var rowCount: Int { width * channels }

    /// A rectangle of the plane.
    public func part(_ columns: Range<Int>, _ rows: Range<Int>) -> MutablePlane {
        let part = reading.part(columns, rows)
        return MutablePlane(
            base: UnsafeMutablePointer(mutating: part.base), width: part.width, height: part.height, channels: channels,
            stride: stride)
    }

    /// The same samples for reading.
    @inlinable public var reading: Plane {
        Plane(base: UnsafePointer(base), width: width, height: height, channels: channels, stride: stride)
    }

    /// All bytes; only for planes without gaps between rows.
    @inlinable public var bytes: UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: base, count: stride * (height - 1) + rowCount)
    }
}
