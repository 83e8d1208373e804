import Glibc

/// The files that this process was made of: the program and its libraries.
package enum LoadedFile {
    /// The file that an address of the process was loaded from; nil when it is of none.
    package static func path(at address: UInt) -> String? {
        guard let bytes = try? WholeFile.stream("/proc/self/maps") else { return nil }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 5)
            let bounds = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
            guard fields.count == 6, bounds.count == 2, bounds[0] <= address, address < bounds[1] else { continue }
            let path = fields[5].drop { $0 == " " }
            return path.hasPrefix("/") ? String(path) : nil
        }
        return nil
    }
}
