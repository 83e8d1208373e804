/// The ink of a picture as a coverage mask, brought to a height and turned counterclockwise, made smaller where it would not
/// fit within `limit`. Nil when nothing is left to see.
public func turnedInk(of picture: Raster, height: Double, degrees: Double, within limit: Size) -> Raster? {
    let (sine, cosine) = sineAndCosine(degrees: degrees)
    let gray = picture.converted(to: .gray)
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
