public import CFoxing
internal import Foxing

@c @implementation
public func foxing_step_add(
    _ declaration: UnsafePointer<CChar>?, _ step: foxing_step?, _ context: UnsafeMutableRawPointer?,
    _ error: TextPlace?
) -> foxing_status {
    answer(error) {
        guard let step else { throw Fault.argument("'step' is NULL") }
        guard let text = try utf8(declaration, "declaration") else {
            throw Fault.argument("'declaration' is not given")
        }
        let declared = try OwnStepDeclaration(text)
        let caller = OwnStepCaller(step: step, context: UInt(bitPattern: context))
        let entry = CatalogEntry(OwnStep.self, manual: declared.manual, identity: declared.identity) {
            OwnStep(declared, caller, &$0)
        }
        for parameter in entry.parameters where !parameter.isDefaultSound {
            throw Fault.argument(
                "the default '\(parameter.defaultText)' of '\(parameter.name)' is no value that it takes")
        }
        Handles.all.add(step: entry)
    }
}

/// The caller's function with what it wants to be given.
struct OwnStepCaller: Sendable {
    let step: foxing_step
    /// The address that is passed on; nothing is read there.
    let context: UInt
}

/// A step that the caller carries out.
struct OwnStep: PixelOperation {
    static let manual = Manual(
        "own-step", family: .handling, on: [.page, .ink, .paper], "A step of the calling program.", cost: (1000, 1000))

    private let wantsColor: Bool
    private let parameters: [JSONValue.Member]
    private let caller: OwnStepCaller?

    /// A step that nobody carries out; those of callers are made of their declaration.
    init(_ p: inout Parameters) {
        (wantsColor, parameters, caller) = (false, [], nil)
    }

    init(_ declared: OwnStepDeclaration, _ caller: OwnStepCaller, _ p: inout Parameters) {
        wantsColor = declared.wantsColor
        self.caller = caller
        for parameter in declared.parameters { parameter.declare(in: &p) }
        parameters = p.drawn.map { JSONValue.Member($0.name, JSONValue($0.value)) }
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard let caller else { throw OperationFailure("nobody carries this step out") }
        pixels = pixels.converted(to: wantsColor ? .color : max(pixels.kind, .gray))
        let request = CanonicalJSON.text(
            .object(
                ("parameters", .object(parameters)), ("dpi", .decimal(page.dpi, digits: 2)),
                ("seed", .string(String(random.bits())))))
        let failure = pixels.withMutablePlane { plane in
            plane.swapRedAndBlue()
            defer { plane.swapRedAndBlue() }
            return caller.carryOut(on: plane, dpi: page.dpi, request)
        }
        if let failure { throw OperationFailure(failure) }
    }
}

extension OwnStepCaller {
    /// Lends the pixels for the length of the call; answers what went wrong.
    fileprivate func carryOut(on plane: MutablePlane, dpi: Double, _ request: String) -> String? {
        var lent = foxing_plane(
            samples: UnsafePointer(plane.base), width: Int64(plane.width), height: Int64(plane.height),
            stride: Int64(plane.stride), dpi: dpi, channels: Int32(plane.channels))
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2048) { message in
            message.initialize(repeating: 0)
            let context = UnsafeMutableRawPointer(bitPattern: context)
            let status = step(context, &lent, plane.base, request, message.baseAddress, Int64(message.count))
            // Whatever was written there, it ends.
            message[message.count - 1] = 0
            guard status != 0 else { return nil }
            let said = message.baseAddress.map { String(cString: $0) } ?? ""
            return said.isEmpty ? "the step answered \(status)" : said
        }
    }
}

extension MutablePlane {
    /// Callers see red first, our own loops blue.
    fileprivate func swapRedAndBlue() {
        guard channels == 3 else { return }
        for y in 0..<height {
            let row = row(y)
            for x in 0..<width {
                let blue = row[3 &* x]
                row[3 &* x] = row[3 &* x &+ 2]
                row[3 &* x &+ 2] = blue
            }
        }
    }
}
