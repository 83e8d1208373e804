extension Raster {
    /// Lays another picture over this one with its top left pixel at (x, y); what does not fit is cut off. This one must
    /// have as many channels, or three for one: then gray is laid as color.
    public mutating func paste(_ other: Raster, x: Int, y: Int) {
        precondition(channels >= other.channels, "a color picture cannot be laid on a gray one")
        let columns = max(0, -x)..<max(0, -x, min(other.width, width - x))
        let rows = max(0, -y)..<max(0, -y, min(other.height, height - y))
        guard !columns.isEmpty, !rows.isEmpty else { return }
        if kind == .bilevel, other.kind != .bilevel { kind = .gray }
        let (from, to) = (other.channels, channels)
        other.withPlane { source in
            withMutablePlane { target in
                for row in rows {
                    let samples = source.row(row)
                    let out = target.row(row + y) + x * to
                    for column in columns {
                        for channel in 0..<to { out[column * to + channel] = samples[column * from + channel % from] }
                    }
                }
            }
        }
    }
}
