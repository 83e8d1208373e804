/// The clouds of unevenly spread pulp in a sheet: gradient noise taken at a sixth of its cell, with straight lines between.
struct Formation: Sendable {
    /// Standard deviation of the tones, in levels.
    static let deviation = CloudField.deviation

    private var clouds: CloudField

    init(_ stream: RandomStream, width: Int, cell: Double) {
        // Gradient noise has no slower changes than its cell, which is made larger for that.
        let cell = max(1, 1.5 * cell)
        clouds = CloudField(GradientNoise(stream, cell: cell), width: width, step: max(2, cell / 6))
    }

    /// Writes the tones of row `y`, around 128. Fastest when rows come in order.
    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) { clouds.fill(row, y: y) }
}
