internal import Codecs
internal import Foundation
internal import JSON
internal import Jobs
internal import Readability
internal import Vision

extension RunRecord {
    /// Enters what the run runs on.
    public mutating func describeMachine(workers: Int) {
        machine = [
            JSONValue.Member("cores", .integer(Machine.cores)), JSONValue.Member("kernel", .string(Machine.kernel)),
            JSONValue.Member("memory", .integer(Machine.memory)), JSONValue.Member("workers", .integer(workers)),
        ]
        libraries = Machine.libraries.map { JSONValue.Member($0.name, .string($0.version)) }
    }
}

extension Machine {
    /// The libraries that do the work, with their versions.
    public static var libraries: [(name: String, version: String)] {
        [
            ("opencv", OpenCV.version), ("tesseract", (try? Tesseract.version()) ?? "not found"),
            ("leptonica", ((try? Tesseract.leptonicaVersion()) ?? nil) ?? "not found"),
        ] + PictureLibraries.versions
    }
}
