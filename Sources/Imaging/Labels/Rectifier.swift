/// Pulls a band of a page into an upright picture: one homography for each cell between facing pairs, sharing edges.
struct Rectifier {
    private let strip: TextStrip
    private let size: Size

    init(_ strip: TextStrip, _ size: Size) {
        self.strip = strip
        self.size = size
    }

    func applied(to page: Raster) -> Raster {
        if let origin = wholeOrigin { return page.copied(x: origin.x, y: origin.y, size) }
        let kind = max(page.kind, .gray)
        var result = Raster(uninitialized: kind, width: size.width, height: size.height)
        page.withPlane { source in
            result.withMutablePlane { target in
                for cell in cells() {
                    if kind == .color {
                        pull(cell, source, target, channels: 3)
                    } else {
                        pull(cell, source, target, channels: 1)
                    }
                }
            }
        }
        return result
    }

    /// The top left pixel when the band is an upright rectangle of whole pixels.
    private var wholeOrigin: (x: Int, y: Int)? {
        guard strip.upper.count == 2 else { return nil }
        let origin = strip.upper[0]
        let (w, h) = (Double(size.width), Double(size.height))
        let wanted = [origin, origin + Point(w, 0), origin + Point(w, h), origin + Point(0, h)]
        let given = strip.upper + strip.lower.reversed()
        guard zip(given, wanted).allSatisfy({ $0.distance(to: $1) < 1e-6 }), abs(origin.x) < 1e6, abs(origin.y) < 1e6,
            abs(origin.x - origin.x.rounded()) < 1e-6, abs(origin.y - origin.y.rounded()) < 1e-6
        else { return nil }
        return (Int(origin.x.rounded()), Int(origin.y.rounded()))
    }

    private struct Cell {
        /// Columns of the result.
        var columns: Range<Int>
        /// From the result to the page.
        var map: Homography
    }

    private func cells() -> [Cell] {
        let lengths = zip(Polyline.lengths(strip.upper), Polyline.lengths(strip.lower)).map { ($0 + $1) / 2 }
        let whole = max(lengths.reduce(0, +), 1e-9)
        let (w, h) = (Double(size.width), Double(size.height))
        var cells: [Cell] = []
        var (done, column) = (0.0, 0)
        for i in lengths.indices {
            let left = done / whole * w
            done += lengths[i]
            let right = done / whole * w
            // A pixel belongs to the cell that holds its center.
            let end =
                i == lengths.count - 1 ? size.width : min(size.width, max(column, Int((right + 0.5).rounded(.down))))
            guard end > column else { continue }
            let corners = [Point(left, 0), Point(right, 0), Point(right, h), Point(left, h)]
            let places = [strip.upper[i], strip.upper[i + 1], strip.lower[i + 1], strip.lower[i]]
            guard let map = Homography(from: corners, to: places) ?? cells.last?.map else { continue }
            cells.append(Cell(columns: column..<end, map: map))
            column = end
        }
        return cells
    }

    @inline(__always)
    private func pull(_ cell: Cell, _ source: Plane, _ target: MutablePlane, channels: Int) {
        let m = cell.map.matrix
        let (right, bottom) = (Double(source.width - 1), Double(source.height - 1))
        for y in 0..<target.height {
            let row = target.row(y)
            let v = Double(y) + 0.5
            let (fx, fy, fw) = (m[1] * v + m[2], m[4] * v + m[5], m[7] * v + m[8])
            for x in cell.columns {
                let u = Double(x) + 0.5
                let w = 1 / (m[6] * u + fw)
                // Beside the page its nearest pixel goes on.
                let sx = min(right, max(0, (m[0] * u + fx) * w - 0.5))
                let sy = min(bottom, max(0, (m[3] * u + fy) * w - 0.5))
                let (left, top) = (Int(sx), Int(sy))
                let (a, b) = (Int32((sx - Double(left)) * 128 + 0.5), Int32((sy - Double(top)) * 128 + 0.5))
                let near = source.row(top) + left * channels
                let across = left + 1 < source.width ? channels : 0
                let below = top + 1 < source.height ? source.stride : 0
                for c in 0..<channels {
                    let upper = Int32(near[c]) * (128 - a) + Int32(near[c + across]) * a
                    let lower = Int32(near[c + below]) * (128 - a) + Int32(near[c + below + across]) * a
                    row[x * channels + c] = UInt8(truncatingIfNeeded: (upper * (128 - b) + lower * b + 8192) >> 14)
                }
            }
        }
    }
}

extension Raster {
    /// A piece of the picture with its top left pixel at (x, y); outside the picture the nearest pixel goes on.
    func copied(x: Int, y: Int, _ size: Size) -> Raster {
        var result = Raster(uninitialized: kind, width: size.width, height: size.height)
        let channels = self.channels
        withPlane { source in
            result.withMutablePlane { target in
                for row in 0..<size.height {
                    let from = source.row(min(max(y + row, 0), source.height - 1))
                    let to = target.row(row)
                    for column in 0..<size.width {
                        let place = min(max(x + column, 0), source.width - 1) * channels
                        for c in 0..<channels { to[column * channels + c] = from[place + c] }
                    }
                }
            }
        }
        return result
    }

    /// The picture turned by 90° counterclockwise.
    func turnedLeft() -> Raster {
        var result = Raster(uninitialized: kind, width: height, height: width)
        let channels = self.channels
        withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<target.height {
                    let to = target.row(y)
                    for x in 0..<target.width {
                        let from = source.row(x) + (source.width - 1 - y) * channels
                        for c in 0..<channels { to[x * channels + c] = from[c] }
                    }
                }
            }
        }
        return result
    }
}
