import Imaging
import Testing

@Suite("Sheets of paper")
struct PaperSheetTests {
    static let recipes: [PaperRecipe] = [
        PaperRecipe(formation: 1), PaperRecipe(grain: 1), PaperRecipe(relief: 1), PaperRecipe(laid: 1),
        PaperRecipe(fibers: 1), PaperRecipe(formation: 0.5, grain: 0.6, fibers: 0.6, flecks: 0.8),
    ]

    @Test(
        "tone and deviation are those that were asked for, whatever the sheet is made of",
        arguments: recipes.indices, [150.0, 300])
    func deviation(recipe: Int, dpi: Double) {
        for strength in [3.0, 9, 18] {
            let size = Size(width: Int(dpi * 6), height: Int(dpi * 5))
            var sheet = PaperSheet(
                PaperSheetTests.recipes[recipe], size: size, dpi: dpi, level: 170, strength: strength, direction: 20,
                RandomStream(key: 8))
            var row = [UInt8](repeating: 0, count: size.width)
            var (sum, squares) = (0.0, 0.0)
            for y in 0..<size.height {
                sheet.fill(&row, y: y)
                for level in row {
                    sum += Double(level)
                    squares += Double(level) * Double(level)
                }
            }
            let count = Double(size.width * size.height)
            let mean = sum / count
            let found = (squares / count - mean * mean).squareRoot()
            #expect(abs(mean - 170) <= 2 + strength * 0.15, "recipe \(recipe), strength \(strength): mean \(mean)")
            #expect(abs(found - strength) <= 0.15 * strength, "recipe \(recipe), strength \(strength): \(found)")
        }
    }

    @Test("rows are the same in any order")
    func anyOrder() {
        let make = {
            PaperSheet(
                PaperRecipe(formation: 0.5, grain: 0.5, relief: 0.5, fibers: 0.5, laid: 0.5),
                size: Size(width: 61, height: 40), dpi: 150, level: 230, strength: 6, RandomStream(key: 2))
        }
        var (down, up) = (make(), make())
        var rows: [[UInt8]] = []
        var row = [UInt8](repeating: 0, count: 61)
        for y in 0..<40 {
            down.fill(&row, y: y)
            rows.append(row)
        }
        for y in (0..<40).reversed() {
            up.fill(&row, y: y)
            #expect(row == rows[y])
        }
    }
}
