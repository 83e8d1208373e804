import Imaging
import OperationKit
import Testing

@Suite("A catalog of operations")
struct CatalogTests {
    private struct Fold: PixelOperation {
        static let manual = Manual("fold", family: .handling, on: [.page], "A fold.", cost: (1, 1))
        init(_ p: inout Parameters) {}
        func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
    }

    private struct Stain: PixelOperation {
        static let manual = Manual("stain", family: .paper, on: [.page], "A stain.", cost: (1, 1))
        init(_ p: inout Parameters) {}
        func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
    }

    private struct ProgramsOwnStain: PixelOperation {
        static let manual = Manual(
            "stain", family: .paper, on: [.page], "Another program's stain.", cost: (1, 1))
        init(_ p: inout Parameters) {}
        func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
    }

    @Test("has the operations that a program adds behind its own")
    func added() {
        let catalog = Catalog([Fold.self]).adding([Stain.self])
        #expect(catalog.entries.map(\.manual.name) == ["fold", "stain"])
        #expect(catalog["stain"]?.type == Stain.self)
    }

    @Test("means a program's operation by a name that it has come to use itself")
    func sameName() {
        let catalog = Catalog([Stain.self, Fold.self]).adding([ProgramsOwnStain.self])
        #expect(catalog.entries.map(\.manual.name) == ["fold", "stain"])
        #expect(catalog["stain"]?.type == ProgramsOwnStain.self)
    }

    /// One type for operations that are declared while the program runs.
    private struct Declared: PixelOperation {
        static let manual = Manual("declared", family: .handling, on: [.page], "Declared later.", cost: (1, 1))
        var amount = 0.0
        init(_ p: inout Parameters) {}
        init(_ name: String, _ p: inout Parameters) { amount = p.share(name, "0.2..0.4", "how much") }
        func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
    }

    @Test("has operations that are declared while the program runs, several of one type")
    func declaredLater() throws {
        let entries = ["rain", "snow"].map { name in
            CatalogEntry(
                Declared.self,
                manual: Manual(name, family: .handling, on: [.page], "It falls.", cost: (1, 1)), identity: name
            ) { Declared("\(name)-depth", &$0) }
        }
        let catalog = Catalog([Fold.self]).adding(entries: entries)
        #expect(catalog.entries.map(\.manual.name) == ["fold", "rain", "snow"])
        let snow = try #require(catalog["snow"])
        #expect(snow.parameters.map(\.name) == ["snow-depth"])
        let drawn = snow.draw(.of([:], for: snow), from: RandomStream(key: 3), dpi: 150)
        let operation = try #require(drawn.operation as? Declared)
        #expect((0.2...0.4).contains(operation.amount))
        #expect(drawn.drawn.map(\.name) == ["snow-depth"])
    }

    @Test("tells a default that its parameter takes from one that it does not")
    func defaults() {
        func isSound(_ text: String) -> Bool {
            let entry = CatalogEntry(Declared.self, manual: Declared.manual, identity: text) { p in
                _ = p.share("amount", text, "how much")
                return Declared(&p)
            }
            return entry.parameters[0].isDefaultSound
        }
        #expect(isSound("0.1..0.3") && isSound("30%"))
        #expect(!isSound("7") && !isSound("much") && !isSound("0.3..0.1"))
    }
}
