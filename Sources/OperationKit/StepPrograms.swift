public import Imaging

/// What a program is asked that carries out a step.
public struct StepRequest: Sendable {
    /// The program with its arguments.
    public let program: [String]
    /// What was drawn, lengths in pixels.
    public let parameters: [(name: String, value: DrawnValue)]
    /// The page's pixels per inch.
    public let dpi: Double
    /// All further chance should follow from it.
    public let seed: UInt64
    /// Seconds that it may take.
    public let timeout: Double

    /// A request of one step on one page.
    public init(
        program: [String], parameters: [(name: String, value: DrawnValue)], dpi: Double, seed: UInt64, timeout: Double
    ) {
        self.program = program
        self.parameters = parameters
        self.dpi = dpi
        self.seed = seed
        self.timeout = timeout
    }
}

/// Has programs carry out steps.
public protocol StepPrograms: Sendable {
    /// Has a program change pixels, whose size and kind stay. May be called on several threads at once. Throws an
    /// `OperationFailure` when the program does not answer as it should.
    func change(_ pixels: inout Raster, _ request: StepRequest) throws
}
