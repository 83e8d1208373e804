/// Mean and standard deviation in a square window around each pixel of a gray picture, by running sums: the cost does not
/// grow with the window. At the border the window is what of it lies on the page.
public struct WindowStatistics {
    private let plane: Plane
    private let radius: Int
    private var sums: [UInt32]
    private var squares: [UInt64]
    /// The first column of each pixel's window and the column after its last.
    private let windows: [(low: Int, high: Int)]

    /// Windows that reach `radius` pixels to all sides. The plane has one channel and must outlive this value.
    public init(of plane: Plane, radius: Int) {
        precondition(plane.channels == 1, "statistics are of one channel")
        self.plane = plane
        self.radius = max(1, radius)
        sums = [UInt32](repeating: 0, count: plane.width)
        squares = [UInt64](repeating: 0, count: plane.width)
        windows = (0..<plane.width).map { x in
            (max(0, x - max(1, radius)), min(plane.width, x + max(1, radius) + 1))
        }
    }

    /// Calls `body` for each row from the top with means and deviations, in levels.
    public mutating func forEachRow(_ body: (_ y: Int, _ means: [Float], _ deviations: [Float]) -> Void) {
        var means = [Float](repeating: 0, count: plane.width)
        var deviations = means
        var running = [UInt32](repeating: 0, count: plane.width + 1)
        var runningSquares = [UInt64](repeating: 0, count: plane.width + 1)
        for y in 0..<min(radius, plane.height) { add(plane.row(y)) }
        for y in 0..<plane.height {
            if y + radius < plane.height { add(plane.row(y + radius)) }
            if y > radius { remove(plane.row(y - radius - 1)) }
            let height = min(plane.height - 1, y + radius) - max(0, y - radius) + 1
            for x in 0..<plane.width {
                running[x &+ 1] = running[x] &+ sums[x]
                runningSquares[x &+ 1] = runningSquares[x] &+ squares[x]
            }
            for x in 0..<plane.width {
                let (low, high) = windows[x]
                // Whole numbers below 2⁵³ are exact in Double, so that the result is the same everywhere.
                let share = 1 / Double((high &- low) &* height)
                let mean = Double(running[high] &- running[low]) * share
                let variance = Double(runningSquares[high] &- runningSquares[low]) * share - mean * mean
                means[x] = Float(mean)
                deviations[x] = Float(max(0, variance).squareRoot())
            }
            body(y, means, deviations)
        }
    }

    private mutating func add(_ row: UnsafePointer<UInt8>) {
        for x in sums.indices {
            let level = UInt32(row[x])
            sums[x] &+= level
            squares[x] &+= UInt64(level &* level)
        }
    }

    private mutating func remove(_ row: UnsafePointer<UInt8>) {
        for x in sums.indices {
            let level = UInt32(row[x])
            sums[x] &-= level
            squares[x] &-= UInt64(level &* level)
        }
    }
}

extension Raster {
    /// Black and white: ink is what is at or below a threshold that `threshold` tells from mean and deviation of the
    /// window. One channel.
    public func binarized(radius: Int, _ threshold: (_ mean: Float, _ deviation: Float) -> Float) -> Raster {
        var result = Raster(uninitialized: .bilevel, width: width, height: height)
        withPlane { source in
            result.withMutablePlane { target in
                var statistics = WindowStatistics(of: source, radius: radius)
                statistics.forEachRow { y, means, deviations in
                    let (row, out) = (source.row(y), target.row(y))
                    for x in means.indices { out[x] = Float(row[x]) > threshold(means[x], deviations[x]) ? 255 : 0 }
                }
            }
        }
        return result
    }

    /// Black and white, ink at or below one level for the whole page. One channel.
    public func binarized(above level: Int) -> Raster {
        precondition(channels == 1, "only one channel can be cut into two levels")
        var result = self
        result.apply([LookupTable { Int($0) > level ? 255 : 0 }])
        result.kind = .bilevel
        return result
    }
}
