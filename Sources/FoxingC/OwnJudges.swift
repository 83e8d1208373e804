public import CFoxing
internal import Foxing
internal import Glibc

@c @implementation
public func foxing_judge_add(
    _ declaration: UnsafePointer<CChar>?, _ judge: foxing_judge?, _ context: UnsafeMutableRawPointer?,
    _ error: TextPlace?
) -> foxing_status {
    answer(error) {
        guard let judge else { throw Fault.argument("'judge' is NULL") }
        guard let text = try utf8(declaration, "declaration") else {
            throw Fault.argument("'declaration' is not given")
        }
        let told = try OwnStepDeclaration.object(text)
        try OwnStepDeclaration.expectMembers(told, ["name", "label", "identity"], of: "the declaration")
        let name = try OwnStepDeclaration.name(told["name"], "the judge")
        Handles.all.add(
            judge: OwnJudge(
                name: told["label"]?.text ?? name, identity: told["identity"]?.text ?? "", judge: judge,
                context: UInt(bitPattern: context)), called: name)
    }
}

@c @implementation
public func foxing_reply(_ answer: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?) {
    guard let answer, let text else { return }
    let place = answer.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
    free(place.pointee)
    place.pointee = strdup(text)
}

/// A judge that the caller carries out.
struct OwnJudge: LineReader {
    let name: String
    let identity: String
    let judge: foxing_judge
    /// The address that is passed on; nothing is read there.
    let context: UInt

    func read(lines pictures: [Raster], dpi: Double) throws -> [ReadText] {
        let answer = try ask("lines", pictures, dpi: dpi)
        guard let lines = answer["lines"]?.elements, lines.count == pictures.count else {
            throw OperationFailure("it gave no \"lines\" with an entry for each of \(pictures.count)")
        }
        return try lines.map(text)
    }

    func read(page: Raster, dpi: Double) throws -> ReadText { try text(ask("page", [page], dpi: dpi)) }

    private func text(_ answer: JSONValue) throws -> ReadText {
        guard let text = answer["text"]?.text else { throw OperationFailure("it gave no \"text\"") }
        return ReadText(text, confidence: answer["confidence"]?.double ?? 0)
    }

    private func ask(_ kind: String, _ pictures: [Raster], dpi: Double) throws -> JSONValue {
        let shown = pictures.map { $0.redFirst() }
        let request = CanonicalJSON.text(.object(("kind", .string(kind)), ("dpi", .decimal(dpi, digits: 2))))
        var reply: UnsafeMutablePointer<CChar>?
        defer { free(reply) }
        let status = lend(shown[...], []) { planes in
            planes.withUnsafeBufferPointer { planes in
                judge(
                    UnsafeMutableRawPointer(bitPattern: context), planes.baseAddress, Int64(planes.count), request,
                    &reply)
            }
        }
        let answer = reply.flatMap { String(validatingCString: $0) }.flatMap { try? JSONReader.read($0) }
        if let reason = answer?["error"]?.text { throw OperationFailure(reason) }
        guard status == 0 else { throw OperationFailure("it answered \(status)") }
        guard let answer else { throw OperationFailure("it gave no answer that is a JSON object") }
        return answer
    }

    /// Lends the pixels of all pictures for the length of the call.
    private func lend(_ rest: ArraySlice<Raster>, _ planes: [foxing_plane], _ body: ([foxing_plane]) -> Int32) -> Int32
    {
        guard let next = rest.first else { return body(planes) }
        return next.withPlane { plane in
            let lent = foxing_plane(
                samples: plane.base, width: Int64(plane.width), height: Int64(plane.height),
                stride: Int64(plane.stride), dpi: 0, channels: Int32(plane.channels))
            return lend(rest.dropFirst(), planes + [lent], body)
        }
    }
}
