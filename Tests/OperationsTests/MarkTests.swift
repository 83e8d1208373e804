import Imaging
import OperationKit
import Operations
import Testing

@Suite("Marks and what covers the page")
struct MarkTests {
    /// A page of text with wide margins and a free lower third.
    private let page: Raster = {
        var page = Raster(.gray, width: 700, height: 900, filledWith: 255)
        let text = Sheet.text(.gray, width: 460, height: 480)
        page.paste(text, x: 120, y: 110)
        return page
    }()

    private func inkIsKept(_ after: Raster) -> Bool {
        zip(page.samples, after.samples).allSatisfy { before, now in before > 160 || before == now }
    }

    @Test(
        "a mark that looks for a blank place changes no ink and is there",
        arguments: [
            ("stamp", ["place": "blank", "size": "30mm"]), ("stamp", ["place": "bottom-right", "shape": "round"]),
            ("signature", ["place": "blank"]), ("scribbles", ["place": "blank", "count": "3", "size": "15mm"]),
            ("scribbles", ["kind": "words", "text": "see over", "count": "2", "place": "margins", "size": "15mm"]),
            ("text-overlay", ["place": "bottom"]), ("text-overlay", ["place": "left-edge"]),
            ("coarse-dropout", ["over": "blank", "kind": "correction-fluid", "count": "3", "fill": "90"]),
            ("coarse-dropout", ["over": "blank", "kind": "sticky-note", "width": "15mm"]),
        ])
    func blank(name: String, given: [String: String]) throws {
        for key in 1...4 as ClosedRange<UInt64> {
            let after = try Trial(name, given, layer: .page, key: key).run(page)
            #expect(after != page, "\(name) left nothing")
            #expect(inkIsKept(after), "\(name) \(given) touched print")
        }
    }

    @Test("black bars over words hide words and nothing between the lines")
    func redaction() throws {
        let after = try Trial("coarse-dropout", ["kind": "redaction", "over": "words", "count": "6"]).run(page)
        let hidden = zip(page.samples, after.samples).count { $0 > 200 && $1 < 60 }
        #expect(hidden > 200)
        #expect(Difference(page, after).share < 0.2)
    }

    @Test("the darkest shadow is drawn under whatever covers the page", arguments: ["sticky-note", "correction-fluid"])
    func darkest(kind: String) throws {
        let given = ["kind": kind, "shadow": "1", "over": "anywhere", "width": "15mm"]
        for key in 1...4 as ClosedRange<UInt64> {
            #expect(try Trial("coarse-dropout", given, layer: .page, key: key).run(page) != page)
        }
    }

    @Test("a page without room gets no stamp, rather than one over its print")
    func full() throws {
        let full = Sheet.text(.gray, width: 300, height: 300)
        #expect(try Trial("stamp", ["size": "45mm"]).run(full) == full)
    }

    @Test("a stamp's words are set in any script, and what no font has is said")
    func scripts() throws {
        let after = try Trial("stamp", ["text": "승인", "shape": "round"]).run(page)
        #expect(after != page)
        #expect(throws: OperationFailure.self) { try Trial("stamp", ["text": "\u{10FFFE}"]).run(page) }
    }

    @Test("fasteners keep to the margin where print begins early")
    func margin() throws {
        var narrow = Raster(.gray, width: 700, height: 900, filledWith: 255)
        narrow.paste(Sheet.text(.gray, width: 600, height: 860), x: 60, y: 20)
        let after = try Trial("bindings-and-fasteners", ["size": "4mm", "jitter": "0mm"]).run(narrow)
        #expect(after != narrow)
        let touched = zip(narrow.samples, after.samples).count { $0 < 100 && $0 != $1 }
        #expect(touched == 0)
    }
}

@Suite("Rules of forms")
struct RuleTests {
    /// Letters, two level rules, one upright one, and a letter that a rule crosses.
    private static func form(_ kind: PixelKind = .gray) -> Raster {
        var page = Raster(kind, width: 500, height: 300, filledWith: 255)
        page.paste(Sheet.text(kind, width: 400, height: 90), x: 40, y: 10)
        page.withMutablePlane { plane in
            func fill(_ columns: Range<Int>, _ rows: Range<Int>) {
                for y in rows {
                    for i in columns.lowerBound * plane.channels..<columns.upperBound * plane.channels {
                        plane.row(y)[i] = 0
                    }
                }
            }
            fill(30..<470, 150..<153)
            fill(30..<470, 240..<242)
            fill(250..<252, 120..<280)
            // A stem that stands across the first rule.
            fill(100..<104, 138..<166)
        }
        return page
    }

    private func ink(_ page: Raster, _ columns: Range<Int>, _ rows: Range<Int>) -> Int {
        page.withPlane { plane in
            var count = 0
            for y in rows {
                for x in columns where plane.row(y)[x * plane.channels] < 128 { count += 1 }
            }
            return count
        }
    }

    @Test("rules break and letters stay", arguments: [PixelKind.gray, .color])
    func broken(kind: PixelKind) throws {
        let form = Self.form(kind)
        let after = try Trial("lines-degradation", ["share": "0.5", "loss": "1"]).run(form)
        let left = Double(ink(after, 110..<240, 150..<153)) / Double(ink(form, 110..<240, 150..<153))
        #expect((0.2...0.8).contains(left), "\(left) of a rule is left")
        #expect(ink(after, 40..<440, 10..<100) == ink(form, 40..<440, 10..<100))
        #expect(ink(after, 100..<104, 138..<166) == ink(form, 100..<104, 138..<166))
        let level = try Trial("lines-degradation", ["share": "0.9", "loss": "1", "along": "horizontal"]).run(form)
        #expect(ink(level, 250..<252, 160..<235) == ink(form, 250..<252, 160..<235))
    }

    @Test(
        "rules are taken out, the letter that one crosses stays, and a second time changes nothing",
        arguments: PixelKind.allCases)
    func removed(kind: PixelKind) throws {
        let form = Self.form(kind)
        let after = try Trial("remove-lines").run(form)
        #expect(after.kind == kind)
        #expect(ink(after, 110..<470, 145..<280) == 0)
        #expect(ink(after, 40..<440, 10..<100) == ink(form, 40..<440, 10..<100))
        #expect(ink(after, 100..<104, 138..<166) == 4 * 28)
        #expect(try Trial("remove-lines").run(after) == after)
        let cut = try Trial("remove-lines", ["mend": "false"]).run(form)
        #expect(ink(cut, 100..<104, 150..<153) == 0)
    }

    @Test("a page without rules stays as it is")
    func none() throws {
        let text = Sheet.text(.gray, width: 300, height: 200)
        #expect(try Trial("remove-lines").run(text).sharesPixels(with: text))
        #expect(try Trial("lines-degradation").run(text).sharesPixels(with: text))
    }

    @Test("a solid black bar is no rule")
    func solid() throws {
        var page = Raster(.gray, width: 400, height: 200, filledWith: 255)
        page.paste(Raster(.gray, width: 300, height: 60, filledWith: 0), x: 50, y: 70)
        #expect(try Trial("remove-lines", ["min-length": "6mm"]).run(page) == page)
    }
}

@Suite("Coding, focus and borders")
struct TraceTests {
    @Test("symbol coding without tolerance leaves a page of two levels as it is, and with it keeps every glyph's place")
    func symbols() throws {
        let page = Sheet.text(.bilevel, width: 400, height: 300)
        #expect(try Trial("jbig2-symbols", ["tolerance": "0", "confuse": "0"]).run(page) == page)
        func boxes(_ page: Raster) -> Int {
            page.withPlane { plane in
                let rows = (0..<plane.height).map { y in inkRuns(count: plane.width) { plane.row(y)[$0] == 0 } }
                return inkComponents(rows).count
            }
        }
        let after = try Trial("jbig2-symbols", ["tolerance": "0.05"]).run(page)
        #expect(boxes(after) == boxes(page))
    }

    @Test("what is in focus stays as it is, byte for byte")
    func focus() throws {
        let page = Sheet.text(.gray, width: 400, height: 400)
        let given = ["kind": "spot", "center-x": "0.5", "center-y": "0.5", "sharp": "0.4", "sigma": "0.4mm"]
        let after = try Trial("depth-simulated-blur", given).run(page)
        page.withPlane { before in
            after.withPlane { after in
                for y in 150..<250 { for x in 150..<250 { #expect(before.row(y)[x] == after.row(y)[x]) } }
                let changed = (0..<60).contains { y in before.row(y)[y] != after.row(y)[y] }
                #expect(changed)
            }
        }
    }

    @Test("a border that grows leaves the page whole; one that does not covers its margin")
    func border() throws {
        let page = Sheet.text(.gray, width: 300, height: 200)
        let grown = try Trial("page-border", ["sides": "all", "width": "5mm", "ragged": "0mm", "kind": "black"]).run(
            page)
        let more = Int((5 / 25.4 * 150).rounded())
        #expect(grown.size == Size(width: 300 + 2 * more, height: 200 + 2 * more))
        grown.withPlane { plane in
            page.withPlane { page in
                for y in 0..<200 { for x in 0..<300 { #expect(plane.row(y + more)[x + more] == page.row(y)[x]) } }
            }
            #expect(plane.row(3)[150] < 90)
        }
        let painted = try Trial("page-border", ["sides": "left", "width": "5mm", "grow": "false", "kind": "black"]).run(
            page)
        #expect(painted.size == page.size && painted != page)
    }

    @Test("the lower the quality of webp, the more is lost, and gray stays gray")
    func webp() throws {
        let page = Sheet.text(.gray, width: 200, height: 120)
        let after = try Trial("webp", ["quality": "3"]).run(page)
        #expect(after.kind == .gray && Difference(page, after).mean > 0.3)
    }
}
