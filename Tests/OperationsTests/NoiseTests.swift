import Imaging
import Operations
import Testing

@Suite("Noise")
struct NoiseTests {
    private let gray = Sheet.even(128, width: 400, height: 300)

    private func deviation(_ raster: Raster) -> Double {
        let mean = raster.meanLevel
        let sum = raster.samples.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (sum / Double(raster.byteCount)).squareRoot()
    }

    @Test(
        "has the deviation that was asked for, in single pixels and in clumps",
        arguments: [
            ["sigma": "3"], ["sigma": "12"], ["sigma": "25"], ["sigma": "12", "distribution": "laplace"],
            ["sigma": "12", "grain": "0.6mm"],
        ])
    func deviation(given: [String: String]) throws {
        let wanted = try #require(given["sigma"].flatMap(Double.init))
        let made = try Trial("gaussian-noise", given).run(gray)
        let tolerance = given["grain"] == nil ? 0.05 : 0.2
        #expect(abs(deviation(made) - wanted) < tolerance * wanted + 0.1, "\(deviation(made))")
        #expect(abs(made.meanLevel - 128) < 1)
    }

    @Test("that is colored is as strong as noise that is not")
    func colored() throws {
        let made = try Trial("gaussian-noise", ["sigma": "12", "color": "0.5"]).run(gray.converted(to: .color))
        #expect(abs(deviation(made) - 12) < 1)
    }

    @Test("of photons grows with the root of the light")
    func photons() throws {
        let given = ["photons": "400", "chroma": "0"]
        let bright = deviation(try Trial("shot-noise", given).run(Sheet.even(160, width: 400, height: 300)))
        let dim = deviation(try Trial("shot-noise", given).run(Sheet.even(40, width: 400, height: 300)))
        #expect(abs(bright / dim - 2) < 0.15)
        #expect(try Trial("shot-noise", given).run(Sheet.even(0)).meanLevel == 0)
    }

    @Test("of salt and pepper is half of each, and keeps a page of two levels one")
    func salt() throws {
        let made = try Trial("salt-and-pepper", ["amount": "0.2"]).run(gray).samples
        let (white, black) = (made.count { $0 == 255 }, made.count { $0 == 0 })
        #expect(abs(white - black) < (white + black) / 20)
        let bilevel = try Trial("salt-and-pepper", ["amount": "0.1"]).run(Sheet.even(255, .bilevel))
        #expect(bilevel.kind == .bilevel && bilevel.isTwoLevel)
    }
}
