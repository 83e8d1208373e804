/// The ink of a picture as a coverage mask, brought to a height and turned counterclockwise, made smaller where it would not
/// fit within `limit`. Nil when nothing is left to see.
public func turnedInk(of picture: Raster, height: Double, degrees: Double, within limit: Size) -> Raster? {
    let (sine, cosine) = sineAndCosine(degrees: degrees)
    let gray = picture.kind == .color ? picture.darkestChannel : picture.converted(to: .gray)
    var scale = height / Double(gray.height)
    let extent = Point(
        abs(cosine) * Double(gray.width) + abs(sine) * Double(gray.height),
        abs(sine) * Double(gray.width) + abs(cosine) * Double(gray.height))
    scale = min(scale, min(Double(limit.width) / extent.x, Double(limit.height) / extent.y))
    let (width, height) = (Int(extent.x * scale), Int(extent.y * scale))
    guard width >= 2, height >= 2, scale > 0 else { return nil }
    // Half a target pixel of source is averaged on each axis, so that a large picture made small does not sparkle.
    let taps = max(1, Int((1 / scale).rounded()))
    var mask = Raster(.gray, width: width, height: height, filledWith: 0)
    gray.withPlane { source in
        mask.withMutablePlane { target in
            for y in 0..<height {
                let row = target.row(y)
                for x in 0..<width {
                    let (dx, dy) = (Double(x) + 0.5 - Double(width) / 2, Double(y) + 0.5 - Double(height) / 2)
                    let u = (cosine * dx - sine * dy) / scale + Double(source.width) / 2
                    let v = (sine * dx + cosine * dy) / scale + Double(source.height) / 2
                    row[x] = meanInk(of: source, around: Point(u, v), taps: taps)
                }
            }
        }
    }
    return mask
}

/// The mean ink of `taps` × `taps` pixels around a place; outside the picture there is none.
private func meanInk(of plane: Plane, around place: Point, taps: Int) -> UInt8 {
    let left = Int((place.x - Double(taps) / 2 + 0.5).rounded(.down))
    let top = Int((place.y - Double(taps) / 2 + 0.5).rounded(.down))
    var sum = 0
    for y in max(0, top)..<max(max(0, top), min(plane.height, top + taps)) {
        let row = plane.row(y)
        for x in max(0, left)..<max(max(0, left), min(plane.width, left + taps)) { sum += 255 - Int(row[x]) }
    }
    return UInt8(sum / (taps * taps))
}

extension Raster {
    /// The color of the ink in a picture in color, with which `turnedInk` gives that picture on white again; nil for a gray
    /// picture, whose ink may have any color.
    public var inkColor: Color? {
        guard kind == .color else { return nil }
        var missing = [0, 0, 0]
        var covered = 0
        withPlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                for x in 0..<plane.width {
                    let (b, g, r) = (255 - Int(row[3 * x]), 255 - Int(row[3 * x + 1]), 255 - Int(row[3 * x + 2]))
                    missing[0] += b
                    missing[1] += g
                    missing[2] += r
                    covered += max(b, g, r)
                }
            }
        }
        guard covered > 0 else { return nil }
        let levels = missing.map { UInt8(255 - ($0 * 255 + covered / 2) / covered) }
        return Color(red: levels[2], green: levels[1], blue: levels[0])
    }

    /// The least of the three channels: what colored ink leaves of white.
    fileprivate var darkestChannel: Raster {
        var gray = Raster(.gray, width: width, height: height, filledWith: 255)
        withPlane { from in
            gray.withMutablePlane { to in
                for y in 0..<to.height {
                    let (row, target) = (from.row(y), to.row(y))
                    for x in 0..<to.width { target[x] = min(row[3 * x], row[3 * x + 1], row[3 * x + 2]) }
                }
            }
        }
        return gray
    }
}
