import Imaging
import OperationKit
import PipelineSyntax

/// A step that a program carries out.
struct CommandStep: PixelOperation {
    static let manual = declared(wantsColor: false)

    static func declared(wantsColor: Bool) -> Manual {
        Manual(
            LanguageKeys.command, family: .handling, on: [.page, .ink, .paper], gives: wantsColor ? .color : .grayPlus,
            "A step that a program carries out.", cost: (1000, 1000))
    }

    private let program: [String]
    private let wantsColor: Bool
    private let timeout: Double
    private let parameters: [(name: String, value: DrawnValue)]

    /// A step of no program, which fails; those of a pipeline are made of what it says.
    init(_ p: inout Parameters) {
        (program, wantsColor, timeout, parameters) = ([], false, 0, [])
    }

    /// `timeout` is in seconds.
    init(
        _ program: [String], wantsColor: Bool, timeout: Double, _ kinds: [(name: String, kind: ValueKind)],
        _ p: inout Parameters
    ) {
        for (name, kind) in kinds { p.value(name, kind, "", "as the pipeline says") }
        (self.program, self.wantsColor, self.timeout, parameters) = (program, wantsColor, timeout, p.drawn)
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let programs = page.programs, !program.isEmpty else {
            throw OperationFailure(
                "the step starts the program '\(program.joined(separator: " "))', which is not allowed here")
        }
        pixels = pixels.converted(to: wantsColor ? .color : max(pixels.kind, .gray))
        try programs.change(
            &pixels,
            StepRequest(
                program: program, parameters: parameters, dpi: page.dpi, seed: random.bits(), timeout: timeout))
    }
}
