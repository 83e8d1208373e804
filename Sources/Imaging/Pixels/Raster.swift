/// What the samples of a raster mean. Order: a later kind can show everything that an earlier one can.
public enum PixelKind: String, Sendable, CaseIterable, Comparable {
    /// One channel that holds only 0 (ink) and 255 (paper).
    case bilevel
    /// One channel, 0 black … 255 white.
    case gray
    /// Three channels in the order blue, green, red.
    case color

    public var channels: Int { self == .color ? 3 : 1 }

    public static func < (a: PixelKind, b: PixelKind) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .bilevel: 0
        case .gray: 1
        case .color: 2
        }
    }
}

/// A picture of 8-bit samples, rows packed without gaps. A value: copies share their pixels until one is written to.
public struct Raster: Sendable {
    /// Pixels per row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// Settable, since some steps know more about the samples than their bytes say (a threshold makes gray bilevel).
    /// The number of channels must stay the same.
    public var kind: PixelKind {
        didSet { precondition(kind.channels == oldValue.channels, "a raster cannot change its channels in place") }
    }

    private var storage: PixelStorage

    /// A raster whose samples are not set yet; every one must be written before it is read.
    public init(uninitialized kind: PixelKind, width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a raster has at least one pixel")
        self.width = width
        self.height = height
        self.kind = kind
        storage = PixelStorage(byteCount: width * height * kind.channels)
    }

    /// A raster with every sample at `level`.
    public init(_ kind: PixelKind, width: Int, height: Int, filledWith level: UInt8) {
        self.init(uninitialized: kind, width: width, height: height)
        storage.bytes.initialize(repeating: level)
    }

    /// A raster of the given samples, row after row; their number must be width × height × channels.
    public init(_ kind: PixelKind, width: Int, height: Int, samples: [UInt8]) {
        precondition(samples.count == width * height * kind.channels, "sample count does not fit the size")
        self.init(uninitialized: kind, width: width, height: height)
        _ = storage.bytes.initialize(from: samples)
    }

    public var channels: Int { kind.channels }
    /// Bytes from one row to the next.
    public var stride: Int { width * channels }
    public var byteCount: Int { stride * height }
    public var size: Size { Size(width: width, height: height) }

    /// Whether both share one buffer, so that they are equal without a look at the samples.
    public func sharesPixels(with other: Raster) -> Bool { storage === other.storage }

    /// Lends the samples for reading.
    public func withPlane<R, E: Error>(_ body: (Plane) throws(E) -> R) throws(E) -> R {
        // The storage must outlive the call: the plane is a bare pointer into it.
        try withExtendedLifetime(storage) { () throws(E) -> R in try body(plane(of: storage)) }
    }

    /// Lends the samples for writing; copies them first when another raster shares them.
    public mutating func withMutablePlane<R, E: Error>(_ body: (MutablePlane) throws(E) -> R) throws(E) -> R {
        if !isKnownUniquelyReferenced(&storage) { storage = PixelStorage(copying: storage) }
        let unique = storage
        return try withExtendedLifetime(unique) { () throws(E) -> R in
            try body(
                MutablePlane(
                    base: unique.bytes.baseAddress!, width: width, height: height, channels: channels, stride: stride))
        }
    }

    /// All samples, row after row.
    public var samples: [UInt8] { Array(UnsafeBufferPointer(storage.bytes)) }

    private func plane(of storage: PixelStorage) -> Plane {
        Plane(
            base: UnsafePointer(storage.bytes.baseAddress!), width: width, height: height, channels: channels,
            stride: stride)
    }
}

extension Raster: Equatable {
    public static func == (a: Raster, b: Raster) -> Bool {
        guard a.width == b.width, a.height == b.height, a.kind == b.kind else { return false }
        if a.sharesPixels(with: b) { return true }
        return a.withPlane { pa in b.withPlane { pb in pa.bytes.elementsEqual(pb.bytes) } }
    }
}

/// The samples' memory. Written to only by a `Raster` that holds the sole reference (`isKnownUniquelyReferenced`),
/// hence safe to send.
private final class PixelStorage: @unchecked Sendable {
    let bytes: UnsafeMutableBufferPointer<UInt8>

    init(byteCount: Int) {
        bytes = PixelMemory.take(byteCount).bindMemory(to: UInt8.self)
    }

    convenience init(copying other: PixelStorage) {
        self.init(byteCount: other.bytes.count)
        _ = bytes.initialize(fromContentsOf: other.bytes)
    }

    deinit { PixelMemory.giveBack(UnsafeMutableRawBufferPointer(bytes)) }
}
