import Foundation
import TestSupport

extension Scratch {
    /// Runs the program in this folder.
    func foxing(_ arguments: String...) throws -> Outcome { try Invocation(arguments, in: path).run() }

    /// A call of the program in this folder, not started yet.
    func call(_ arguments: String...) -> Invocation { Invocation(arguments, in: path) }

    /// A file of JSON rows.
    func rows(_ name: String) -> [Row] {
        text(name).split(separator: "\n").map { Row(Data($0.utf8)) }
    }

    /// What a run left: path → bytes, without the record of when and where it ran.
    func set(_ folder: String) -> [String: [UInt8]] { contents(of: folder).filter { $0.key != "run.json" } }
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
