import Lettering

/// Why steps cannot print a text on this machine; nil when some font has each of its characters.
public func unprintable(_ text: String) -> String? {
    let missing = Letters(capHeight: 20).unsettable(text)
    guard !missing.isEmpty else { return nil }
    let named = missing.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    return "no font on this machine has \(named)\(missing.count > 5 ? ", …" : "")"
}
