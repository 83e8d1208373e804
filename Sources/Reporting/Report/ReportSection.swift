/// A part of a report with a heading of its own.
struct ReportSection: Sendable {
    /// The name that links lead to.
    let id: String
    let title: String
    let body: Markup
}

extension Markup {
    /// Rows under a heading; columns of numbers stand to the right.
    static func table(_ head: [String], _ rows: [[Markup]], numbers: Set<Int> = []) -> Markup {
        func cells(_ cells: [Markup], _ element: String) -> Markup {
            cells.enumerated().map { index, cell -> Markup in
                let style: Markup = numbers.contains(index) ? #" class="n""# : ""
                return "<\(element)\(style)>\(cell)</\(element)>"
            }.joined()
        }
        let body = rows.map { row -> Markup in "<tr>\(cells(row, "td"))</tr>" }
        return """
            <div class="wide"><table><thead><tr>\(cells(head.map { Markup(words: $0) }, "th"))</tr></thead>
            <tbody>\(body.joined(separator: "\n"))</tbody></table></div>

            """
    }

    /// Names and what they are.
    static func facts(_ facts: [(String, Markup)]) -> Markup {
        let rows = facts.map { fact -> Markup in "<div><dt>\(fact.0)</dt><dd>\(fact.1)</dd></div>" }
        return "<dl>\(rows)</dl>\n"
    }

    /// Something that is unfolded when one wants it, such as the numbers behind a drawing.
    static func folded(_ title: String, _ body: Markup) -> Markup {
        "<details><summary>\(title)</summary>\(body)</details>\n"
    }

    static func paragraph(_ words: String) -> Markup { "<p>\(words)</p>\n" }

    static func note(_ words: String) -> Markup { #"<p class="note">\#(words)</p>"# + "\n" }

    static func code(_ words: String) -> Markup { "<code>\(words)</code>" }
}
