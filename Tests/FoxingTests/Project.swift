import Foundation

/// The files of the project as they lie on disk.
enum Project {
    /// The top level of the project.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ name: String) -> String { root.appending(path: name).path }

    /// The ready-made pipelines, without the ending of their names.
    static let pipelines: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path("pipelines"))) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()
}
