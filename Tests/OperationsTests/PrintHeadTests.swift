import Imaging
import OperationKit
import Operations
import Testing

@Suite("Print heads, faxes and copiers")
struct PrintHeadTests {
    private let page = Sheet.text(.gray, width: 240, height: 180)

    @Test("a needle printer leaves no ink where there was none within a dot's reach")
    func nearInk() throws {
        let printed = try Trial("dot-matrix", ["pitch": "0.25mm", "dot": "0.27mm"]).run(page)
        let reach = 4
        page.withPlane { before in
            printed.withPlane { after in
                for y in 0..<before.height {
                    for x in 0..<before.width where after.row(y)[x] < 200 {
                        let near = (max(0, y - reach)...min(before.height - 1, y + reach)).contains { row in
                            (max(0, x - reach)...min(before.width - 1, x + reach)).contains {
                                before.row(row)[$0] < 200
                            }
                        }
                        #expect(near, "ink at (\(x), \(y))")
                    }
                }
            }
        }
    }

    @Test("dead needles leave every ninth row of dots out, so that less is printed")
    func deadNeedles() throws {
        let solid = Sheet.even(0, width: 200, height: 300)
        let given = ["double-strike": "false", "pitch": "0.5mm", "dot": "0.5mm", "ribbon": "0", "strike": "0"]
        let whole = try Trial("dot-matrix", given).run(solid).meanLevel
        let lacking = try Trial("dot-matrix", given.merging(["dead-pin": "3"]) { $1 }).run(solid).meanLevel
        // Three of nine rows lack, so a third of the ink, within a tenth.
        #expect(abs((255 - lacking) / (255 - whole) - 2 / 3) < 0.1)
    }

    @Test("thermal print is as dark as its tint where nothing has faded, and paler where it has")
    func thermal() throws {
        let solid = Sheet.even(0, width: 400, height: 300)
        let given = ["rough": "0", "dropout": "0", "heat": "0", "scratches": "0", "tint": "60", "paper": "255"]
        let fresh = try Trial("thermal-fade", given.merging(["fade": "0"]) { $1 }, layer: .ink).run(solid).meanLevel
        #expect(fresh > 55 && fresh < 95, "\(fresh)")
        let faded = try Trial("thermal-fade", given.merging(["fade": "0.6"]) { $1 }, layer: .ink).run(solid).meanLevel
        #expect(faded > fresh + 20)
    }

    @Test("a fax in standard resolution holds the same row of pixels as often as its own rows are high")
    func faxRows() throws {
        let sheet = Sheet.text(.gray, width: 300, height: 240)
        var trial = Trial("faxify", ["resolution": "standard", "noise": "10"])
        trial.dpi = 294
        let faxed = try trial.run(sheet)
        // 294 dpi are three rows for each of the fax's 98.
        faxed.withPlane { plane in
            for y in stride(from: 0, to: 240, by: 3) {
                for x in 0..<300 {
                    #expect(plane.row(y)[x] == plane.row(y + 1)[x] && plane.row(y)[x] == plane.row(y + 2)[x])
                }
            }
        }
    }

    @Test("strokes get bolder and thinner by less than a pixel, in proportion")
    func subpixel() throws {
        func ink(_ by: String) throws -> Double { 255 - (try Trial("stroke-weight", ["by": by]).run(page)).meanLevel }
        let plain = try ink("0mm")
        // At 150 dpi 0.0847 mm are half a pixel.
        let (half, quarter) = (try ink("0.0847mm") - plain, try ink("0.0423mm") - plain)
        #expect(quarter > 0)
        #expect(abs(half / quarter - 2) < 0.2, "\(half) and \(quarter)")
        let (thin, thinner) = (plain - (try ink("-0.0423mm")), plain - (try ink("-0.0847mm")))
        #expect(thin > 0 && thinner > 1.5 * thin)
    }

    @Test("ink that fades all over is as pale everywhere as was asked for")
    func faint() throws {
        let faint = try Trial("ink-fade", ["strength": "0.8", "uneven": "0"]).run(Sheet.even(0))
        #expect(Set(faint.samples) == [204])
    }

    @Test("Kanungo's model leaves a bilevel page alone when no pixel may flip, and does not move what it joins")
    func kanungo() throws {
        let bilevel = Sheet.text(.bilevel, width: 160, height: 120)
        let none = ["ink-flip": "0", "paper-flip": "0", "background": "0", "correlation": "0mm"]
        #expect(try Trial("kanungo", none).run(bilevel) == bilevel)
        var block = Raster(.bilevel, width: 60, height: 60, filledWith: 255)
        block.withMutablePlane { plane in
            for y in 20..<40 { for x in 20..<40 { plane.row(y)[x] = 0 } }
        }
        let joined = try Trial("kanungo", none.merging(["correlation": "0.34mm"]) { $1 }).run(block)
        #expect(joined == block)
    }

    @Test(
        "local thresholds find ink on both sides of a shadow that one level for the page cannot",
        arguments: [
            ("sauvola", ["k": "0.2"]), ("wolf", ["k": "0.3"]), ("adaptive-threshold", ["c": "12"]),
            ("niblack", ["k": "-0.4"]),
        ])
    func shadow(name: String, given: [String: String]) throws {
        var shaded = page
        shaded.withMutablePlane { plane in
            for y in 0..<plane.height {
                for x in 0..<plane.width {
                    plane.row(y)[x] = UInt8(Int(plane.row(y)[x]) * (x < 120 ? 60 : 240) / 255 + 10)
                }
            }
        }
        let wanted = page.binarized(above: 127)
        let found = Difference(wanted, try Trial(name, given).run(shaded)).share
        #expect(found < 0.06, "\(name): \(found)")
        #expect(Difference(wanted, try Trial("otsu").run(shaded)).share > 0.2)
    }
}
