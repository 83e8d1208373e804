public import Imaging

/// One operation of the catalogue with all that its declaration says.
public struct CatalogEntry: Sendable {
    public let type: any PageOperation.Type
    public let manual: Manual
    public let parameters: [ParameterDeclaration]
    /// What its results depend on beside its parameters; empty for operations that change only with the program.
    public let identity: String
    /// The program that carries it out, with its arguments; empty for what this process does itself.
    public let program: [String]
    private let make: @Sendable (inout Parameters) -> any PageOperation

    public init(_ type: any PageOperation.Type) {
        self.init(type, manual: type.manual, identity: "") { type.init(&$0) }
    }

    /// An operation that is declared while the program runs: `manual` and `make` stand in for those of its type, so that
    /// many operations can share one. `make` declares the parameters, and answers a value of `type`. Of two that differ in
    /// `identity` neither goes on with a run of the other.
    public init(
        _ type: any PageOperation.Type, manual: Manual, identity: String, program: [String] = [],
        make: @escaping @Sendable (inout Parameters) -> any PageOperation
    ) {
        self.type = type
        self.manual = manual
        self.identity = identity
        self.program = program
        self.make = make
        var listing = Parameters(listing: ())
        _ = make(&listing)
        parameters = listing.declarations
    }

    /// Whether the texts among its parameters are printed on the page, so that a font must have their letters.
    public var printsTexts: Bool { identity.isEmpty }
    public var movesPoints: Bool { type is any GeometricOperation.Type }
    public var changesPixels: Bool { type is any PixelOperation.Type }

    /// One drawn instance with its drawn parameters, in the order of the manual.
    public func draw(
        _ values: ParameterSet, from stream: RandomStream, dpi: Double
    ) -> (operation: any PageOperation, drawn: [(name: String, value: DrawnValue)]) {
        var parameters = Parameters(drawing: values, from: stream, dpi: dpi)
        let operation = make(&parameters)
        return (operation, parameters.drawn)
    }
}

/// All operations that a pipeline may name, in the order of the manual.
public struct Catalog: Sendable {
    public let entries: [CatalogEntry]
    private let byName: [String: CatalogEntry]

    /// The catalogue of those operations; their names differ.
    public init(_ types: [any PageOperation.Type]) {
        self.init(types.map { CatalogEntry($0) })
    }

    private init(_ entries: [CatalogEntry]) {
        self.entries = entries
        byName = Dictionary(entries.map { ($0.manual.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(name: String) -> CatalogEntry? { byName[name] }

    /// This catalogue with more operations behind its own. One that has the name of an operation here takes its place, so
    /// that the pipelines of a program mean the same when a later version of this catalogue has come to use that name.
    public func adding(_ types: [any PageOperation.Type]) -> Catalog {
        adding(entries: types.map { CatalogEntry($0) })
    }

    /// The same for operations that are declared while the program runs.
    public func adding(entries added: [CatalogEntry]) -> Catalog {
        let names = Set(added.map(\.manual.name))
        return Catalog(entries.filter { !names.contains($0.manual.name) } + added)
    }

    /// The names of our operations for what another tool calls `name` (compared without case, `-`, `_` and blanks).
    public func peers(of name: String) -> [String] {
        let wanted = Catalog.folded(name)
        return entries.filter { $0.manual.peers.contains { Catalog.folded($0) == wanted } }.map(\.manual.name)
    }

    private static func folded(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
