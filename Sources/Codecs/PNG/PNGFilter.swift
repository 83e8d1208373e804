/// The five row filters of PNG, undone.
enum PNGFilter {
    /// Turns a filtered row of `count` bytes back in place; `distance` is a whole pixel in bytes, `above` the row before.
    /// False if there is no filter of that number.
    static func undo(
        _ filter: UInt8, _ row: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ count: Int,
        _ distance: Int
    ) -> Bool {
        switch filter {
        case 0: break
        case 1: undoSub(row, count, distance)
        case 2: for i in 0..<count { row[i] &+= above[i] }
        case 3: undo(row, above, count, distance) { left, up, _ in (left &+ up) &>> 1 }
        case 4: undo(row, above, count, distance, paeth)
        default: return false
        }
        return true
    }

    private static func undoSub(_ row: UnsafeMutablePointer<UInt8>, _ count: Int, _ distance: Int) {
        // One channel after the other, so that the sample before stays in a register.
        for channel in 0..<min(distance, count) {
            var left: UInt8 = 0
            for i in stride(from: channel, to: count, by: distance) {
                left &+= row[i]
                row[i] = left
            }
        }
    }

    /// Of the pixels to the left, above and at the corner between, the one nearest to left + up − corner.
    @inline(__always)
    private static func paeth(_ left: Int32, _ up: Int32, _ corner: Int32) -> Int32 {
        let toLeft = abs(up &- corner)
        let toUp = abs(left &- corner)
        let toCorner = abs(left &+ up &- 2 &* corner)
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
    }

    /// Adds to each sample what is predicted from its left, upper and corner neighbors.
    @inline(__always)
    private static func undo(
        _ row: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ count: Int, _ distance: Int,
        _ predict: (Int32, Int32, Int32) -> Int32
    ) {
        if distance == 3 { return undoThree(row, above, count, predict) }
        // One channel after the other, so that the sample before stays in a register.
        for channel in 0..<min(distance, count) {
            var (left, corner): (Int32, Int32) = (0, 0)
            for i in stride(from: channel, to: count, by: distance) {
                let up = Int32(above[i])
                left = (Int32(row[i]) &+ predict(left, up, corner)) & 255
                corner = up
                row[i] = UInt8(truncatingIfNeeded: left)
            }
        }
    }

    /// Three channels side by side, so that the processor need not wait for one after the other.
    @inline(__always)
    private static func undoThree(
        _ row: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ count: Int,
        _ predict: (Int32, Int32, Int32) -> Int32
    ) {
        var (left0, left1, left2): (Int32, Int32, Int32) = (0, 0, 0)
        var (corner0, corner1, corner2): (Int32, Int32, Int32) = (0, 0, 0)
        for i in stride(from: 0, to: count, by: 3) {
            let (up0, up1, up2) = (Int32(above[i]), Int32(above[i + 1]), Int32(above[i + 2]))
            left0 = (Int32(row[i]) &+ predict(left0, up0, corner0)) & 255
            left1 = (Int32(row[i + 1]) &+ predict(left1, up1, corner1)) & 255
            left2 = (Int32(row[i + 2]) &+ predict(left2, up2, corner2)) & 255
            (corner0, corner1, corner2) = (up0, up1, up2)
            row[i] = UInt8(truncatingIfNeeded: left0)
            row[i + 1] = UInt8(truncatingIfNeeded: left1)
            row[i + 2] = UInt8(truncatingIfNeeded: left2)
        }
    }
}
