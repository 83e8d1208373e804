/// What Package.swift says about the targets of the package.
struct PackageManifest {
    struct Target: Equatable {
        let name: String
        let dependencies: [String]
    }

    /// In the order of the file.
    let targets: [Target]
    let cModules: [String]
    /// Modules of other packages that targets lean on.
    let products: Set<String>

    init(text: String) {
        var targets: [Target] = []
        var cModules: [String] = []
        let starts = text.ranges(of: /(?:room|tests|\.target|\.systemLibrary|\.executableTarget|\.testTarget)\(/)
        // The first ranges stand in the two functions that make targets; theirs have no name in quotes.
        for (start, next) in zip(starts, starts.dropFirst().map(\.lowerBound) + [text.endIndex]) {
            let body = text[start.upperBound..<next]
            guard let name = body.prefixMatch(of: /\s*(?:name:\s*)?"([^"]+)"/)?.output.1 else { continue }
            if name.hasPrefix("C"), text[start].contains("system") || ["COpenCV", "CKernels"].contains(name) {
                cModules.append(String(name))
            }
            targets.append(Target(name: String(name), dependencies: Self.dependencies(in: body)))
        }
        self.targets = targets
        products = Set(text.matches(of: /\.product\(name:\s*"([^"]+)"/).map { String($0.output.1) })
        self.cModules = cModules
    }

    func dependencies(of name: String) -> [String] {
        targets.first { $0.name == name }?.dependencies ?? []
    }

    private static func dependencies(in whole: Substring) -> [String] {
        let body = whole.replacing(/exclude:\s*\[[^\]]*\]/, with: "")
        guard !body.contains("providers:"), !body.contains("cxxSettings:"), !body.contains("cSettings:"),
            let open = body.firstIndex(of: "[")
        else {
            return []
        }
        let list = body[open...].prefix { $0 != "]" }.replacing(/,\s*package:\s*"[^"]+"/, with: "")
        return list.matches(of: /"([^"]+)"/).map { String($0.output.1) }
    }
}
