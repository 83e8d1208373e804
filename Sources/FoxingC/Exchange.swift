public import CFoxing
internal import Foxing
internal import Glibc

/// Where a text for the caller goes.
public typealias TextPlace = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
/// Where a handle for the caller goes.
public typealias HandlePlace = UnsafeMutablePointer<foxing_handle>

/// Does the work of a function: what it throws becomes its status and the text of its error.
func answer(_ error: TextPlace?, _ work: () throws -> Void) -> foxing_status {
    error?.pointee = nil
    do {
        try work()
        return FOXING_OK
    } catch let problem {
        let fault = Fault(problem)
        error?.pointee = copy(CanonicalJSON.text(fault.json))
        return fault.status
    }
}

/// The same for a function that answers with a text.
func answer(_ place: TextPlace?, _ error: TextPlace?, _ work: () throws -> String) -> foxing_status {
    place?.pointee = nil
    return answer(error) {
        guard let place else { throw Fault.argument("there is no place for the result: its pointer is NULL") }
        place.pointee = copy(try work())
        if place.pointee == nil { throw Fault(FOXING_FAILED, "failed", "there is no memory for the result") }
    }
}

/// The same for a function that makes something.
func answer(_ place: HandlePlace?, _ error: TextPlace?, _ work: () throws -> Item) -> foxing_status {
    place?.pointee = 0
    return answer(error) {
        guard let place else { throw Fault.argument("there is no place for the handle: its pointer is NULL") }
        place.pointee = Handles.all.add(try work())
    }
}

/// A text that the caller gives back with `foxing_free`; nil without memory. A zero byte inside would end it too early,
/// and JSON has none.
private func copy(_ text: String) -> UnsafeMutablePointer<CChar>? { text.withCString { strdup($0) } }

/// A text of the caller, nil where there is none.
func utf8(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Fault) -> String? {
    guard let pointer else { return nil }
    guard let text = String(validatingCString: pointer) else { throw .argument("'\(name)' is not UTF-8") }
    return text
}
