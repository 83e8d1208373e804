import Testing

@testable import Reporting

@Suite("Drawings") struct ChartTests {
    @Test("words in a drawing or a page stay words")
    func escaping() {
        let name = "<b>&\"'\u{7}"
        let markup: Markup = "<i>\(name)</i>"
        #expect(markup.text == "<i>&lt;b&gt;&amp;&quot;&#39;\u{FFFD}</i>")
        #expect(("\(markup)" as Markup).text == markup.text)
        #expect(("\(3.14159) \(2.0) \(7)" as Markup).text == "3.14 2 7")
    }

    @Test(
        "an axis ends at round numbers and holds all values",
        arguments: [(0.0, 7.3), (0.0, 0.031), (-2.4, 9), (5, 5), (0, 0)])
    func axis(low: Double, high: Double) {
        let axis = Axis(low, high)
        #expect(axis.low <= low)
        #expect(axis.high >= high)
        #expect((2...12).contains(axis.ticks.count))
        #expect(axis.place(low) >= 0)
        #expect(axis.place(high) <= 1)
    }

    @Test(
        "numbers are shown with the digits that count",
        arguments: [
            (1234.0, "1234"), (123_456, "123\u{202F}456"), (12.345, "12.3"), (0.1234, "0.123"), (0, "0"),
            (-0.0001, "0"),
        ])
    func numbers(value: Double, text: String) {
        #expect(Shown.short(value) == text)
    }

    @Test("differences have a sign, shares a unit, times the unit that fits")
    func units() {
        #expect(Shown.points(0.0123) == "+1.23")
        #expect(Shown.points(-0.5) == "−50")
        #expect(Shown.points(0) == "0")
        #expect(Shown.percent(1, of: 3) == "33.3 %")
        #expect(Shown.percent(0, of: 0) == "–")
        #expect(Shown.seconds(0.0123) == "0.012 s")
        #expect(Shown.seconds(300) == "5 min")
        #expect(Shown.bytes(1_572_864) == "1.5 MiB")
    }

    @Test("a drawing of its own has its style and its size, one in a page only what it shows")
    func files() {
        let drawing = Chart.bars([Chart.Bar(name: "a <b>", value: 2, shown: "2")], title: "Two & more")
        #expect(drawing.file.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(drawing.file.contains("<style>"))
        #expect(!drawing.element.text.contains("<style>"))
        #expect(drawing.element.text.contains("aria-label=\"Two &amp; more\""))
        #expect(drawing.element.text.contains("a &lt;b&gt;"))
    }

    @Test("a column is as high as its count, and nothing lies outside the drawing")
    func columns() {
        let drawing = Chart.columns(
            Chart.Columns(
                title: "t", across: "x", parts: [(style: "f0", name: "kept"), (style: "f2", name: "dropped")],
                edges: [0, 1, 2], counts: [[10, 0], [0, 5]],
                marks: [(value: 1, name: "limit"), (value: 9, name: "outside")],
                label: { Shown.short($0) }))
        let heights = drawing.element.text.matches(of: /height="([\d.]+)" class="f(\d)"><title>/).map {
            ($0.output.1, $0.output.2)
        }
        #expect(heights.count == 2)
        #expect(Double(heights[0].0) == Double(heights[1].0).map { $0 * 2 })
        #expect(drawing.element.text.contains("limit"))
        #expect(!drawing.element.text.contains("outside"))
    }

    @Test("drawings of nothing are drawings")
    func nothing() {
        #expect(Chart.bars([], title: "t").height > 0)
        #expect(!Chart.intervals([], title: "t", across: "x") { Shown.points($0) }.element.text.contains("nan"))
        let columns = Chart.Columns(
            title: "t", across: "x", parts: [(style: "f0", name: "a")], edges: [0], counts: [],
            label: { Shown.short($0) })
        #expect(!Chart.columns(columns).element.text.contains("nan"))
        #expect(!Chart.curves([], title: "t", across: "x", upward: "y").element.text.contains("nan"))
    }
}
