/// How much a finding matters: an error stops the run before it starts, a warning does not.
public enum Severity: String, Sendable, Comparable {
    case warning
    case error

    /// A warning is less than an error.
    public static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
}

/// One thing that is wrong or pointless, as data: what, where, and what to write instead.
public struct Diagnostic: Sendable, Equatable {
    /// Which kind of finding this is.
    public let code: Code
    /// What is wrong, in one sentence without a full stop.
    public let message: String
    /// The exact text at fault; nil where the finding is about the whole run.
    public let span: Span?
    /// Stands behind the carets: the short answer, such as `did you mean 'intensity'?`
    public let label: String?
    /// What to do, on a line of its own.
    public let help: String?
    /// Other places that explain this one, such as where a duplicate first stood.
    public let related: [Related]

    /// A second place with what is to be seen there.
    public struct Related: Sendable, Equatable {
        /// Where it stands.
        public let span: Span
        /// What is to be seen there.
        public let label: String

        /// A place and what is to be seen there.
        public init(_ span: Span, _ label: String) {
            self.span = span
            self.label = label
        }
    }

    /// `span` is nil for a finding about the whole run.
    public init(
        _ code: Code, _ message: String, at span: Span?, label: String? = nil, help: String? = nil,
        related: [Related] = []
    ) {
        self.code = code
        self.message = message
        self.span = span
        self.label = label
        self.help = help
        self.related = related
    }

    /// Follows from the code.
    public var severity: Severity { code.severity }
}
