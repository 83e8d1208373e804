internal import CKernels

/// The ink of some rows above and below the one in work, for kernels that change a page in place from the top down:
/// the map of a row is taken before the row is written to.
public struct InkWindow {
    private let map: InkMap
    private let reach: Int
    private let width: Int
    /// From one row to the next: a row with `reach` replicated values on either side.
    private let pitch: Int
    private var rows: [UInt8]
    private var filled = -1

    /// A window that reaches `reach` rows up and down.
    public init(_ map: InkMap, reach: Int, width: Int) {
        self.map = map
        self.reach = reach
        self.width = width
        pitch = width + 2 * reach
        rows = [UInt8](repeating: 0, count: (2 * reach + 1) * pitch)
    }

    /// Goes on to row `y`; rows must come one after the other from 0. Says whether the row holds any ink.
    public mutating func move(to y: Int, of plane: Plane) -> Bool {
        let last = min(plane.height - 1, y + reach)
        let span = 2 * reach + 1
        while filled < last {
            filled += 1
            let slot = filled % span * pitch + reach
            rows.withUnsafeMutableBufferPointer { rows in
                let row = rows.baseAddress! + slot
                map.fill(row, y: filled, of: plane)
                (row - reach).update(repeating: row[0], count: reach)
                (row + width).update(repeating: row[width - 1], count: reach)
            }
        }
        return row(y).withUnsafeBufferPointer { row in
            var most: UInt8 = 0
            for ink in row { most = max(most, ink) }
            return most > 8
        }
    }

    /// The pixels of row `y` that lie on the inner rim of a stroke, from left to right, and how far they do (1…255): ink
    /// that is nearer than `depth` pixels to what is not ink. Only where `mask` is not 0.
    public func rim(
        where mask: UnsafePointer<UInt8>, at y: Int, within depth: Double, height: Int
    ) -> [(column: Int, share: UInt8)] {
        var found: [(column: Int, share: UInt8)] = []
        let span = 2 * reach + 1
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { shares in
            shares.initialize(repeating: 0)
            rows.withUnsafeBufferPointer { rows in
                func line(_ y: Int) -> UnsafePointer<UInt8> {
                    rows.baseAddress! + min(height - 1, max(0, y)) % span * pitch + reach
                }
                // From the outside in, since the nearest edge tells.
                for ring in stride(from: max(1, reach), through: 1, by: -1) {
                    let share = UInt8(min(1, max(0, depth - Double(ring - 1))) * 255)
                    crows_rim(
                        shares.baseAddress, mask, line(y), line(y - ring), line(y + ring), Int64(ring), Int64(width),
                        InkMap.threshold, share)
                }
            }
            let words = UnsafeRawPointer(shares.baseAddress!)
            for first in stride(from: 0, to: width, by: 8) {
                // Most of a row is no rim: eight pixels at a time are passed over.
                if first &+ 8 <= width, words.loadUnaligned(fromByteOffset: first, as: UInt64.self) == 0 { continue }
                for x in first..<min(width, first &+ 8) where shares[x] > 0 { found.append((x, shares[x])) }
            }
        }
        return found
    }

    /// Lends the ink of row `y`.
    public func withInk(at y: Int, _ body: (UnsafePointer<UInt8>) -> Void) {
        row(y).withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    private func row(_ y: Int) -> ArraySlice<UInt8> {
        let slot = y % (2 * reach + 1) * pitch + reach
        return rows[slot..<slot + width]
    }
}
