import Diagnostics
import PipelineSyntax

/// The names of outputs, which become folders on any system.
enum OutputNames {
    private static let taken = ["images", "labels", "sets"]

    static func finding(for index: Int, of entries: [Node.Entry]) -> Diagnostic? {
        let entry = entries[index]
        if let finding = KeyFaults.newName(index, of: entries) { return finding }
        let name = entry.key.lowercased()
        let isPlain = entry.key.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
        }
        let reason: String? =
            if entry.key.isEmpty { "it is empty" } else if !isPlain {
                "use letters, digits, '-' and '_'"
            } else if taken.contains(name) { "a folder of that name holds something else" } else if isDevice(name) {
                "Windows keeps that name for a device"
            } else { nil }
        if let reason {
            return Diagnostic(
                .badName, "'\(entry.key)' cannot be the name of an output, which becomes a folder",
                at: entry.keySpan, label: reason)
        }
        guard index < 1000, let twin = entries[..<index].first(where: { $0.key.lowercased() == name }) else {
            return nil
        }
        return Diagnostic(
            .badName, "outputs '\(twin.key)' and '\(entry.key)' would share a folder where case does not count",
            at: entry.keySpan, label: "choose another name",
            related: [Diagnostic.Related(twin.keySpan, "the first stands here")])
    }

    private static func isDevice(_ name: String) -> Bool {
        if ["con", "prn", "aux", "nul"].contains(name) { return true }
        return name.count == 4 && (name.hasPrefix("com") || name.hasPrefix("lpt")) && name.last?.isNumber == true
    }
}
