/// How a run shows how far it is.
public enum ProgressStyle: String, Sendable, CaseIterable {
    /// A bar on a terminal, plain lines elsewhere.
    case auto
    /// One line, drawn again up to ten times a second.
    case bar
    /// A line every ten seconds.
    case plain
    /// A JSON object a line, every second.
    case json
    case none

    /// What `auto` comes to, and what a terminal without cursor movements makes of a bar.
    public func resolved(isTerminal: Bool, environment: [String: String]) -> ProgressStyle {
        let isDumb = environment["TERM"] == "dumb"
        switch self {
        case .auto: return isTerminal && !isDumb ? .bar : .plain
        case .bar: return isDumb ? .plain : .bar
        case .plain, .json, .none: return self
        }
    }

    /// Whether color is welcome: `NO_COLOR` forbids it, `CLICOLOR_FORCE` asks for it, else a terminal that knows it.
    public static func paints(isTerminal: Bool, environment: [String: String]) -> Bool {
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if let value = environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" { return true }
        return isTerminal && environment["TERM"] != "dumb"
    }

    /// Seconds between two signs of life.
    var interval: Double {
        switch self {
        case .bar, .auto: 0.1
        case .plain: 10
        case .json: 1
        case .none: .infinity
        }
    }
}
