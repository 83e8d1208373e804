public import Diagnostics

/// A piece of a pipeline file: what it says and where it stands. Aliases and merge keys are already resolved.
public struct Node: Sendable {
    /// Where it stands; of an aliased node, where the anchor stands.
    public let span: Span
    /// What it is.
    public let content: Content

    /// A scalar, a mapping or a list.
    public enum Content: Sendable {
        case scalar(Scalar)
        case mapping([Entry])
        case sequence([Node])
    }

    /// One key of a mapping with its value, in the order of the file.
    public struct Entry: Sendable {
        /// The key's text.
        public let key: String
        /// Where the key stands.
        public let keySpan: Span
        /// What stands behind it.
        public let value: Node

        /// A key with its value.
        public init(key: String, keySpan: Span, value: Node) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }

    /// A node that stands at `span`.
    public init(_ content: Content, at span: Span) {
        self.content = content
        self.span = span
    }
}

/// A scalar as written and as YAML's core schema understands it.
public struct Scalar: Sendable {
    /// How it was written.
    public enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// The text after folding and escapes.
    public let text: String
    /// How it was written.
    public let style: Style

    /// A scalar of that text.
    public init(_ text: String, style: Style) {
        self.text = text
        self.style = style
    }
}
