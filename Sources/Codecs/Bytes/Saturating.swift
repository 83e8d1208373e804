/// Arithmetic with numbers that a file gives: what is too large stays too large, and never wraps or traps.
extension Int {
    /// The product of two numbers that are not negative, at most `Int.max`; a negative one counts as 0.
    func times(_ other: Int) -> Int {
        let (product, overflows) = Swift.max(0, self).multipliedReportingOverflow(by: Swift.max(0, other))
        return overflows ? .max : product
    }

    /// The sum of two numbers that are not negative, at most `Int.max`; a negative one counts as 0.
    func plus(_ other: Int) -> Int {
        let (sum, overflows) = Swift.max(0, self).addingReportingOverflow(Swift.max(0, other))
        return overflows ? .max : sum
    }
}
