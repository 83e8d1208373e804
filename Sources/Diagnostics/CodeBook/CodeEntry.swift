/// What there is to say of a code beyond the finding itself.
public struct CodeEntry: Sendable {
    /// What is wrong, in a few words.
    public let title: String
    /// Why it matters, in a sentence or two.
    public let why: String
    /// Gives a finding of that code.
    public let wrong: Example
    /// The same, put right.
    public let right: Example

    /// A pipeline, or words where no short pipeline can show it.
    public enum Example: Sendable, Equatable {
        /// A whole pipeline file.
        case pipeline(String)
        /// A description.
        case words(String)
    }
}

extension Code {
    /// The page of the code book.
    public var entry: CodeEntry { codeBook[self]! }

    /// The page as text: the title, why, the wrong and the right example.
    public var explanation: String {
        func shown(_ example: CodeEntry.Example) -> String {
            switch example {
            case .words(let text): "  \(text)\n"
            case .pipeline(let text):
                text.split(separator: "\n").reduce(into: "") { $0 += "  \(String($1).printable)\n" }
            }
        }
        return """
            \(rawValue): \(entry.title)

            \(entry.why)

            Wrong:

            \(shown(entry.wrong))
            Right:

            \(shown(entry.right))
            """
    }
}

/// Every code has a page; a test holds the book to that.
private let codeBook: [Code: CodeEntry] = [textCodes, referenceCodes, nameCodes, valueCodes, graphCodes, worldCodes]
    .reduce(into: [:]) { book, pages in book.merge(pages) { first, _ in first } }
