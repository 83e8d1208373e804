/// The marks of a laid mold: lines a millimeter apart, wavering and now strong, now faint, and light chain lines across
/// them, about 25 mm apart.
struct LaidLines {
    /// Standard deviation of the tones, in levels.
    static let deviation = 67.0

    private let width: Int
    private let fine: [UInt8]
    private let chain: [UInt8]
    /// Steps of the two phases (Q16 of a period) per pixel along a row and down a column.
    private let fineStep: (x: Int, y: Int)
    private let chainStep: (x: Int, y: Int)
    private let start: (fine: Int, chain: Int)
    /// How strong a line is at a place, and how far off its place it lies.
    private var strength: LatticeNoise
    private var wobble: LatticeNoise

    init(width: Int, direction: Double, mm: Double, _ stream: RandomStream) {
        self.width = width
        // A sheet is cut along its mold: the lines lie along an edge, askew by two degrees at most.
        let quarter = (direction / 90).rounded()
        let skew = (direction - quarter * 90) / 22.5
        let (sine, cosine) = sineAndCosine(degrees: quarter * 90 + skew)
        let period = max(2, stream.child("period").uniform(0.9...1.3) * mm)
        let chains = max(8, stream.child("chains").uniform(22...28) * mm)
        func steps(_ period: Double, _ x: Double, _ y: Double) -> (x: Int, y: Int) {
            (Int((x / period * 65536).rounded()), Int((y / period * 65536).rounded()))
        }
        fineStep = steps(period, sine, cosine)
        chainStep = steps(chains, cosine, -sine)
        start = (stream.child("phase").integer(0...65535, 0), stream.child("phase").integer(0...65535, 1))
        fine = (0...255).map { UInt8(128 + (sineAndCosine(degrees: Double($0) / 256 * 360).sine * 105).rounded()) }
        let width = 0.5 * mm / chains
        chain = (0...255).map { i in
            let distance = abs(Double(i) / 256 - 0.5)
            return UInt8(max(0, 1 - distance / width) * 70)
        }
        let isLevel = Int(quarter) % 2 == 0
        let (long, short) = (3.5 * mm, period)
        strength = LatticeNoise(
            stream.child("strength"), width: self.width, cell: isLevel ? (long, short) : (short, long))
        wobble = LatticeNoise(stream.child("wobble"), width: self.width, cell: 7 * mm)
    }

    /// Writes the tones of row `y`, around 128. Fastest when rows come in order.
    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        var phase = start.fine &+ y &* fineStep.y
        var chainPhase = start.chain &+ y &* chainStep.y
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { shifts in
            strength.fill(row, y: y)
            wobble.fill(shifts.baseAddress!, y: y)
            fine.withUnsafeBufferPointer { fine in
                chain.withUnsafeBufferPointer { chain in
                    for x in 0..<width {
                        // Up to a fifth of a period off its place.
                        let place = (phase &+ (Int(shifts[x]) &- 128) &* 110) &>> 8
                        let line = Int32(fine[place & 255]) &- 128
                        // Between two fifths and almost one and a half times as strong.
                        let tone = (line &* (96 &+ Int32(row[x]))) &>> 8
                        let light = Int32(chain[(chainPhase &>> 8) & 255])
                        row[x] = UInt8(truncatingIfNeeded: min(255, max(0, 128 &+ tone &+ light)))
                        phase &+= fineStep.x
                        chainPhase &+= chainStep.x
                    }
                }
            }
        }
    }
}
