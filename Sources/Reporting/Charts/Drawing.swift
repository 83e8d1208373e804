/// A drawing in SVG, in pixels of a screen. Colors come from a style sheet, so that the same drawing stands on light and on dark
/// paper.
public struct Drawing: Sendable {
    /// Of the whole drawing.
    let width: Double
    /// Of the whole drawing.
    let height: Double
    /// What it shows, in a few words, for those who cannot see it.
    let title: String
    private var body: Markup = ""

    init(width: Double, height: Double, title: String) {
        self.width = width
        self.height = height
        self.title = title
    }

    /// How the text of a label lies to its place.
    enum Anchor: String { case start, middle, end }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, radius: Double = 0,
        tip: String = ""
    ) {
        let rounding: Markup = radius > 0 ? #" rx="\#(radius)""# : ""
        add(
            #"<rect x="\#(x)" y="\#(y)" width="\#(max(0, width))" height="\#(max(0, height))"\#(rounding) class="\#(style)""#,
            "rect", tip)
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        body += #"<line x1="\#(x1)" y1="\#(y1)" x2="\#(x2)" y2="\#(y2)" class="\#(style)"/>"#
    }

    mutating func chain(_ points: [(x: Double, y: Double)], _ style: String) {
        let list = points.map { point -> Markup in "\(point.x),\(point.y)" }.joined(separator: " ")
        body += #"<polyline points="\#(list)" class="\#(style)"/>"#
    }

    mutating func dot(_ x: Double, _ y: Double, _ radius: Double, _ style: String, tip: String = "") {
        add(#"<circle cx="\#(x)" cy="\#(y)" r="\#(radius)" class="\#(style)""#, "circle", tip)
    }

    /// An arrow with its head at the last point, along a curve that leaves and arrives upright.
    mutating func arrow(from a: (x: Double, y: Double), to b: (x: Double, y: Double)) {
        let bend = max(12, (b.y - a.y) / 2)
        body +=
            #"<path d="M\#(a.x) \#(a.y)C\#(a.x) \#(a.y + bend) \#(b.x) \#(b.y - bend) \#(b.x) \#(b.y - 5)" class="way"/>"#
        body += #"<path d="M\#(b.x - 4) \#(b.y - 7)L\#(b.x) \#(b.y)L\#(b.x + 4) \#(b.y - 7)Z" class="head"/>"#
    }

    mutating func text(
        _ words: String, _ x: Double, _ y: Double, _ style: String = "t", _ anchor: Anchor = .start, tip: String = ""
    ) {
        let side: Markup = anchor == .start ? "" : #" text-anchor="\#(anchor.rawValue)""#
        let more: Markup = tip.isEmpty ? "" : "<title>\(tip)</title>"
        body += #"<text x="\#(x)" y="\#(y)" class="\#(style)"\#(side)>\#(more)\#(words)</text>"#
    }

    private mutating func add(_ start: Markup, _ element: String, _ tip: String) {
        body += tip.isEmpty ? "\(start)/>" : "\(start)><title>\(tip)</title></\(element)>"
    }

    /// The element for a page that has `ChartStyle.sheet`. It shrinks with the page as far as it can still be read.
    var element: Markup {
        let attributes: Markup = #"class="chart" viewBox="0 0 \#(width) \#(height)" width="\#(width)" role="img""#
        return
            #"<div class="wide"><svg \#(attributes) style="min-width:\#(min(width, 520))px" aria-label="\#(title)">\#(body)</svg></div>"#
    }

    /// A file of its own, with its style.
    public var file: String {
        let whole: Markup = #"""
            <svg xmlns="http://www.w3.org/2000/svg" class="chart paper" viewBox="0 0 \#(width) \#(height)" width="\#(width)" height="\#(height)" role="img" aria-label="\#(title)"><style>\#(Markup(raw: ChartStyle.sheet))</style><rect width="100%" height="100%" class="ground"/>\#(body)</svg>

            """#
        return whole.text
    }

    /// A text cut to so many pixels of the usual size, for which letters are taken as 6.6 pixels wide and those of East Asia as
    /// twice that.
    static func fitted(_ words: String, within width: Double, size: Double = 12) -> String {
        let room = width / (0.55 * size)
        guard units(words) > room else { return words }
        var (kept, used) = ("", 1.0)
        for character in words {
            let next = units(String(character))
            if used + next > room { break }
            kept.append(character)
            used += next
        }
        return kept + "…"
    }

    /// About how wide a text is, in pixels.
    static func width(of words: String, size: Double = 12) -> Double { units(words) * 0.55 * size }

    private static func units(_ words: String) -> Double {
        words.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 1.8) }
    }
}

/// The colors of drawings.
enum ChartStyle {
    /// Colors as variables, for light and for dark surroundings; on paper the light ones.
    static let variables = """
        :root{--ground:#fff;--panel:#f6f7f9;--ink:#1b1f24;--soft:#59636e;--rule:#d5dae0;--grid:#e6e9ed;--c0:#2a6fbb;--c1:#c98a0c;\
        --c2:#b8323a;--c3:#4b9560;--c4:#7d55b0;--mark:#1b1f24;--box:#eef3f9}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#14171b;--panel:#1c2026;--ink:#e4e8ec;--soft:#a0a9b3;\
        --rule:#3a424c;--grid:#2a3038;--c0:#5c9fe6;--c1:#e0a93c;--c2:#e5676d;--c3:#74bd88;--c4:#ae8ae0;--mark:#e4e8ec;--box:#222a35}}
        """

    /// The classes that drawings use.
    static let classes = """
        .chart text{font-family:system-ui,"Segoe UI","Noto Sans","DejaVu Sans","Noto Sans CJK KR",sans-serif;font-size:12px;fill:var(--ink)}
        .chart .t2{fill:var(--soft)}.chart .th{font-weight:600;font-size:13px}.chart .ts{font-size:11px;fill:var(--soft)}
        .chart .ground{fill:var(--ground)}.chart .axis{stroke:var(--soft);stroke-width:1}.chart .grid{stroke:var(--grid);stroke-width:1}
        .chart .mark{stroke:var(--mark);stroke-width:1.5;stroke-dasharray:5 3}.chart .zero{stroke:var(--soft);stroke-width:1}
        .chart .f0{fill:var(--c0)}.chart .f1{fill:var(--c1)}.chart .f2{fill:var(--c2)}.chart .f3{fill:var(--c3)}.chart .f4{fill:var(--c4)}
        .chart .fn{fill:var(--soft);opacity:.45}
        .chart .l0{stroke:var(--c0);stroke-width:2;fill:none}.chart .l1{stroke:var(--c1);stroke-width:2;fill:none}
        .chart .l2{stroke:var(--c2);stroke-width:2;fill:none}.chart .l3{stroke:var(--c3);stroke-width:2;fill:none}
        .chart .ln{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 4;fill:none}
        .chart .way{stroke:var(--soft);stroke-width:1.3;fill:none}.chart .head{fill:var(--soft)}
        .chart .box{fill:var(--box);stroke:var(--soft);stroke-width:1}.chart .end{fill:var(--panel);stroke:var(--soft);stroke-width:1}
        """

    /// Everything that a drawing of its own needs.
    static let sheet = variables + "\n" + classes
}
