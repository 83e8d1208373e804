/// One output level for each of the 256 input levels.
public struct LookupTable: Hashable, Sendable {
    public let levels: [UInt8]

    public static let identity = LookupTable { $0 }

    public init(_ level: (UInt8) -> UInt8) {
        levels = (0...255).map { level(UInt8($0)) }
    }

    public var isIdentity: Bool { self == .identity }

    /// First this table, then `next`.
    public func then(_ next: LookupTable) -> LookupTable {
        LookupTable { next.levels[Int(levels[Int($0)])] }
    }
}

extension Raster {
    /// Replaces each sample by its entry in the table of its channel: one table for all, or one per channel.
    public mutating func apply(_ tables: [LookupTable]) {
        precondition(tables.count == 1 || tables.count == channels, "one table, or one per channel")
        if tables.allSatisfy(\.isIdentity) { return }
        withMutablePlane { plane in
            if tables.count == 1 {
                tables[0].levels.withUnsafeBufferPointer { table in
                    let bytes = plane.bytes
                    for i in bytes.indices { bytes[i] = table[Int(bytes[i])] }
                }
            } else {
                let joined = tables.flatMap(\.levels)
                joined.withUnsafeBufferPointer { table in
                    for y in 0..<plane.height {
                        let row = plane.row(y)
                        for x in 0..<plane.width {
                            row[3 * x] = table[Int(row[3 * x])]
                            row[3 * x + 1] = table[256 + Int(row[3 * x + 1])]
                            row[3 * x + 2] = table[512 + Int(row[3 * x + 2])]
                        }
                    }
                }
            }
        }
    }
}
