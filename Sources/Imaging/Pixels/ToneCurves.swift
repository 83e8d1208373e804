extension LookupTable {
    /// An S about `middle`: the slope there is `contrast` (above 1 harder, below 1 softer), and 0 and 255 stay.
    public static func contrast(_ contrast: Double, around middle: Double = 128) -> LookupTable {
        LookupTable { level in
            let t = (Double(level) - middle) / (Double(level) < middle ? middle : 255 - middle)
            guard abs(t) > 1e-9, abs(t) < 1 else { return level }
            let rest = exponential(contrast * naturalLog(1 - abs(t)))
            let curved = t < 0 ? middle * rest : 255 - (255 - middle) * rest
            return UInt8(min(255, max(0, curved.rounded())))
        }
    }
}
