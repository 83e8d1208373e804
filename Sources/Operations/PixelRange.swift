/// The pixels of a side of `limit` pixels that hold any place between two, and one more at either end; none where both lie
/// off the page.
func pixelRange(from low: Double, to high: Double, limit: Int) -> Range<Int> {
    let bounded = { (place: Double) in min(max(place, -4), Double(limit) + 4) }
    let first = min(limit, max(0, Int(bounded(low).rounded(.down)) - 1))
    return first..<max(first, min(limit, Int(bounded(high).rounded(.down)) + 2))
}
