public import CFoxing
internal import Foxing
internal import Glibc

/// Where the version stands as a text of C, for as long as the process lives.
private let versionAddress = UInt(bitPattern: strdup(foxingVersion))

@c @implementation
public func foxing_version() -> UnsafePointer<CChar>? { UnsafePointer(bitPattern: versionAddress) }

@c @implementation
public func foxing_free(_ text: UnsafeMutablePointer<CChar>?) { free(text) }

@c @implementation
public func foxing_release(_ handle: foxing_handle, _ error: TextPlace?) -> foxing_status {
    answer(error) { try Handles.all.release(handle) }
}

@c @implementation
public func foxing_operations(_ json: TextPlace?, _ error: TextPlace?) -> foxing_status {
    answer(json, error) { CanonicalJSON.text(CatalogList(Handles.all.catalog).json) }
}

@c @implementation
public func foxing_schema(_ json: TextPlace?, _ error: TextPlace?) -> foxing_status {
    answer(json, error) { CanonicalJSON.pretty(PipelineSchema(Handles.all.catalog, Pipeline.formats).json) }
}

@c @implementation
public func foxing_presets(_ json: TextPlace?, _ error: TextPlace?) -> foxing_status {
    answer(json, error) {
        CanonicalJSON.text(
            .array(Presets.all.map { .object(("name", .string($0.name)), ("text", .string(Presets.starter($0)))) }))
    }
}
