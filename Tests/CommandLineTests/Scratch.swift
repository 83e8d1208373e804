import Foundation

/// A folder for one test, gone when the test is over.
final class Scratch {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("foxing-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs the program in this folder.
    func foxing(_ arguments: String...) throws -> Outcome { try Invocation(arguments, in: path).run() }

    /// A call of the program in this folder, not started yet.
    func call(_ arguments: String...) -> Invocation { Invocation(arguments, in: path) }

    /// Writes a file and the folders above it.
    func put(_ name: String, _ bytes: [UInt8]) {
        let full = URL(filePath: path + "/" + name)
        try? FileManager.default.createDirectory(
            at: full.deletingLastPathComponent(), withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: full.path, contents: Data(bytes))
    }

    func put(_ name: String, _ text: String) { put(name, Array(text.utf8)) }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path + "/" + name) }

    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    func bytes(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: path + "/" + name).map(Array.init) }

    func text(_ name: String) -> String { String(decoding: bytes(name) ?? [], as: UTF8.self) }

    /// A file of JSON rows.
    func rows(_ name: String) -> [Row] {
        text(name).split(separator: "\n").map { Row(Data($0.utf8)) }
    }

    /// Every file below a folder by its path from there, hidden ones too, sorted.
    func files(_ folder: String = "") -> [String] {
        let root = folder.isEmpty ? path : path + "/" + folder
        let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// What a run left: path → bytes, without the record of when and where it ran.
    func set(_ folder: String) -> [String: [UInt8]] {
        let names = files(folder).filter { $0 != "run.json" }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, bytes(folder + "/" + $0) ?? []) })
    }
}

/// One row of a file of JSON rows.
struct Row {
    let values: [String: Any]

    init(_ data: Data) {
        values = (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:]
    }

    subscript(_ key: String) -> String { values[key] as? String ?? "" }

    /// The steps that were done on the variant, as texts of stage, operation and what was drawn.
    func steps(of stage: String) -> [String] {
        let applied = values["applied"] as? [[String: Any]] ?? []
        return applied.filter { $0["stage"] as? String == stage }.map { step in
            let drawn = (step["parameters"] as? [String: Any] ?? [:]).sorted { $0.key < $1.key }
            return "\(step["operation"] ?? "") " + drawn.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }
    }
}
