public import Imaging

/// The order in which the stretches of a page are read.
public enum DrawnOrder {
    /// Indices of members with these weights (0 or more), drawn one after the other without putting back, each time with a
    /// chance proportional to the weight: by the keys −ln(u)/w in ascending order (Efraimidis and Spirakis, "Weighted random
    /// sampling with a reservoir", 2006). `stream` gives the chance of a member, which depends on nothing else.
    public static func byWeight(_ weights: [Double], _ stream: (Int) -> RandomStream) -> [Int] {
        let keys = weights.indices.map { index in
            weights[index] > 0 ? -naturalLog(stream(index).unit() + 0x1p-54) / weights[index] : .infinity
        }
        return weights.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
}
