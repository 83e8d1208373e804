/// Text operations on paths with `/`; nothing here looks at the disk.
package enum RelativePath {
    /// What stands before the last `/`, or nothing.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: slashByte) else { return "" }
        return String(path[..<slash])
    }

    /// What stands behind the last `/`.
    package static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: slashByte) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// The name without its last extension; a leading dot starts no extension.
    package static func stem(of name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: dotByte), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// The last extension without its dot, or nothing.
    package static func fileExtension(of name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: dotByte), dot != name.startIndex else { return "" }
        return String(name[name.utf8.index(after: dot)...])
    }

    /// Both with one `/` between them; an absolute `path` stands for itself.
    package static func join(_ folder: String, _ path: String) -> String {
        if folder.isEmpty || path.utf8.first == slashByte { return path }
        if path.isEmpty { return folder }
        return folder.utf8.last == slashByte ? folder + path : folder + "/" + path
    }

    /// Without `.`, doubled slashes and, where something stands before them, `..`.
    package static func normalized(_ path: String) -> String {
        let isAbsolute = path.utf8.first == slashByte
        var parts: [Substring] = []
        for part in path.utf8.split(separator: slashByte).map(Substring.init) where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined
    }

    /// The longest folder that all of them lie in or are; the folders must be absolute and normalized.
    package static func commonFolder(_ folders: [String]) -> String {
        guard var common = folders.first.map(components) else { return "" }
        for folder in folders.dropFirst() {
            let others = components(folder)
            let shared = zip(common, others).prefix { $0.0.utf8.elementsEqual($0.1.utf8) }.count
            common = Array(common.prefix(shared))
        }
        return "/" + common.joined(separator: "/")
    }

    /// The part of an absolute, normalized `path` below `folder`; the path itself where it does not lie there.
    package static func relative(_ path: String, to folder: String) -> String {
        let prefix = folder.utf8.last == slashByte ? folder : folder + "/"
        guard path.utf8.starts(with: prefix.utf8) else { return path }
        return String(path.utf8.dropFirst(prefix.utf8.count)) ?? path
    }

    package static func components(_ path: String) -> [String] {
        path.utf8.split(separator: slashByte).map { String(Substring($0)) }
    }

    private static let slashByte = UInt8(ascii: "/")
    private static let dotByte = UInt8(ascii: ".")
}

extension RelativePath {
    /// Whether a path from a file can only name something below the folder that it is joined to: relative, without `..`.
    package static func staysBelow(_ path: String) -> Bool {
        guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0) else { return false }
        return path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.elementsEqual("..".utf8) && !part.elementsEqual(".".utf8)
        }
    }
}
