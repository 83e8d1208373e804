import Imaging
import OperationKit
import Operations
import Testing

@Suite("Promises of the manual")
struct PromiseTests {
    @Test("every promise about pixels is kept", arguments: everyOperation)
    func pixels(name: String) throws {
        let manual = try #require(Catalog.all[name]).manual
        for layer in manual.layers {
            for promise in manual.promises { try check(promise, name, manual, layer) }
        }
    }

    private func kinds(_ manual: Manual) -> [PixelKind] { PixelKind.allCases.filter(manual.takes.accepts) }

    private func check(_ promise: Promise, _ name: String, _ manual: Manual, _ layer: Layer) throws {
        switch promise {
        case .onlyLightens(let given), .onlyDarkens(let given):
            let mayLighten = if case .onlyLightens = promise { true } else { false }
            for kind in kinds(manual) {
                for key in 1...3 as ClosedRange<UInt64> {
                    let before = Sheet.text(kind, width: 233, height: 171)
                    let change = Difference(before, try Trial(name, given, layer: layer, key: key).run(before))
                    #expect(
                        mayLighten ? !change.darkens : !change.lightens,
                        "\(name) on \(layer), \(kind): \(promise) does not hold")
                }
            }
        case .keepsBlankPaper:
            for kind in kinds(manual) {
                let before = Sheet.even(255, kind)
                let after = try Trial(name, layer: layer).run(before)
                #expect(Difference(before, after).largest == 0, "\(name) marks a white page")
            }
        case .identity(let given): try checkIdentity(given, name, manual, layer)
        case .meanShift(let most, let given): try checkMeanShift(most, given, name, manual, layer)
        case .monotone(let parameter, let values): try checkMonotone(parameter, values, name, manual, layer)
        case .outputBilevel:
            for kind in kinds(manual) {
                let after = try Trial(name, layer: layer).run(Sheet.text(kind, width: 97, height: 61))
                #expect(after.channels == 1 && after.samples.allSatisfy { $0 == 0 || $0 == 255 })
            }
        case .outputGray:
            for kind in kinds(manual) {
                let after = try Trial(name, layer: layer).run(Sheet.text(kind, width: 97, height: 61))
                #expect(after.channels == 1)
            }
        case .grayEqualsColor(let tolerance, let given):
            let gray = Sheet.text(.gray, width: 151, height: 103)
            let trial = Trial(name, given, layer: layer)
            let (a, b) = (try trial.run(gray), try trial.run(gray.converted(to: .color)))
            #expect(
                Difference(a, b).largest <= tolerance,
                "\(name) on \(layer): gray and color differ by \(Difference(a, b).largest)")
        case .coverage(let parameter, let values):
            // Of the ink layer a mid-gray sheet is all ink; a page of one tone has none.
            guard layer == manual.layers[0] else { return }
            for value in values {
                let before = Sheet.even(128, width: 700, height: 500)
                let share = Difference(before, try Trial(name, [parameter: value], layer: layer).run(before)).share
                let wanted = try #require(Double(value))
                #expect(abs(share - wanted) <= 0.2 * wanted, "\(name): \(share) is changed for \(value)")
            }
        case .local(let mm): try checkLocal(mm, name, manual, layer)
        case .roundTrip, .labelsHit, .keepsWords: break
        }
    }

    private func checkIdentity(
        _ given: [String: String], _ name: String, _ manual: Manual, _ layer: Layer
    ) throws {
        for kind in kinds(manual) where manual.gives.kind(for: kind) == kind || manual.gives == .grayPlus {
            let before = Sheet.text(kind, width: 119, height: 83)
            let after = try Trial(name, given, layer: layer).run(before)
            #expect(after.sharesPixels(with: before), "\(name) on \(layer), \(kind): \(given) is not nothing")
            #expect(after == before)
        }
    }

    private func checkMeanShift(
        _ most: Double, _ given: [String: String], _ name: String, _ manual: Manual, _ layer: Layer
    ) throws {
        let sheets = [Sheet.text(.gray, width: 233, height: 171)] + [255, 128, 0].map { Sheet.even($0) }
        for sheet in sheets {
            let shift = try Trial(name, given, layer: layer).run(sheet).meanLevel - sheet.meanLevel
            #expect(abs(shift) <= most, "\(name) on \(layer) moves the mean by \(shift)")
        }
    }

    private func checkMonotone(
        _ parameter: String, _ values: [String], _ name: String, _ manual: Manual, _ layer: Layer
    ) throws {
        let before = Sheet.text(.gray, width: 421, height: 307)
        var last = -1.0
        for value in values {
            let change = Difference(before, try Trial(name, [parameter: value], layer: layer).run(before)).mean
            #expect(
                change >= last * 0.99, "\(name) on \(layer): with \(parameter) = \(value) the change falls to \(change)"
            )
            last = max(last, change)
        }
        #expect(last > 0, "\(name) on \(layer): \(parameter) never changes anything")
    }

    private func checkLocal(_ mm: Double, _ name: String, _ manual: Manual, _ layer: Layer) throws {
        let trial = Trial(name, layer: layer)
        let plain = Sheet.text(.gray, width: 260, height: 200)
        var changed = plain
        changed.withMutablePlane { $0.row(100)[130] ^= 255 }
        let (a, b) = (try trial.run(plain), try trial.run(changed))
        let reach = Resolution.pixels(mm: mm, dpi: trial.dpi) + 1
        a.withPlane { a in
            b.withPlane { b in
                for y in 0..<a.height {
                    for x in 0..<a.width where max(abs(x - 130), abs(y - 100)) > Int(reach.rounded(.up)) {
                        #expect(a.row(y)[x] == b.row(y)[x], "\(name): pixel (\(x), \(y)) depends on (130, 100)")
                    }
                }
            }
        }
    }
}
