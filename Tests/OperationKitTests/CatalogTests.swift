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
}
