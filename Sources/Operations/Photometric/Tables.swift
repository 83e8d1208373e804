public import Imaging
public import OperationKit

extension TableOperation {
    /// Looks every sample up. A bilevel page becomes gray only where a table gives other levels than black and white.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        pixels.lookUp(tables(for: pixels.kind))
    }
}

extension Raster {
    /// Replaces samples by tables' entries; what is bilevel becomes gray only where it has to.
    mutating func lookUp(_ tables: [LookupTable]) {
        if kind == .bilevel {
            guard tables[0].levels[0] != 0 || tables[0].levels[255] != 255 else { return }
            if [tables[0].levels[0], tables[0].levels[255]].contains(where: { $0 != 0 && $0 != 255 }) { kind = .gray }
        }
        apply(tables)
    }
}
