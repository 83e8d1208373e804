import Foundation

/// The difference of a measure between variants that have something and variants that do not.
struct Contrast: Sendable, Equatable {
    /// With it less without it.
    let difference: Double
    /// Half the width of the interval about the difference, 95 %.
    let margin: Double
    /// How many variants were compared that have it.
    let with: Int
    /// How many were compared that do not.
    let without: Int

    var low: Double { difference - margin }
    var high: Double { difference + margin }
    /// Whether the interval leaves zero out.
    var isSure: Bool { low > 0 || high < 0 }

    /// Fewer than so many on either side tell nothing.
    static let least = 5

    /// Compares within strata (pages): the least-squares estimate of a common difference when each stratum has a level of its
    /// own, with the variance of White (1980) in the form HC1, which does not take the spread to be equal on both sides. nil when
    /// too few can be compared. Values, sides and strata are told for each variant.
    init?(_ values: [Double], isWith: [Bool], strata: [Int]) {
        var sums: [Int: (value: Double, with: Double, count: Double)] = [:]
        for index in values.indices {
            let sum = sums[strata[index]] ?? (0, 0, 0)
            sums[strata[index]] = (sum.value + values[index], sum.with + (isWith[index] ? 1 : 0), sum.count + 1)
        }
        // A stratum that has one side only says nothing of the difference.
        sums = sums.filter { $1.with > 0 && $1.with < $1.count }
        let used = values.indices.filter { sums[strata[$0]] != nil }
        let with = used.count { isWith[$0] }
        guard with >= Self.least, used.count - with >= Self.least, used.count > sums.count + 1 else { return nil }
        func centered(_ index: Int) -> (x: Double, y: Double) {
            let sum = sums[strata[index]] ?? (0, 0, 1)
            return ((isWith[index] ? 1 : 0) - sum.with / sum.count, values[index] - sum.value / sum.count)
        }
        var (xx, xy) = (0.0, 0.0)
        for index in used {
            let (x, y) = centered(index)
            xx += x * x
            xy += x * y
        }
        let slope = xy / xx
        let spread = used.reduce(0.0) { sum, index in
            let (x, y) = centered(index)
            let rest = y - slope * x
            return sum + x * x * rest * rest
        }
        let freedom = Double(used.count - sums.count - 1)
        let variance = spread / (xx * xx) * Double(used.count) / freedom
        difference = slope
        margin = Self.quantile(freedom: freedom) * variance.squareRoot()
        self.with = with
        without = used.count - with
    }

    /// Student's 97.5 % quantile, by Cornish and Fisher's expansion; for fewer than four degrees of freedom, where that is not
    /// good enough, from the table.
    static func quantile(freedom: Double) -> Double {
        let table = [12.706, 4.303, 3.182]
        if freedom < 4 { return table[max(0, min(2, Int(freedom) - 1))] }
        let z = 1.959964
        let (z3, z5, z7) = (pow(z, 3), pow(z, 5), pow(z, 7))
        return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom)
            + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * pow(freedom, 3))
    }
}
